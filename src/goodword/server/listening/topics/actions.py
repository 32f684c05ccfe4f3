"""Finding a brand's topics anew and keeping them: a topic that was there before keeps its id."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField
from django.db.models.functions import Coalesce, Substr

from goodword.core.time import local_day
from goodword.core.vocabulary import Origin, Sentiment
from goodword.server.accounts.facade import Actor, Right

from ..days import number_of
from ..models import Mention
from .finding import Found, Told, chosen, continued, emerging_in, found_in, state_of, told, weeks_of, window
from .models import Topic, TopicMap, TopicMember

_AT_A_TIME = 2_000
_CHARACTERS = 2_000


def do_find_topics(actor: Actor, now: datetime) -> int:
    """Find what the brand's consumers talk about in the last ninety days; return how many topics.

    Of very many mentions a fixed random part is looked at; the map says how large it is.
    """
    actor.check(Right.MENTIONS_WRITE)
    first, last = window(local_day(now, actor.time_zone))
    found, mentions = _mentions(actor.brand_id, first, last)
    topics = found_in(mentions)
    known = continued(topics, _members(actor.brand_id))
    with transaction.atomic():
        TopicMap.objects.update_or_create(
            brand_id=actor.brand_id, defaults=_map(found, mentions, topics, first, last, now)
        )
        _keep(actor.brand_id, topics, known, mentions, last)
    return len(topics)


def _members(brand_id: int) -> dict[int, int]:
    """Return which topic each mention is in now."""
    return dict(TopicMember.objects.filter(topic__brand_id=brand_id).values_list("mention_id", "topic_id"))


def _mentions(brand_id: int, first: date, last: date) -> tuple[int, list[Told]]:
    """Return how many consumer mentions a span of days has, and those that are looked at, copies with their originals."""
    of_span = Mention.objects.filter(
        brand_id=brand_id,
        origin=Origin.CONSUMER.value,
        published_day__range=(number_of(first), number_of(last)),
    )
    pairs = list(
        of_span.order_by("pk").values_list("pk", Coalesce("copy_of", "pk", output_field=BigIntegerField()))
    )
    drawn = set(chosen(sorted({original for _pk, original in pairs})))
    wanted = [pk for pk, original in pairs if original in drawn]
    rows: list[Any] = []
    for start in range(0, len(wanted), _AT_A_TIME):
        some = Mention.objects.filter(pk__in=wanted[start : start + _AT_A_TIME]).order_by("pk")
        rows += some.values_list(
            "pk", "copy_of", "title", Substr("text", 1, _CHARACTERS), "published_day", "sentiment", "language"
        )
    return len(pairs), told(rows)


def _map(
    found: int, mentions: Sequence[Told], topics: Sequence[Found], first: date, last: date, now: datetime
) -> dict[str, object]:
    tones = Counter(each.sentiment for each in mentions)
    return {
        "made_at": now,
        "first_day": first,
        "last_day": last,
        "found": found,
        "told": len(mentions),
        "placed": sum(len(each.members) for each in topics),
        "emerging": emerging_in(mentions, last),
        **{each.value: tones[each.value] for each in Sentiment},
    }


def _keep(
    brand_id: int, found: Sequence[Found], known: dict[int, int], mentions: Sequence[Told], last: date
) -> None:
    """Write the topics and their mentions in place of those that were there."""
    everything = weeks_of(mentions, last)
    TopicMember.objects.filter(topic__brand_id=brand_id).delete()
    Topic.objects.filter(brand_id=brand_id).exclude(pk__in=known.values()).delete()
    for place, each in enumerate(found):
        topic = _topic(brand_id, each, everything, len(mentions), last)
        topic.pk = known.get(place)
        topic.save()
        TopicMember.objects.bulk_create(
            [TopicMember(mention_id=one.pk, topic=topic) for one in each.members], batch_size=_AT_A_TIME
        )


def _topic(brand_id: int, found: Found, everything: Sequence[int], whole: int, last: date) -> Topic:
    tones, weeks = found.tones, found.weeks(last)
    labelled = sum(tones[each.value] for each in Sentiment)
    first = min(each.day for each in found.members)
    state, change = state_of(weeks, everything, first, last)
    balance = tones[Sentiment.FAVOURABLE.value] - tones[Sentiment.UNFAVOURABLE.value]
    return Topic(
        brand_id=brand_id,
        phrases=list(found.phrases),
        sentence=found.sentence,
        medoid=found.medoid,
        language=found.language,
        size=len(found.members),
        share=len(found.members) / whole,
        net=balance / labelled if labelled else None,
        weeks=weeks,
        change=change,
        first_day=first,
        state=state,
        **{each.value: tones[each.value] for each in Sentiment},
    )
