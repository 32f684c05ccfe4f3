"""Web page watch."""

from .spec import SPEC

__all__ = ["SPEC"]
