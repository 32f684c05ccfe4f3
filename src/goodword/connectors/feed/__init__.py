"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

from .spec import SPEC

__all__ = ["SPEC"]
