"""Who speaks for the brand: known accounts, whose mentions are no consumer's word of mouth."""
