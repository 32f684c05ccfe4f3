"""Share of voice: how much of what is said is about the brand, and how much about each competitor."""
