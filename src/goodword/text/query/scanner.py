"""Cuts a query into its pieces, and refuses what looks like something it is not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from ..words import is_ideograph
from .errors import DEEPEST, FARTHEST, LONGEST, MOST_TERMS, QueryError
from .fields import Fields

WORD, QUOTED, FIELD, LEFT, RIGHT = "WORD", "QUOTED", "FIELD", "LEFT", "RIGHT"
AND, OR, NOT, MINUS, NEAR = "AND", "OR", "NOT", "MINUS", "NEAR"

_PIECE = re.compile(r'\s+|[()]|"[^"]*"|"|[^\s()"]+')
_NEAR = re.compile(r"near(?:/(.*))?", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(r"([^\W\d]\w*):")
_COMPARED = re.compile(r"([^\W\d]\w*?)[:：]?[<>=≥≤]+")
_WIDE_FIELD = re.compile(r"([^\W\d]\w*)：")
_GLUED = re.compile(r"(?<![A-Z])(?:AND|OR|NOT)(?![A-Z])")
_DOUBLE = "“”„‟«»「」『』＂〝〞"
_STRAIGHT = {ord(sign): '"' for sign in _DOUBLE}
_WIDE = {"（": "(", "）": ")", "＊": "*"}
_USUAL = {ord(sign): usual for sign, usual in _WIDE.items()}
_DASHES = "–—－−‐"
_SINGLE = re.compile(r"‘([^‘’\"]*)’(?!\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query, with where it begins and ends."""

    type: str
    text: str
    start: int
    end: int


def pieces(source: str, fields: Fields) -> list[Piece]:
    """Return the pieces of a query; QueryError for what cannot be one."""
    if len(source) > LONGEST:
        raise QueryError("too_long", LONGEST + 1, {"n": len(source), "limit": LONGEST})
    for place, character in enumerate(source):
        if unicodedata.category(character) in ("Cc", "Cs") and not character.isspace():
            raise QueryError("unreadable", place + 1, fix=cut(source, place, place + 1))
    found = list(_Scanner(source, fields).pieces())
    _check_touching(source, found)
    _check_parentheses(source, found)
    terms = [each for each in found if each.type in (WORD, QUOTED)]
    if len(terms) > MOST_TERMS:
        raise QueryError("too_many_terms", terms[MOST_TERMS].start + 1, {"limit": MOST_TERMS})
    return found


def cut(source: str, start: int, end: int, instead: str = "") -> str:
    """Return a query with a part replaced, and no needless space left.

    >>> cut("lost AND", 5, 8)
    'lost'
    """
    before, after = source[:start], source[end:]
    if not instead:
        after = after.lstrip() if not before or before[-1:].isspace() or before.endswith("(") else after
        before = before.rstrip() if not after or after.startswith(")") else before
    return before + instead + after


