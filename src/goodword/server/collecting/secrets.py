"""A source's secrets: sealed in the database, opened for the connector alone, never shown, only said to be set."""

import json
from typing import Any

from django.utils import timezone

from goodword.server.sealing import opened, reseal, sealed

from .models import Source

_PURPOSE = "source"


def secrets_of(source: Source) -> dict[str, Any]:
    """Return a source's secrets by field name."""
    found: dict[str, Any] = json.loads(opened(source.secrets, _PURPOSE)) if source.secrets else {}
    return found


def set_secrets(source: Source, given: dict[str, str]) -> None:
    """Put secrets into a source, beside those it has; the caller saves it. Empty ones change nothing."""
    given = {name: value for name, value in given.items() if value}
    if not given:
        return
    known = secrets_of(source) if source.secrets_set.keys() - given.keys() else {}
    source.secrets = sealed(json.dumps(known | given), _PURPOSE)
    source.secrets_set = source.secrets_set | dict.fromkeys(given, timezone.now().isoformat())


def reseal_all() -> int:
    """Seal every source's secrets with the installation's secret of today; return how many sources."""
    return reseal(Source.objects.all(), "secrets", _PURPOSE)
