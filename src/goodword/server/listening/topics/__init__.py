"""What people talk about: topics found in the last ninety days, kept from one finding to the next."""
