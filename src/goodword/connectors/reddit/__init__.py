"""Posts and comments on Reddit. Commercial use needs a contract with Reddit."""

from .spec import SPEC

__all__ = ["SPEC"]
