"""Hacker News, through the search service of Algolia."""

from .spec import SPEC

__all__ = ["SPEC"]
