"""Comments on YouTube, through the Data API v3."""

from .spec import SPEC

__all__ = ["SPEC"]
