"""Mentions that use the same telling words as one: found among the newest, when somebody asks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from django.db import connection

from goodword.server.accounts.facade import Actor
from goodword.text.query import Phrase, presence_of
from goodword.text.words import words

from .models import Mention
from .queries import access_mention, access_mentions
from .texts import reading_text

_MOST_FEATURES, _NEWEST = 12, 60
_LONGEST = 4_000
_LEAST_ALIKE = 0.08
Feature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Another mention, how alike it is (0 to 1), and the telling words both have."""

    mention: Mention
    share: float
    shared: Sequence[str]


def access_similar(actor: Actor, pk: int, most: int = 5) -> list[Similar]:
    """Return the mentions most like one, its copies left out.

    Candidates are the newest mentions with each of its longest words (for Chinese: pairs of characters); they are
    ranked by the cosine of their words, each weighed by how rare it is among the candidates.
    """
    mention = access_mention(actor, pk)
    read = _words(mention)
    own = _features(read)
    found = _candidates(actor, mention, _telling(own))
    every = [_features(_words(each)) for each in found]
    weights = _weights([own, *every])
    ranked = sorted(
        ((_alike(own, other, weights), each, other) for each, other in zip(found, every, strict=True)),
        key=lambda ranked: (-ranked[0], -ranked[1].pk),
    )
    return [
        Similar(each, share, _shared(read, other, weights))
        for share, each, other in ranked[:most]
        if share >= _LEAST_ALIKE
    ]


def _words(mention: Mention) -> list[str]:
    return words(reading_text(mention.title, mention.text)[:_LONGEST]).split()


def _features(read: Sequence[str]) -> Counter[Feature]:
    """Return the words of a text, and its pairs of neighbouring words; of single characters only pairs.

    >>> sorted(_features(["lost", "my", "bag"]))
    [('bag',), ('lost',), ('lost', 'my'), ('my', 'bag')]
    """
    return Counter([*((word,) for word in read if len(word) > 2), *pairwise(read)])


def _telling(own: Counter[Feature]) -> list[Feature]:
    """Return the features that candidates are looked for with: the longest words first, for length goes with rarity."""
    by_length = sorted(own, key=lambda feature: (-sum(map(len, feature)) / len(feature), feature))
    words = [feature for feature in by_length if len(feature) == 1]
    pairs = [feature for feature in own if len(feature) == 2 and all(len(word) == 1 for word in feature)]
    step = max(1, len(pairs) // _MOST_FEATURES)
    return [*words[:_MOST_FEATURES], *pairs[::step]][:_MOST_FEATURES]


def _candidates(actor: Actor, mention: Mention, features: Sequence[Feature]) -> list[Mention]:
    ids = _newest_with(mention.brand_id, features) if features else []
    others = access_mentions(actor).filter(pk__in=ids).exclude(pk=mention.copy_of or mention.pk)
    return list(others.exclude(pk=mention.pk).defer("extra"))


def _newest_with(brand_id: int, features: Sequence[Feature]) -> list[int]:
    """Return the ids of a brand's newest mentions with each of some features, copies left out, in one query."""
    if connection.vendor == "postgresql":
        part = (
            "(SELECT mention_id FROM listening_presence JOIN listening_mention ON id = mention_id "
            "WHERE listening_tokens(mention_id) @@ %s::tsquery AND brand_id = %s AND copy_of IS NULL "
            "ORDER BY mention_id DESC LIMIT %s)"
        )
        asked = [presence_of(Phrase(feature))[0] for feature in features]
    else:
        # A cross join keeps its order: the words first, and each mention looked up until there are enough.
        part = (
            "SELECT * FROM (SELECT id FROM listening_search CROSS JOIN listening_mention ON id = listening_search.rowid "
            "WHERE listening_search MATCH %s AND brand_id = %s AND copy_of IS NULL "
            "ORDER BY listening_search.rowid DESC LIMIT %s)"
        )
        asked = [f'"{" ".join(feature)}"' for feature in features]
    values = [each for text in asked for each in (text, brand_id, _NEWEST)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([part] * len(asked)), values)
        return [row[0] for row in cursor.fetchall()]


def _weights(every: Sequence[Counter[Feature]]) -> dict[Feature, float]:
    """Return for each feature the logarithm of how rare it is among some texts."""
    texts_with = Counter(feature for features in every for feature in features)
    return {feature: log(1 + len(every) / n) for feature, n in texts_with.items()}


def _alike(one: Counter[Feature], other: Counter[Feature], weights: dict[Feature, float]) -> float:
    shared = sum(weights[feature] ** 2 for feature in one.keys() & other.keys())
    return shared / (_length(one, weights) * _length(other, weights)) if shared else 0.0


def _length(features: Iterable[Feature], weights: dict[Feature, float]) -> float:
    return sqrt(sum(weights[feature] ** 2 for feature in features))


def _shared(read: Sequence[str], other: Counter[Feature], weights: dict[Feature, float]) -> list[str]:
    """Return the three stretches of a text whose words and pairs the other has, too, that say most.

    >>> both = {("行", "李"): 2.0, ("李", "丢"): 2.0}
    >>> _shared(["我", "的", "行", "李", "丢", "了"], Counter(both.keys()), both)
    ['行李丢']
    """
    runs: list[list[str]] = [[]]
    for one, next_one in pairwise([*read, ""]):
        if not runs[-1] and (one,) in other:
            runs[-1] = [one]
        if (one, next_one) in other:
            runs[-1] = [*(runs[-1] or [one]), next_one]
        elif runs[-1]:
            runs.append([])
    telling = {_written(run): sum(weights[each] for each in _features(run)) for run in runs if run}
    return sorted(telling, key=lambda text: (-telling[text], text))[:3]


def _written(run: Sequence[str]) -> str:
    return ("" if all(len(word) == 1 for word in run) else " ").join(run)
