"""Which words to exclude from a query whose word means two things: learned from texts that people judged.

Candidates are words, pairs of words and runs of two to four ideographs. Each is weighed by its log-odds among the texts
that are meant against those that are not (Monroe, Colaresi & Quinn, 2008, with half a text added to every count); terms
are taken one by one while they remove more than they cost. What they are worth is told by texts they were not chosen on.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from goodword.text.function_words import FUNCTION_WORDS
from goodword.text.words import is_ideograph, words

MOST_TERMS = 8
FOLDS = 5
_LEAST_TEXTS = 2  # a term that stands in one text only says nothing
_LEAST_ODDS = log(3)
_COST = 2  # a wanted text lost weighs as much as two unwanted ones removed
_MOST_CANDIDATES = 400
_LONGEST_RUN = 4
_OPERATORS = frozenset({"and", "or", "not", "near"})
_COMMON = frozenset(word for listed in FUNCTION_WORDS.values() for word in listed.split())

Term = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A text, and whether it is about what the query is meant to find."""

    text: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A term to exclude: how many judged texts of each kind have it, and how strongly it tells them apart."""

    term: Term
    irrelevant: int
    relevant: int
    log_odds: float

    @property
    def written(self) -> str:
        """The term as a query has it."""
        return written(self.term)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many judged texts of each kind there are, and how many of them the exclusions leave."""

    relevant: int
    irrelevant: int
    of_relevant: int
    of_irrelevant: int

    @property
    def found(self) -> int:
        """How many texts are left."""
        return self.relevant + self.irrelevant


@dataclass(frozen=True, slots=True)
class Advice:
    """Terms to exclude, what they do to the texts they were chosen on, and to texts they were not chosen on."""

    exclusions: tuple[Exclusion, ...]
    before: Kept
    fitted: Kept
    held_out: Kept

    @property
    def holds(self) -> bool:
        """Whether the exclusions make the query more precise on texts they were not chosen on, too."""
        before, after = self.before, self.held_out
        if not self.exclusions or not after.found or not before.found:
            return False
        return after.relevant / after.found > before.relevant / before.found


def advise(judged: Sequence[Judged]) -> Advice:
    """Return which terms to exclude, cross-checked: five times, terms chosen without a fifth are tried on that fifth.

    >>> texts = [Judged(f"apple pie number {n}", False) for n in range(6)]
    >>> texts += [Judged(f"apple watch number {n}", True) for n in range(6)]
    >>> advice = advise(texts)
    >>> advice.exclusions[0].written, advice.held_out.irrelevant, advice.holds
    ('pie', 0, True)
    """
    exclusions = choose(judged)
    held_out = [kept(part, choose(rest)) for part, rest in _folds(judged)]
    return Advice(exclusions, kept(judged, ()), kept(judged, exclusions), _added(held_out))


def choose(judged: Sequence[Judged]) -> tuple[Exclusion, ...]:
    """Return the terms that remove most of what is not meant and little of what is, the best first."""
    terms = [terms_of(each.text) for each in judged]
    bad = {place for place, each in enumerate(judged) if not each.relevant}
    counts = Counter(term for place in sorted(bad) for term in terms[place])
    common = sorted(
        (term for term, n in counts.items() if n >= _LEAST_TEXTS), key=lambda t: (-counts[t], len(t), t)
    )
    having = {
        term: {place for place, own in enumerate(terms) if term in own} for term in common[:_MOST_CANDIDATES]
    }
    total = len(bad), len(judged) - len(bad)
    candidates = [
        each for each in (_weighed(term, places, bad, total) for term, places in having.items()) if each
    ]
    return tuple(_greedy(candidates, having, bad))


def _weighed(term: Term, places: set[int], bad: set[int], total: tuple[int, int]) -> Exclusion | None:
    inside, outside = len(places & bad), len(places - bad)
    odds = _log_odds(inside, total[0]) - _log_odds(outside, total[1])
    return Exclusion(term, inside, outside, odds) if odds >= _LEAST_ODDS else None


def _log_odds(count: int, total: int) -> float:
    return log((count + 0.5) / (total - count + 0.5))


def _greedy(candidates: list[Exclusion], having: dict[Term, set[int]], bad: set[int]) -> Iterable[Exclusion]:
    """Yield the term that gains most on top of those before, until none gains enough."""
    gone: set[int] = set()

    def gain(each: Exclusion) -> int:
        new = having[each.term] - gone
        return len(new & bad) - _COST * len(new - bad)

    for _ in range(MOST_TERMS):
        best = max(candidates, key=lambda e: (gain(e), e.log_odds, -len(e.term), e.term), default=None)
        if best is None or gain(best) < _LEAST_TEXTS:
            return
        gone |= having[best.term]
        yield best


def kept(judged: Iterable[Judged], exclusions: Iterable[Exclusion]) -> Kept:
    """Return how many judged texts some exclusions leave."""
    out = {each.term for each in exclusions}
    counts: Counter[tuple[bool, bool]] = Counter(
        (each.relevant, out.isdisjoint(terms_of(each.text))) for each in judged
    )
    good, bad = counts[True, True], counts[False, True]
    return Kept(good, bad, good + counts[True, False], bad + counts[False, False])


def _folds(judged: Sequence[Judged]) -> Iterable[tuple[list[Judged], list[Judged]]]:
    """Yield each fifth with the rest; both kinds of texts are dealt out in turn."""
    seen: Counter[bool] = Counter()
    fold = []
    for each in judged:
        fold.append(seen[each.relevant] % FOLDS)
        seen[each.relevant] += 1
    for number in range(FOLDS):
        part = [each for place, each in enumerate(judged) if fold[place] == number]
        yield part, [each for place, each in enumerate(judged) if fold[place] != number]


def _added(parts: Iterable[Kept]) -> Kept:
    every = [(each.relevant, each.irrelevant, each.of_relevant, each.of_irrelevant) for each in parts]
    return Kept(*(sum(column) for column in zip(*every, strict=True)))


@lru_cache(maxsize=4_000)
def terms_of(text: str) -> frozenset[Term]:
    """Return what could be excluded of a text.

    >>> sorted("".join(term) for term in terms_of("小米粥 is tasty"))
    ['tasty', '小米', '小米粥', '米粥']
    """
    read = words(text[:4_000]).split()
    found: set[Term] = {(word,) for word in read if _tells(word)}
    found |= {(one, other) for one, other in pairwise(read) if _tells(one) and _tells(other)}
    for start in range(len(read)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(read)) + 1):
            if not is_ideograph(read[end - 1][:1]):
                break
            if end - start > 1:
                found.add(tuple(read[start:end]))
    return frozenset(found)


def _tells(word: str) -> bool:
    return len(word) > 2 and not is_ideograph(word[:1]) and not word.isdecimal() and word not in _COMMON


def written(term: Term) -> str:
    """Return a term as a query has it.

    >>> written(("小", "米", "粥")), written(("apple", "pie")), written(("near",))
    ('小米粥', '"apple pie"', '"near"')
    """
    if all(is_ideograph(word[:1]) for word in term):
        return "".join(term)
    plain = len(term) == 1 and term[0].isalnum() and term[0] not in _OPERATORS
    return term[0] if plain else f'"{" ".join(term)}"'


def excluding(source: str, terms: Sequence[str]) -> str:
    """Return a query without some terms, as queries have them.

    >>> excluding("apple OR 苹果", ["pie", "果园"])
    '(apple OR 苹果) NOT (pie OR 果园)'
    """
    return f"({source}) NOT ({' OR '.join(terms)})" if terms else source
