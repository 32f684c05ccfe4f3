"""The sample's sources: places on this machine that answer like real ones, and one afternoon that was missed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodword.connectors.protocol import GapReason
from goodword.server.accounts.facade import Actor, Right, check_sample

from .kinds import kinds
from .models import GapRecord, Source

_DOMAIN = "localhost"
_EVERY = timedelta(minutes=2)
_AGE = timedelta(days=12)
_MISSED = "The forum answered with status 502."


@transaction.atomic
def do_place_sources(actor: Actor, port: int) -> int:
    """Let the sample brand collect from its places at a port; return how many sources it has.

    It goes past the trail, which is for what people really did.
    """
    actor.check(Right.SOURCES_MANAGE)
    check_sample(actor)
    wanted = {name: each for name, each in _wanted(port).items() if each[0] in kinds()}
    begun = timezone.now() - _AGE
    for name, (kind, settings) in wanted.items():
        given = {
            "kind": kind,
            "settings": settings,
            "every": _EVERY,
            "created_at": begun,
            "last_ok_at": timezone.now(),
        }
        made, is_new = Source.objects.get_or_create(brand_id=actor.brand_id, name=name, defaults=given)
        if is_new and kind == "discourse":
            _miss(made, timezone.now())
        # What was waited for is not waited for any more: the places have just come back.
        Source.objects.filter(pk=made.pk).update(
            settings=settings, queued_at=None, next_run_at=timezone.now()
        )
    return len(wanted)


def _wanted(port: int) -> Mapping[str, tuple[str, dict[str, Any]]]:
    def at(place: str) -> str:
        return f"http://{place}.{_DOMAIN}:{port}"

    return {
        "Lumen on the social web": ("mastodon", {"address": at("social"), "tags": ["lumen"]}),
        "流明学堂 · 微聊": ("mastodon", {"address": at("weiliao"), "tags": ["流明学堂"]}),
        "Learners’ forum": ("discourse", {"address": at("forum"), "words": []}),
        "Learning by lamplight": ("feed", {"address": f"{at('blog')}/feed.xml"}),
    }


def _miss(source: Source, now: datetime) -> None:
    """Write down two hours of the day before as lost."""
    start = (now - timedelta(days=1)).replace(hour=4, minute=0, second=0, microsecond=0)
    GapRecord.objects.create(
        brand_id=source.brand_id, source=source, reason=GapReason.OUTAGE.value, start=start,
        end=start + timedelta(hours=2), detail=_MISSED, missing=None, state=GapRecord.State.LOST,
    )  # fmt: skip
