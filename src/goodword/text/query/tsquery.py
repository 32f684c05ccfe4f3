"""A query of words as PostgreSQL's tsquery.

It is asked of a tsvector that holds the words of the title with weight A, those of the text, at least `GAP` places
further, with weight D, the pairs of neighbouring ideographs as words without a place, and `+word` for every word of which
places had to be left out (see `uncertain_tsquery_of`).
"""

from collections.abc import Iterator
from itertools import pairwise

from ..words import pairs
from .errors import FARTHEST
from .nodes import All, Any, Near, Node, Not, Phrase

# So far from the title does the text begin, that no phrase and no NEAR reaches across.
GAP = 2 * FARTHEST
_WEIGHTS = {"title": "A", "text": "D", "": ""}


def tsquery_of(node: Node) -> tuple[str, bool]:
    """Return the tsquery of a tree of words, and whether what it finds is what the tree rules out.

    A tree that asks for nothing but absence is told by what it rules out, so that the index is of use.

    >>> from goodword.text.query import parse_query
    >>> tsquery_of(parse_query('"lost luggage" -vienna').tree)
    ("(('lost' <-> 'luggage') & !('vienna'))", False)
    >>> tsquery_of(parse_query("lost NEAR/1 found").tree)[0]
    "('lost' & 'found' & (('lost' <-> 'found') | ('lost' <2> 'found') | ('found' <-> 'lost') | ('found' <2> 'lost')))"
    """
    match node:
        case Phrase():
            return _phrase(node), False
        case Near():
            return _any([_near(one, other, node.distance) for one, other in node.pairs]), False
        case Not(part):
            expression, is_out = tsquery_of(part)
            return expression, not is_out
        case All(parts):
            told = [tsquery_of(part) for part in parts]
            if all(is_out for _, is_out in told):
                return _any([text for text, _ in told]), True
            return _all([f"!{_grouped(text)}" if is_out else text for text, is_out in told]), False
        case Any(parts):
            told = [tsquery_of(part) for part in parts]
            if not any(is_out for _, is_out in told):
                return _any([text for text, _ in told]), False
            return _all([text if is_out else f"!{_grouped(text)}" for text, is_out in told]), True
    raise TypeError(f"{type(node).__name__} is no node of words.")


def _phrase(phrase: Phrase) -> str:
    """Write a phrase; where a pair of ideographs says it all, as that pair."""
    if len(phrase.words) > 1 and _is_told(phrase):
        return _lexeme("".join(phrase.words))
    return _sequence(list(enumerate(_words(phrase))))


def presence_of(node: Node) -> tuple[str, bool]:
    """Return the tsquery of what must be there at least for a tree of words, and whether that tells the tree.

    It asks for no places: of the words of a phrase, and of the pairs of neighbouring ideographs, which the tsvector holds
    as words of their own (see `goodword.text.words.pairs`). The tree must be one of those that are not ruled out.

    >>> from goodword.text.query import parse_query
    >>> presence_of(parse_query("行李 -lost").tree), presence_of(parse_query('-"lost bag" 行李架').tree)
    (("('行李' & !('lost'))", True), ("('行李' & '李架')", False))
    """
    return _at_least(node) or "", _is_told(node)


def _at_least(node: Node, *, ruled_out: bool = False) -> str:
    """Return what must be there, empty where nothing must."""
    match node:
        case Not(part):
            return _at_least(part, ruled_out=not ruled_out)
        case All(parts) | Any(parts):
            told = [_at_least(part, ruled_out=ruled_out) for part in parts]
            if isinstance(node, All) != ruled_out:
                return _all([each for each in told if each], empty="")
            return _any(told) if all(told) else ""
    there = _any([_all(_present(each)) for each in _alternatives(node)])
    if not ruled_out:
        return there
    return f"!{_grouped(there)}" if _is_told(node) else ""


def _alternatives(node: Node) -> list[tuple[Phrase, ...]]:
    match node:
        case Phrase():
            return [(node,)]
        case Near():
            return list(node.pairs)
    raise TypeError(f"{type(node).__name__} is no node of words.")


def _present(phrases: tuple[Phrase, ...]) -> list[str]:
    """Return the words and pairs that some phrases are made of, each once."""
    found: dict[str, None] = {}
    for phrase in phrases:
        joined = pairs(phrase.words)
        found |= dict.fromkeys(_lexeme(pair) for pair in joined)
        in_pairs = set("".join(joined))
        found |= dict.fromkeys(
            _lexeme(word, prefix=prefix) for word, prefix in _marked(phrase) if word not in in_pairs
        )
    return list(found)


