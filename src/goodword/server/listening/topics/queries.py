"""Reads of the topics."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.db.models import QuerySet

from goodword.server.accounts.facade import Actor, Right

from .models import Topic, TopicMap


def access_topics(actor: Actor) -> QuerySet[Topic]:
    """Return the topics of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return Topic.objects.filter(brand_id=actor.brand_id)


def access_topic_map(actor: Actor) -> TopicMap | None:
    """Return what the brand's topics were found in; None when they never were."""
    actor.check(Right.MENTIONS_READ)
    return TopicMap.objects.filter(brand_id=actor.brand_id).first()


class TopicNames(Mapping[str, str]):
    """The names of a brand's topics by id as text, read when the first is asked for: most pages ask for none."""

    def __init__(self, brand_id: int) -> None:
        self._brand_id = brand_id

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            str(topic.pk): topic.name
            for topic in Topic.objects.filter(brand_id=self._brand_id).order_by("-size")
        }

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
