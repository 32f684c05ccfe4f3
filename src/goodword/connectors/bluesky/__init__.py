"""Bluesky, through the Jetstream of all public posts."""

from .spec import SPEC

__all__ = ["SPEC"]
