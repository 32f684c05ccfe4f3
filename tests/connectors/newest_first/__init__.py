"""The sources that list the newest first, each against a fake of its documented protocol."""
