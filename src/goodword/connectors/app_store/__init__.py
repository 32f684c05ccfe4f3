"""Reviews in Apple's App Store, through its public feed."""

from .spec import SPEC

__all__ = ["SPEC"]
