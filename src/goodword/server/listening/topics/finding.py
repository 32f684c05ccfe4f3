"""Topics from mentions: which of them are looked at, what is told of each topic, and which of them was there before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt
from typing import Any

import numpy as np

from ..days import day_of
from ..texts import reading_text
from .models import Topic

DAYS, MOST = 90, 40_000
WEEKS = -(-DAYS // 7)
_RECENT = 2  # weeks that are held against those before
_NEW_DAYS = 21
_FEWEST_RECENT, _TIMES, _Z = 5, 1.5, 2.576
_LONGEST = 2_000
_PHRASES = 12
_SAME = 0.5  # of the smaller one's mentions: then a topic is one that was there before
State = Topic.State


@dataclass(frozen=True, slots=True)
class Told:
    """One consumer mention that topics are found in."""

    pk: int
    original: int
    text: str
    day: date
    sentiment: str
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as it was found: its words, its mentions, and what is told of them."""

    phrases: tuple[str, ...]
    sentence: str
    members: list[Told]

    @property
    def tones(self) -> Counter[str]:
        """Its mentions by sentiment."""
        return Counter(each.sentiment for each in self.members)

    @property
    def language(self) -> str:
        """The language most of its mentions are in."""
        return Counter(each.language for each in self.members).most_common(1)[0][0]

    @property
    def medoid(self) -> int | None:
        """The first mention its sentence is from."""
        return next((each.pk for each in self.members if self.sentence and self.sentence in each.text), None)

    def weeks(self, last: date) -> list[int]:
        """Return its mentions in each of the last stretches of seven days, the last one last."""
        return weeks_of(self.members, last)


def chosen(ids: Sequence[int], most: int = MOST, seed: int = 0) -> list[int]:
    """Return all ids, or that many of them, drawn at random by a fixed seed, in order.

    >>> chosen([1, 2, 3], most=5), len(chosen(range(100), most=5))
    ([1, 2, 3], 5)
    """
    if len(ids) <= most:
        return list(ids)
    generator = np.random.Generator(np.random.PCG64(seed))
    return sorted(int(ids[place]) for place in generator.permutation(len(ids))[:most])


def told(rows: Iterable[Sequence[Any]]) -> list[Told]:
    """Return mentions as topics are found in them; rows hold id, original, title, text, day, sentiment, language."""
    return [
        Told(pk, original or pk, reading_text(title, text)[:_LONGEST], day_of(day), sentiment, language)
        for pk, original, title, text, day, sentiment, language in rows
    ]


def found_in(mentions: Sequence[Told]) -> list[Found]:
    """Return what mentions are about; copies are in their original's topic."""
    from goodword.text import find_topics  # compiled code: only where it is needed

    originals = [each for each in mentions if each.original == each.pk]
    if not originals:
        return []
    topics = find_topics([each.text for each in originals])
    place = {each.pk: int(number) for each, number in zip(originals, topics.assignments, strict=True)}
    members: list[list[Told]] = [[] for _topic in topics.topics]
    for each in mentions:
        if (number := place.get(each.original, -1)) >= 0:
            members[number].append(each)
    found = [
        Found(topic.phrases, topic.sentence, own) for topic, own in zip(topics.topics, members, strict=True)
    ]
    return [topic for topic in found if topic.members and topic.phrases]


def emerging_in(mentions: Sequence[Told], last: date) -> list[list[str | int]]:
    """Return the phrases that are in clearly more texts of the last two weeks: [phrase, texts then, texts before]."""
    from goodword.text import emerging_phrases

    first = last - timedelta(days=7 * _RECENT - 1)
    originals = [each for each in mentions if each.original == each.pk]
    recent = [each.text for each in originals if each.day >= first]
    before = [each.text for each in originals if each.day < first]
    found = emerging_phrases(recent, before, most=_PHRASES) if recent and before else []
    return [[each.phrase, each.recent, each.before] for each in found]


def weeks_of(mentions: Sequence[Told], last: date) -> list[int]:
    """Return how many mentions each of the last stretches of seven days has, the last one last."""
    counts = [0] * WEEKS
    for each in mentions:
        back = (last - each.day).days // 7
        if back < WEEKS:
            counts[WEEKS - 1 - back] += 1
    return counts


def state_of(weeks: Sequence[int], everything: Sequence[int], first: date, last: date) -> tuple[str, float]:
    """Return whether a topic is new, rises or falls, and how many times its earlier share of all its share is now.

    It is new when nobody spoke of it until three weeks ago, though others spoke. It rises when its share of all
    mentions in the last two weeks is half as large again as before and the difference is beyond chance (two-sided, at
    1 %); it falls the other way round.

    >>> state, times = state_of([10, 10, 10, 30, 30], [100] * 5, date(2026, 1, 1), date(2026, 2, 4))
    >>> state, round(times, 1)
    ('rising', 3.0)
    >>> state_of([10, 10, 10, 10, 10], [100] * 5, date(2026, 1, 1), date(2026, 2, 4))[0]
    'steady'
    """
    now, before = sum(weeks[-_RECENT:]), sum(weeks[:-_RECENT])
    of_now, of_before = sum(everything[-_RECENT:]), sum(everything[:-_RECENT])
    if not of_now or not of_before:
        return State.STEADY.value, 1.0
    # Half a mention more on either side, so that none before is no infinity.
    times = ((now + 0.5) / (of_now + 1)) / ((before + 0.5) / (of_before + 1))
    if (last - first).days < _NEW_DAYS and of_before > of_now:
        return State.NEW.value, times
    moved = max(now, before) >= _FEWEST_RECENT and abs(log(times)) >= log(_TIMES)
    if not moved or _z(now, of_now, before, of_before) < _Z:
        return State.STEADY.value, times
    return (State.RISING if times > 1 else State.FALLING).value, times


def _z(now: int, of_now: int, before: int, of_before: int) -> float:
    """Return how many standard errors two shares are apart."""
    both = (now + before) / (of_now + of_before)
    error = sqrt(both * (1 - both) * (1 / of_now + 1 / of_before))
    return abs(now / of_now - before / of_before) / error if error else 0.0


def continued(found: Sequence[Found], before: Mapping[int, int]) -> dict[int, int]:
    """Return which topics were there before: the place of a found one → the id of the earlier one.

    `before` says by mention which topic it was in. Two are the same when they share half of the smaller one's
    mentions; the pairs that share most are matched first, each topic once.
    """
    sizes = Counter(before.values())
    shared = [
        (n, place, topic)
        for place, each in enumerate(found)
        for topic, n in Counter(before[one.pk] for one in each.members if one.pk in before).items()
        if n >= _SAME * min(len(each.members), sizes[topic])
    ]
    matched: dict[int, int] = {}
    for _n, place, topic in sorted(shared, key=lambda each: (-each[0], each[1], each[2])):
        if place not in matched and topic not in matched.values():
            matched[place] = topic
    return matched


def window(today: date) -> tuple[date, date]:
    """Return the days topics are found in: the last ninety whole ones.

    >>> window(date(2026, 4, 1))
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    """
    return today - timedelta(days=DAYS), today - timedelta(days=1)
