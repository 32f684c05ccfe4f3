"""Who talks: the accounts that write of the brand."""
