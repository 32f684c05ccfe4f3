"""Reading a query, and asking it of texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..words import placed_words
from .builder import Builder
from .errors import QueryError
from .fields import MENTION_FIELDS, Fields
from .grammar import parsed
from .matching import Document, Matcher, matcher
from .nodes import All, Node, Phrase, wanted
from .scanner import pieces

_MOST_FIXES = 12


@dataclass(frozen=True)
class Query:
    """A query that has been read: its source, and the tree of what must be there.

    >>> query = parse_query('refund OR "money back"')
    >>> query.matches("I want my money back."), query.matches("It was worth the money.")
    (True, False)
    """

    source: str
    tree: Node
    fields: Fields = field(default_factory=lambda: MENTION_FIELDS, repr=False, compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, and so finds everything."""
        return self.tree == All()

    def matches(self, text: str, **fields: Any) -> bool:
        """Return whether a text, with what is known of it, is what the query asks for.

        The fields are those of `parse_query`, by name: `title` a text; `aspect` several names; `rating` a number;
        `published` a `date` or its ISO 8601 text; every other a name. What is not given is not known.

        >>> query = parse_query("refund* AND rating:<=2 -title:solved")
        >>> query.matches("They refunded nothing", rating=1), query.matches("They refunded nothing")
        (True, False)
        """
        return self._matches(Document.of(text, fields))

    @cached_property
    def _matches(self) -> Matcher:
        return matcher(self.tree)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Return where in a text the words asked for stand (begin and end, in order, apart from each other).

        >>> parse_query("行李 OR lost").marks("Lost 行李!")
        [(0, 4), (5, 7)]
        """
        return marks(text, wanted(self.tree))


def marks(text: str, phrases: Iterable[Phrase]) -> list[tuple[int, int]]:
    """Return where in a text any of some phrases stands: begin and end, in order, apart from each other.

    >>> marks("Lost, 臺灣!", [Phrase(("lost",)), Phrase(("台", "湾"))])
    [(0, 4), (6, 8)]
    """
    found = list(placed_words(text))
    read = [word for word, _, _ in found]
    stretches = {
        (found[place][1], found[place + len(phrase.words) - 1][2])
        for phrase in phrases
        for place in places(phrase.words, read, prefix=phrase.prefix)
    }
    return _joined(sorted(stretches))


def places(phrase: tuple[str, ...], read: list[str], *, prefix: bool) -> list[int]:
    """Return where a phrase begins among words.

    >>> places(("a", "b"), ["a", "bc", "a", "b"], prefix=True)
    [0, 2]
    """
    *whole, last = phrase
    size = len(phrase)
    return [
        place
        for place in range(len(read) - size + 1)
        if (read[place + size - 1].startswith(last) if prefix else read[place + size - 1] == last)
        and read[place : place + size - 1] == whole
    ]


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def parse_query(source: str, fields: Fields = MENTION_FIELDS) -> Query:
    """Read a query; QueryError says what is wrong where, and proposes what it would be when put right.

    Words without an operator between count as AND; `OR`, `NOT` and `-`, "phrases", `NEAR/5`, `refund*`,
    `field:value`, ranges (`rating:>=4`, `published:2026-01..2026-02`) and parentheses are understood. A Chinese word
    is a phrase of its characters. `fields` are the fields that may be asked for.

    >>> parse_query('luggage (lost OR "left behind")').matches("My luggage was left behind.")
    True
    >>> parse_query("lost OR found luggage")
    Traceback (most recent call last):
    goodword.text.query.errors.QueryError: AND and OR stand side by side, ...
    """
    try:
        return _read(source, fields)
    except QueryError as error:
        error.fix = _readable(error.fix, fields)
        raise


def _read(source: str, fields: Fields) -> Query:
    found = pieces(source, fields)
    tree = Builder(source, fields).node(parsed(source, found)) if found else All()
    return Query(source, tree, fields)


def _readable(fix: str, fields: Fields) -> str:
    """Put right what else is wrong with a proposal; empty when it cannot be."""
    for _ in range(_MOST_FIXES):
        if not fix.strip():
            return ""
        try:
            _read(fix, fields)
        except QueryError as error:
            fix = error.fix
        else:
            return fix
    return ""
