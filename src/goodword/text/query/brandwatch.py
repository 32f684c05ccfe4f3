"""Queries written for Brandwatch, taken over: translated where they can be, refused or noted where not."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .errors import FARTHEST, QueryError, gettext_noop
from .fields import MENTION_FIELDS, Fields
from .query import Query, parse_query

NOTES = {
    "comment": gettext_noop("The comment was left out."),
    "order": gettext_noop("The order of the words is not kept: NEAR finds both orders."),
    "distance": gettext_noop("NEAR reaches no further than 50 words."),
    "slop": gettext_noop('"…"~5 became NEAR/5, which counts the words between.'),
    "case": gettext_noop("Upper and lower case count the same here."),
    "raw": gettext_noop("Signs and upper or lower case are not compared: raw: became plain words."),
    "site": gettext_noop("site: became source:, which compares the whole name of the place."),
    "mentioned": gettext_noop("Whom a post addresses is not kept apart: the name is looked for in the text."),
    "wildcard": gettext_noop("A wildcard inside a word became one at its end, which finds more."),
    "sign": gettext_noop("The sign is not looked for, only the word behind it."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something a translated query does not keep: where it stood (from 1), and what became of it (see `NOTES`)."""

    kind: str
    column: int

    def __str__(self) -> str:
        return NOTES[self.kind]


@dataclass(frozen=True, slots=True)
class Imported:
    """A query taken over: in our language, and what was not kept."""

    query: Query
    notes: tuple[Note, ...]


_PIECE = re.compile(
    r"""(?P<comment><<<.*?>>>)
    |(?P<raw>raw:(?:"[^"]*"|\{[^}]*\}|[^\s()]+))
    |(?P<case>\{[^{}]*\})
    |(?P<slop>"[^"]*"~\d+)
    |(?P<phrase>"[^"]*")
    |(?P<near>NEAR/\d+f?(?=[\s(]))
    |(?P<range>[a-zA-Z_]+:\[[^\]]*\])
    |(?P<field>[a-zA-Z_]+:)
    |(?P<word>[^\s()":<{]+)""",
    re.VERBOSE | re.DOTALL,
)
_FIELDS = {
    "site": "source", "at_mentions": "", "engagingwith": "", "lang": "language", "language": "language",
    "title": "title", "author": "author", "rating": "rating",
}  # fmt: skip
_RANGE = re.compile(r"([a-zA-Z_]+):\[\s*(\S+)\s+TO\s+(\S+)\s*\]")


def from_brandwatch(source: str, fields: Fields = MENTION_FIELDS) -> Imported:
    """Take over a query of Brandwatch; QueryError where it cannot be.

    Kept: AND, OR, NOT, NEAR/n, phrases, beginnings*, parentheses, title:, author:, language:, rating:[1 TO 3].
    Everything else is translated with a note or refused; a place in an error is that in the query translated so far.

    >>> taken = from_brandwatch('(refund* NEAR/3f "my bag") NOT site:shop.example <<<old>>>')
    >>> taken.query.source, [str(note) for note in taken.notes][:1]
    ('(refund* NEAR/3 "my bag") NOT source:shop.example', ['The order of the words is not kept: NEAR finds both orders.'])
    """
    translation = _Translation()
    translated = _PIECE.sub(translation.piece, source).strip()
    return Imported(parse_query(translated, fields), tuple(translation.notes))


class _Translation:
    """Translates piece by piece and notes what is lost."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def piece(self, found: re.Match[str]) -> str:
        """Return what a piece becomes."""
        translate: Callable[[str, int], str] = getattr(self, f"_{found.lastgroup}")
        return translate(found.group(), found.start())

    def _note(self, kind: str, place: int) -> None:
        self.notes.append(Note(kind, place + 1))

    def _comment(self, text: str, place: int) -> str:
        self._note("comment", place)
        return " "

    def _raw(self, text: str, place: int) -> str:
        self._note("raw", place)
        return f'"{text.removeprefix("raw:").strip(chr(34) + "{}")}"'

    def _case(self, text: str, place: int) -> str:
        self._note("case", place)
        return f'"{text[1:-1]}"'

    def _slop(self, text: str, place: int) -> str:
        phrase, _, distance = text.rpartition("~")
        words = phrase.strip('"').split()
        if len(words) != 2:
            raise QueryError("foreign_sign", place + len(phrase) + 1, {"sign": f"~{distance}"})
        self._note("slop", place)
        return f"({words[0]} NEAR/{self._reach(int(distance[:9]), place)} {words[1]})"

    def _phrase(self, text: str, place: int) -> str:
        inside = text[1:-1].strip()
        if not re.search(r"[*?]", inside[:-1]):
            return text
        raise QueryError("wildcard", place + 1 + re.search(r"[*?]", text).start())  # type: ignore[union-attr]

    def _near(self, text: str, place: int) -> str:
        if text.endswith("f"):
            self._note("order", place)
        return f"NEAR/{self._reach(int(text.removesuffix('f')[5:14]), place)}"

    def _reach(self, distance: int, place: int) -> int:
        if distance > FARTHEST:
            self._note("distance", place)
        return min(distance, FARTHEST)

    def _range(self, text: str, place: int) -> str:
        found = _RANGE.fullmatch(text)
        if found is None or found.group(1).lower() not in ("rating",):
            raise self._no_field(text, place)
        low, high = (end.replace("*", "") for end in found.groups()[1:])
        return f"{found.group(1).lower()}:{low}..{high}"

    def _field(self, text: str, place: int) -> str:
        name = text[:-1].lower()
        if name not in _FIELDS:
            raise self._no_field(text, place)
        if name == "site":
            self._note("site", place)
        if not _FIELDS[name]:
            self._note("mentioned", place)
            return ""
        return f"{_FIELDS[name]}:"

    def _no_field(self, text: str, place: int) -> QueryError:
        values = {"field": text.partition(":")[0], "known": ", ".join(_FIELDS)}
        return QueryError("unknown_field", place + 1, values)

    def _word(self, text: str, place: int) -> str:
        if text[0] in "#@" and len(text) > 1:
            self._note("sign", place)
            text = text[1:]
        if (wild := re.search(r"[*?]", text)) and (wild.start() < len(text) - 1 or wild.group() == "?"):
            if wild.start() < 2:
                raise QueryError("wildcard", place + wild.start() + 1)
            self._note("wildcard", place)
            text = text[: wild.start()] + "*"
        return text