class _Scanner:
    """Reads a query from left to right."""

    def __init__(self, source: str, fields: Fields) -> None:
        self.source, self.fields = source, fields
        self.last = ""  # the type of the piece before

    def pieces(self) -> Iterator[Piece]:
        for found in _PIECE.finditer(self.source):
            if not found.group().isspace():
                for piece in self._read(found.group(), found.start()):
                    self.last = piece.type
                    yield piece

    def _read(self, text: str, start: int) -> Iterator[Piece]:
        match text[0]:
            case "(":
                yield Piece(LEFT, text, start, start + 1)
            case ")":
                yield Piece(RIGHT, text, start, start + 1)
            case '"' if len(text) > 1:
                yield Piece(QUOTED, text, start, start + len(text))
            case '"':
                raise self._quote_open(start)
            case _:
                yield from self._chunk(text, start)

    def _quote_open(self, start: int) -> QueryError:
        rest = self.source[start + 1 :].strip()
        fix = f'{self.source.rstrip()}"' if rest else cut(self.source, start, start + 1)
        return QueryError("quote_open", start + 1, fix=fix)

    def _chunk(self, text: str, start: int) -> Iterator[Piece]:
        """Read what stands between spaces, parentheses and quotation marks."""
        end = start + len(text)
        self._check_signs(text, start)
        touches = self.source[end : end + 1] in ('"', "(")
        if text[0] == "-" and (touches if text == "-" else text[1] != "-"):
            yield Piece(MINUS, "-", start, start + 1)
            if len(text) > 1:
                self.last = MINUS
                yield from self._chunk(text[1:], start + 1)
            return
        if operator := self._operator(text, start):
            yield Piece(operator, text, start, end)
            return
        self._check_field_signs(text, start)
        if found := _FIELD.match(text):
            yield self._field(found.group(1), text, start)
            if len(text) > found.end():
                yield Piece(WORD, text[found.end() :], start + found.end(), end)
            return
        self._check_glued(text, start)
        yield Piece(WORD, text, start, end)

    def _check_signs(self, text: str, start: int) -> None:
        for place, sign in enumerate(text):
            at = start + place
            if sign in _DOUBLE:
                raise QueryError("curly_quote", at + 1, {"sign": sign}, self.source.translate(_STRAIGHT))
            if sign == "‘" or (sign == "’" and not _is_apostrophe(text, place)):
                fixed = _SINGLE.sub(r'"\1"', self.source)
                fix = fixed if fixed != self.source else cut(self.source, at, at + 1, "'")
                raise QueryError("curly_quote", at + 1, {"sign": sign}, fix)
            if sign in _WIDE:
                fix = self.source.translate(_USUAL)
                raise QueryError("full_width", at + 1, {"sign": sign, "usual": _WIDE[sign]}, fix)
        if text[0] in _DASHES:
            fix = cut(self.source, start, start + 1, "-")
            raise QueryError("foreign_operator", start + 1, {"sign": text[0], "usual": "-"}, fix)

    def _operator(self, text: str, start: int) -> str:
        """Return which operator a chunk is, empty when it is none."""
        if text in (AND, OR, NOT):
            return text
        if near := _NEAR.fullmatch(text):
            return self._near(text, near.group(1), start)
        usual = text.upper()
        if usual in (AND, OR, NOT) and self._stands_between(usual, start + len(text)):
            values = {"word": text, "operator": usual}
            raise QueryError(
                "lower_operator", start + 1, values, cut(self.source, start, start + len(text), usual)
            )
        return ""

    def _stands_between(self, operator: str, end: int) -> bool:
        follows = self.source[end:].lstrip()
        return bool(follows) and follows[0] != ")" and (operator == NOT or self.last in (WORD, QUOTED, RIGHT))

    def _near(self, text: str, number: str | None, start: int) -> str:
        end = start + len(text)
        if number is None and not text.isupper():
            return ""
        digits = re.match(r"\d{0,6}", number or "", re.ASCII)
        value = int(digits.group()) if digits and digits.group() else 5
        right = f"NEAR/{min(value, FARTHEST)}"
        if number is None or not number.isdecimal() or not number.isascii() or int(number[:9]) > FARTHEST:
            raise QueryError(
                "near_number", start + 1, {"limit": FARTHEST}, cut(self.source, start, end, right)
            )
        if not text.startswith(NEAR):
            values = {"word": text, "operator": right}
            raise QueryError("lower_operator", start + 1, values, cut(self.source, start, end, right))
        return NEAR

    def _check_field_signs(self, text: str, start: int) -> None:
        if (found := _WIDE_FIELD.match(text)) and found.group(1) in self.fields:
            at = start + found.end() - 1
            values = {"sign": "：", "usual": ":"}
            raise QueryError("full_width", at + 1, values, cut(self.source, at, at + 1, ":"))
        found = _COMPARED.match(text)
        if found and found.group(1) in self.fields and ":" not in found.group():
            at = start + found.end(1)
            step = 1 if text[found.end(1)] == "=" else 0
            values = {"field": found.group(1)}
            raise QueryError("field_colon", at + 1, values, cut(self.source, at, at + step, ":"))

    def _field(self, name: str, text: str, start: int) -> Piece:
        end = start + len(name) + 1
        known = self.fields.get(name) or self.fields.get(name.casefold())
        if known is None:
            raise self._unknown_field(name, text, start)
        if end == start + len(text) and self.source[end : end + 1] not in ('"', "("):
            rest = self.source[end:].lstrip()
            if rest and rest[0] != ")":
                raise QueryError("field_space", end + 1, fix=self.source[:end] + rest)
            raise QueryError(
                "nothing_after", start + 1, {"operator": f"{name}:"}, cut(self.source, start, end)
            )
        return Piece(FIELD, known.name, start, end)

    def _unknown_field(self, name: str, text: str, start: int) -> QueryError:
        close = get_close_matches(name.casefold(), self.fields, n=1, cutoff=0.75)
        if close:
            fix = cut(self.source, start, start + len(name), close[0])
        else:
            fix = cut(self.source, start, start + len(text), f'"{text}"')
        known = ", ".join(dict.fromkeys(field.name for field in self.fields.values()))
        return QueryError("unknown_field", start + 1, {"field": name, "known": known}, fix)

    def _check_glued(self, text: str, start: int) -> None:
        """Refuse an operator between Chinese characters without spaces."""
        for found in _GLUED.finditer(text):
            beside = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
            if found.group() != text and all(map(is_ideograph, beside)):
                at, end = start + found.start(), start + found.end()
                raise QueryError("glued", at + 1, fix=cut(self.source, at, end, f" {found.group()} ").strip())


def _is_apostrophe(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _check_touching(source: str, found: list[Piece]) -> None:
    """Refuse pieces without a space between that could belong together in more than one way."""
    for one, other in pairwise(found):
        if one.end < other.start or one.type in (LEFT, MINUS, FIELD) or other.type == RIGHT:
            continue
        if other.type == LEFT and one.type in (AND, OR, NOT, NEAR):
            continue
        if one.type == QUOTED and other.text == "*":
            fix = cut(source, one.end - 1, other.end, '*"')
            raise QueryError("wildcard", other.start + 1, fix=fix)
        raise QueryError("glued", other.start + 1, fix=f"{source[: one.end]} {source[one.end :]}")


def _check_parentheses(source: str, found: list[Piece]) -> None:
    open_: list[Piece] = []
    for number, piece in enumerate(found):
        if piece.type == LEFT:
            open_.append(piece)
            if len(open_) > DEEPEST:
                raise QueryError("too_deep", piece.start + 1, {"limit": DEEPEST})
        elif piece.type == RIGHT and not open_:
            raise QueryError("right_open", piece.start + 1, fix=cut(source, piece.start, piece.end))
        elif piece.type == RIGHT:
            begin = open_.pop()
            if found[number - 1] is begin:
                raise QueryError("empty", begin.start + 1, fix=_without_empty(source, found, number))
    if open_:
        raise QueryError("left_open", open_[-1].start + 1, fix=f"{source.rstrip()})")


def _without_empty(source: str, found: list[Piece], right: int) -> str:
    first = found[right - 2] if right > 1 and found[right - 2].type in (FIELD, MINUS) else found[right - 1]
    return cut(source, first.start, found[right].end)
