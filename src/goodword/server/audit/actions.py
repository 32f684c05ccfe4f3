"""The only way an entry is written."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goodword.server.accounts.actor import Actor

from .chain import entry_hash
from .models import Entry, Head


def record(
    actor: Actor,
    action: str,
    target: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    brand_id: int | None = None,
) -> Entry:
    """Add an entry to the trail of the organisation that is acted for, in the caller's transaction.

    `action` is `area.verb` ("member.invite"); `before` and `after` are flat, JSON-ready and free of secrets.
    """
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(organisation_id=actor.owner_id)
        entry = Entry(
            organisation_id=actor.owner_id,
            brand_id=actor.brand_id if brand_id is None else brand_id,
            sequence=head.sequence + 1,
            at=timezone.now(),
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            target_kind=target._meta.model_name or "",
            target_id=str(target.pk),
            target_name=str(target)[:200],
            before=before,
            after=after,
            previous_hash=head.hash,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        head.sequence, head.hash = entry.sequence, entry.hash
        head.save(update_fields=["sequence", "hash"])
    return entry


def snapshot(target: models.Model, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return some fields of a record as the trail keeps them."""
    return {name: _plain(getattr(target, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
