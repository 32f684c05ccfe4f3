"""A folder files are dropped into."""

from .spec import SPEC

__all__ = ["SPEC"]
