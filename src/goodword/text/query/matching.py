"""A query as a function of texts in memory."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any as Anything
from typing import TypeAlias

from ..words import words
from .nodes import All, Any, Between, Given, Near, Node, Not, Phrase, Same


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its title as words between spaces, and what else is known."""

    text: str
    title: str = "  "
    fields: Mapping[str, Anything] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, fields: Mapping[str, Anything]) -> "Document":
        """Read a text."""
        return cls(f" {words(text)} ", f" {words(fields.get('title') or '')} ", {**fields, "text": text})


Matcher: TypeAlias = Callable[[Document], bool]


def matcher(node: Node) -> Matcher:
    """Return the function that tells whether a document is what a tree asks for."""
    match node:
        case Phrase():
            return _phrase(node)
        case Near():
            return _near(node)
        case Same(field, value, prefix):
            return _same(field, value.translate(LOWER), prefix=prefix)
        case Given(field):
            return lambda document: bool(_values(document, field))
        case Between():
            return lambda document: any(_lies(node, value) for value in _values(document, node.field))
        case Not(part):
            inner = matcher(part)
            return lambda document: not inner(document)
        case All(parts):
            each = [matcher(part) for part in parts]
            return lambda document: all(one(document) for one in each)
        case Any(parts):
            each = [matcher(part) for part in parts]
            return lambda document: any(one(document) for one in each)


def _phrase(phrase: Phrase) -> Matcher:
    needle = f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}"
    match phrase.within:
        case "title":
            return lambda document: needle in document.title
        case "text":
            return lambda document: needle in document.text
    return lambda document: needle in document.text or needle in document.title


def _near(near: Near) -> Matcher:
    within = near.left[0].within
    pairs = [(_Places(one), _Places(other)) for one, other in near.pairs]

    def is_near(part: str) -> bool:
        return any(
            _meet(one.starts(part), one.size, other.starts(part), other.size, near.distance)
            for one, other in pairs
            if one.needle in part and other.needle in part
        )

    match within:
        case "title":
            return lambda document: is_near(document.title)
        case "text":
            return lambda document: is_near(document.text)
    return lambda document: is_near(document.text) or is_near(document.title)


class _Places:
    """Where a phrase stands among the words of a text."""

    def __init__(self, phrase: Phrase) -> None:
        self.size = len(phrase.words)
        self.needle = f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}"

    def starts(self, part: str) -> list[int]:
        """Return the number of words before each occurrence."""
        found, place, before, counted = [], part.find(self.needle), 0, 0
        while place >= 0:
            before += part.count(" ", counted, place)
            counted = place
            found.append(before)
            place = part.find(self.needle, place + 1)
        return found


def _meet(ones: list[int], size: int, others: list[int], other_size: int, distance: int) -> bool:
    """Whether an occurrence of one phrase is near enough to one of the other; both lists rise."""
    behind = 0
    for start in ones:
        while behind < len(others) and start - others[behind] - other_size > distance:
            behind += 1
        if behind < len(others) and others[behind] - start - size <= distance:
            return True
    return False


def _same(field: str, value: str, *, prefix: bool) -> Matcher:
    if prefix:
        return lambda document: any(
            str(each).translate(LOWER).startswith(value) for each in _values(document, field)
        )
    return lambda document: any(str(each).translate(LOWER) == value for each in _values(document, field))


LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _values(document: Document, field: str) -> Collection[Anything]:
    value = document.fields.get(field)
    if value is None or value == "":
        return ()
    return value if isinstance(value, (list, tuple, set, frozenset)) else (value,)


def _lies(range_: Between, value: Anything) -> bool:
    number = _number(value)
    if range_.low is not None and (number < range_.low or (range_.beyond_low and number == range_.low)):
        return False
    return range_.high is None or number < range_.high or (number == range_.high and not range_.below_high)


def _number(value: Anything) -> float:
    if isinstance(value, str):
        value = datetime.fromisoformat(value).date()
    return float(value.toordinal()) if isinstance(value, date) else float(value)
