"""Sources of mentions and of everything else that comes in; one folder per kind of source."""
