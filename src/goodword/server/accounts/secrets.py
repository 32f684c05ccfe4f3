"""Secrets that are shown once: made here, kept only as a digest."""

import secrets
from hashlib import sha256


def new_secret(prefix: str) -> str:
    """Return a fresh secret with 256 bits of randomness; the prefix says what it opens."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """Return what is stored of a secret; with 256 random bits a plain hash cannot be searched backwards."""
    return sha256(secret.encode()).hexdigest()
