"""Forums that run Discourse."""

from .spec import SPEC

__all__ = ["SPEC"]
