"""A version comes into force, is refused or put away: the states of models and what follows from them."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodword.server.accounts.facade import Actor
from goodword.server.audit.facade import record

from .models import Learning, ModelVersion
from .readers import path_of, version_in_force

State = ModelVersion.State
KEPT_FILES = 10  # of versions that were in force and can come back


def learning_of(brand_id: int, *, locked: bool = False) -> Learning:
    """Return how a brand learns; locked, nobody else makes or changes its versions until the transaction ends."""
    learning, _made = Learning.objects.get_or_create(brand_id=brand_id)
    return Learning.objects.select_for_update().get(pk=learning.pk) if locked else learning


def put_in_force(actor: Actor, version: ModelVersion, action: str) -> None:
    """Let a version read from now on, put the one before it away, and have everything read again."""
    from .tasks import ask_reading  # the tasks make versions, and versions ask for tasks

    with transaction.atomic():
        learning = learning_of(actor.brand_id, locked=True)
        before = version_in_force(actor.brand_id)
        ModelVersion.objects.filter(brand_id=actor.brand_id, state=State.IN_FORCE).update(state=State.RETIRED)
        if version.brand_id is not None:
            version.state, version.in_force_at = State.IN_FORCE, timezone.now()
            version.save()
        learning.version_before = before.pk
        learning.save(update_fields=["version_before"])
        record(actor, action, version, before={"model": before.name}, after={"model": version.name})
        ask_reading(actor.brand_id)
        _forget_files(actor.brand_id)


def refuse(version: ModelVersion, reasons: list[dict[str, Any]]) -> None:
    """Keep a version out, with the reasons."""
    version.state, version.reasons = State.REFUSED, reasons
    version.save()


def _forget_files(brand_id: int) -> None:
    """Remove the files of versions so old that nobody goes back to them; what they were is kept."""
    away = ModelVersion.objects.filter(brand_id=brand_id, state=State.RETIRED).exclude(file="")
    for version in away.order_by("-in_force_at")[KEPT_FILES:]:
        path = path_of(version)
        ModelVersion.objects.filter(pk=version.pk).update(file="")
        transaction.on_commit(partial(path.unlink, missing_ok=True))
