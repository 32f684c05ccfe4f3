"""Stack Exchange: Stack Overflow and its sister sites."""

from .spec import SPEC

__all__ = ["SPEC"]