def _is_told(node: Node) -> bool:
    """Whether a tree asks for words and pairs alone, so that what is there tells it."""
    match node:
        case Phrase(words, _, within):
            return not within and (len(words) == 1 or len(pairs(words)) == 1 == len(words) - 1)
        case Not(part):
            return _is_told(part)
        case All(parts) | Any(parts):
            return all(map(_is_told, parts))
    return False


def uncertain_tsquery_of(node: Node) -> str:
    """Return the tsquery that finds the documents of which the tree cannot be told from a tsvector alone.

    A tsvector holds 255 places of a word, and none beyond 16,383. Where places were left out, words that stand
    together may be missed; empty when the tree asks for single words only, which are never left out.

    >>> from goodword.text.query import parse_query
    >>> uncertain_tsquery_of(parse_query('"lost luggage" OR bag').tree)
    "('lost' & 'luggage' & ('+lost' | '+luggage'))"
    """
    return _any([_uncertain(part) for part in _placed(node)], empty="")


def _placed(node: Node) -> Iterator[tuple[Phrase, ...]]:
    """Yield what depends on places: the phrases that must stand together."""
    match node:
        case Phrase():
            if not _is_told(node):
                yield (node,)
        case Near():
            yield from node.pairs
        case Not(part):
            yield from _placed(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _placed(part)


def _uncertain(phrases: tuple[Phrase, ...]) -> str:
    there = [_lexeme(word, prefix=prefix) for each in phrases for word, prefix in _marked(each)]
    cut = [_lexeme(f"+{word}", prefix=prefix) for each in phrases for word, prefix in _marked(each)]
    return _all([*dict.fromkeys(there), _any(list(dict.fromkeys(cut)))])


def _marked(phrase: Phrase) -> list[tuple[str, bool]]:
    last = len(phrase.words) - 1
    return [(word, phrase.prefix and place == last) for place, word in enumerate(phrase.words)]


def _words(phrase: Phrase) -> list[str]:
    weight = _WEIGHTS[phrase.within]
    return [_lexeme(word, prefix=prefix, weight=weight) for word, prefix in _marked(phrase)]


def _lexeme(word: str, *, prefix: bool = False, weight: str = "") -> str:
    """Write a word; it holds neither quotation marks nor backslashes."""
    label = ("*" if prefix else "") + weight
    return f"'{word}':{label}" if label else f"'{word}'"


def _near(one: Phrase, other: Phrase, distance: int) -> str:
    """Write every way in which two phrases can stand near each other, overlapping ones too."""
    first, second = _words(one), _words(other)
    ways = []
    for shift in [*range(len(first) + distance + 1), *range(-1, -len(second) - distance - 1, -1)]:
        placed = [*enumerate(first), *((shift + place, word) for place, word in enumerate(second))]
        if _fit(one, other, shift):
            ways.append(_sequence(sorted(placed, key=lambda each: each[0])))
    return _all([*dict.fromkeys([*first, *second]), _any(ways)])


def _fit(one: Phrase, other: Phrase, shift: int) -> bool:
    """Whether the words that would stand at the same place can be the same."""
    first, second = _marked(one), _marked(other)
    return all(
        _can_be_one(*first[shift + place], *word)
        for place, word in enumerate(second)
        if 0 <= shift + place < len(first)
    )


def _can_be_one(word: str, goes_on: bool, other: str, other_goes_on: bool) -> bool:
    return word == other or (goes_on and other.startswith(word)) or (other_goes_on and word.startswith(other))


def _sequence(placed: list[tuple[int, str]]) -> str:
    """Write words at their places, relative to each other."""
    text = placed[0][1]
    for (before, _), (place, word) in pairwise(placed):
        step = place - before
        text += f" <-> {word}" if step == 1 else f" <{step}> {word}"
    return f"({text})" if len(placed) > 1 else text


def _grouped(text: str) -> str:
    return text if text.startswith("(") else f"({text})"


def _all(expressions: list[str], empty: str | None = None) -> str:
    if not expressions and empty is not None:
        return empty
    return expressions[0] if len(expressions) == 1 else "(" + " & ".join(expressions) + ")"


def _any(expressions: list[str], empty: str | None = None) -> str:
    if not expressions and empty is not None:
        return empty
    return expressions[0] if len(expressions) == 1 else "(" + " | ".join(expressions) + ")"
