"""Secrets that must be read again: unreadable to whoever only has the database.

Each purpose has a key of its own, made from the installation's secret. After that secret was changed, what was sealed
with the one before opens as long as GOODWORD_SECRET_BEFORE names it, and is sealed anew whenever it is written.
"""

import base64
import logging
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodword.core.errors import EnvironmentProblem

_log = logging.getLogger(__name__)


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


def reseal(rows: QuerySet[Any], field: str, purpose: str) -> int:
    """Seal a column of secrets with the installation's secret of today; return how many rows.

    What cannot be opened any more stays as it is, with a line in the log, and keeps no other from being sealed.
    """
    done = 0
    for row in rows.exclude(**{field: ""}):
        token = getattr(row, field)
        try:
            again = sealed(opened(token, purpose), purpose)
        except EnvironmentProblem:
            _log.warning("the secret of %s %s cannot be opened", row._meta.label, row.pk)
            continue
        done += rows.filter(pk=row.pk, **{field: token}).update(**{field: again})
    return done


def _cipher(purpose: str) -> MultiFernet:
    return MultiFernet(
        [_key(purpose, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(purpose: str, secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(purpose.encode() + secret.encode()).digest()))
