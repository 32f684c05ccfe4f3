"""Mastodon, and servers that speak its language: Pleroma, Akkoma, GoToSocial."""

from .spec import SPEC

__all__ = ["SPEC"]
