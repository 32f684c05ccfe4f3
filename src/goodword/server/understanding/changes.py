"""Mentions of which two versions make different things."""

from django.db.models import Exists, OuterRef

from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import CAUSE, Mention, Reading, Taxonomy, access_mentions

from .queries import VersionComparison

_SHOWN = 30


def access_changed(
    actor: Actor, comparison: VersionComparison, own: Taxonomy, before: str, after: str
) -> list[Mention]:
    """Return the newest mentions that the version before read as one label and the version in force as another."""
    task = comparison.task
    then = {"version": comparison.before.pk, f"{task}__in": _keys(own, task, before)}
    now = {"version": comparison.after.pk, f"{task}__in": _keys(own, task, after)}
    found = access_mentions(actor)
    for read in (then, now):
        found = found.filter(
            Exists(Reading.objects.filter(brand_id=actor.brand_id, mention_id=OuterRef("pk"), **read))
        )
    return list(found.defer("extra").order_by("-pk")[:_SHOWN])


def _keys(own: Taxonomy, task: str, label: str) -> tuple[str, ...]:
    """Return the stored labels that mean one."""
    return own.keys(CAUSE, label) if task == CAUSE and label else (label,)
