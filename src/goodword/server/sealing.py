"""Secrets that must be read again: unreadable to whoever only has the database.

Each purpose has a key of its own, made from the installation's secret. After that secret was changed, what was sealed
with the one before opens as long as GOODWORD_SECRET_BEFORE names it, and is sealed anew whenever it is written.
"""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from goodword.core.errors import EnvironmentProblem


def sealed(text: str, purpose: str) -> str:
    """Return a text that only `opened` with the same purpose reads."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def opened(token: str, purpose: str) -> str:
    """Return what was sealed; EnvironmentProblem when it was sealed under a secret that is gone."""
    try:
        return _cipher(purpose).decrypt(token.encode()).decode()
    except InvalidToken:
        raise EnvironmentProblem(
            _(
                "A stored secret cannot be opened: the installation's secret was changed. "
                "Set GOODWORD_SECRET_BEFORE to the one before, or enter the secret again."
            )
        ) from None


def resealed(token: str, purpose: str) -> str:
    """Return the same secret sealed with the installation's secret of today."""
    return sealed(opened(token, purpose), purpose)


def _cipher(purpose: str) -> MultiFernet:
    return MultiFernet(
        [_key(purpose, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(purpose: str, secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(purpose.encode() + secret.encode()).digest()))
