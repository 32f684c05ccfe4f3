"""Goodword: word-of-mouth marketing, self-hosted."""

__version__ = "0.1.0"
