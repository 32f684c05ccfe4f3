"""Reviews on Google Maps and Search, for the business that owns the profile."""

from .spec import SPEC

__all__ = ["SPEC"]
