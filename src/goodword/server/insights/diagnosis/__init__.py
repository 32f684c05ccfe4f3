"""The diagnosis: what people say, what hurts, what they praise, and what to do first, on one page."""
