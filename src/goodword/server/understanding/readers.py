"""Which model reads a brand's mentions: the version in force, loaded once a process; the shipped one otherwise."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodword.server.accounts.facade import system_actor_for
from goodword.server.audit.facade import record

from .models import ModelVersion

if TYPE_CHECKING:
    from goodword.text import Reader

_LOADED = 4  # readers kept in memory
State = ModelVersion.State
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """The model that reads, and the version it is."""

    reader: "Reader"
    version: ModelVersion


class DamagedModelError(Exception):
    """A model's file is gone or not what was written."""


def version_in_force(brand_id: int) -> ModelVersion:
    """Return the version that reads a brand's mentions, without loading it."""
    own = ModelVersion.objects.filter(brand_id=brand_id, state=State.IN_FORCE).first()
    return own or shipped_version()


def reader_of(brand_id: int) -> InForce:
    """Return the model that reads a brand's mentions; one whose file is damaged is put away and the shipped one reads."""
    version = ModelVersion.objects.filter(brand_id=brand_id, state=State.IN_FORCE).first()
    if version is None:
        return InForce(shipped_reader(), register_shipped())
    try:
        return InForce(loaded(version), version)
    except DamagedModelError as error:
        _log.warning("model %s of brand %s cannot be used: %s", version.number, brand_id, error)
        _put_away(version)
        return reader_of(brand_id)


@lru_cache(maxsize=1)
def shipped_reader() -> "Reader":
    """Return the model that comes with the program."""
    from goodword.text import Reader  # compiled code: only where something is read

    return Reader.default()


def shipped_version() -> ModelVersion:
    """Return the version of the shipped model; only the very first call loads it."""
    known = ModelVersion.objects.filter(brand=None).order_by("-in_force_at", "-pk").first()
    return known or register_shipped()


def register_shipped() -> ModelVersion:
    """Return the version of the shipped model, noting that this program reads with it."""
    version, _made = ModelVersion.objects.get_or_create(
        brand=None,
        name=shipped_reader().version,
        defaults={"state": State.IN_FORCE, "in_force_at": timezone.now()},
    )
    if ModelVersion.objects.filter(brand=None, in_force_at__gt=version.in_force_at).exists():
        version.in_force_at = timezone.now()
        version.save(update_fields=["in_force_at"])
    return version


def loaded(version: ModelVersion) -> "Reader":
    """Return a version's model; DamagedModelError when its file is not what was written."""
    if version.brand_id is None:
        return shipped_reader()
    return _loaded(str(path_of(version)), version.sha256)


@lru_cache(maxsize=_LOADED)
def _loaded(path: str, digest: str) -> "Reader":
    from goodword.core.errors import InputError
    from goodword.text import Reader

    try:
        if sha256(Path(path).read_bytes()).hexdigest() != digest:
            raise DamagedModelError("the file is not the one that was written")
        return Reader.load(path)
    except (OSError, InputError) as error:
        raise DamagedModelError(str(error)) from error


def path_of(version: ModelVersion) -> Path:
    """Return where a version's model is kept."""
    return Path(settings.HOME) / version.file


def keep(version: ModelVersion, reader: "Reader") -> None:
    """Write a version's model to its file; the caller saves the version."""
    version.file = f"models/{version.brand_id}/{version.number}.model"
    path = path_of(version)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    reader.save(unfinished)
    content = unfinished.read_bytes()
    version.sha256, version.size, version.name = sha256(content).hexdigest(), len(content), reader.version
    unfinished.replace(path)


def _put_away(version: ModelVersion) -> None:
    with transaction.atomic():
        now = ModelVersion.objects.select_for_update().get(pk=version.pk)
        if now.state != State.IN_FORCE:
            return
        now.state, now.reasons = State.RETIRED, [{"code": "damaged"}]
        now.save(update_fields=["state", "reasons"])
        actor = system_actor_for(now.brand_id or 0, "model")
        record(actor, "model.damaged", now, before={"state": State.IN_FORCE}, after={"state": State.RETIRED})
