"""Reviews of a company on Trustpilot."""

from .spec import SPEC

__all__ = ["SPEC"]
