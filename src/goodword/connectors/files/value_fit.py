"""How well the values of a column fit a field, whatever its header."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .conversions import normal_choice
from .formats import number_scale
from .numbers import plain_number
from .relative_moments import is_relative, read_framed
from .schema_types import FieldSpec, RecordSchema
from .shapes import is_email, is_integer, is_moment, is_number, is_url

_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:[-_][a-z]{2,8})*|english|chinese|中文|英文|英语|简体中文|繁体中文", re.I
)
_CURRENCY = re.compile(r"[A-Z]{3}|[€£]|元|人民币", re.I)
_ID_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Fit:
    """Share of values that fit (0 to 1); `decisive` when a low share rules the field out; `telling` is the confidence
    that a high share gives by itself, 0 when values alone say nothing."""

    share: float
    decisive: bool
    telling: float = 0.0


def fit(schema: RecordSchema, spec: FieldSpec, values: Sequence[str], words: Mapping[str, str]) -> Fit:
    """Return how values (texts, none of them empty) fit a field; `words` are the spellings of a choice field."""
    if not values:
        return Fit(0.5, decisive=False)
    if spec.type == "choice":
        return _choice_fit(spec, values, words)
    if spec.type in ("moment", "day"):
        share = _share(values, lambda value: is_moment(value) or is_relative(value) or read_framed(value))
        return Fit(share, decisive=True, telling=_moment_telling(values))
    if spec.type == "int":
        return Fit(_share(values, is_integer), decisive=True)
    if spec.type in ("float", "money"):
        return Fit(_share(values, lambda value: plain_number(value) is not None), decisive=True)
    return _text_fit(schema, spec, values)


def _share(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(value)) for value in values) / len(values)


def _moment_telling(values: Sequence[str]) -> float:
    return 0.6 if _share(values[:50], lambda value: is_moment(value, epoch=False)) >= 0.9 else 0.0


def _choice_fit(spec: FieldSpec, values: Sequence[str], words: Mapping[str, str]) -> Fit:
    scale = number_scale(values) if spec.name == "sentiment" else {}
    known = [value for value in values if value in scale or normal_choice(value) in words]
    several = len({normal_choice(value) for value in known} - set(scale)) >= 2
    return Fit(len(known) / len(values), decisive=True, telling=0.55 if several and not scale else 0.0)


def _text_fit(schema: RecordSchema, spec: FieldSpec, values: Sequence[str]) -> Fit:
    if spec.looks == "url":
        return Fit(_share(values, is_url), decisive=True, telling=0.65)
    if spec.looks == "email":
        return Fit(_share(values, is_email), decisive=True, telling=0.75)
    if spec.looks == "language":
        return Fit(_share(values, _LANGUAGE.fullmatch), decisive=True)
    if spec.looks == "currency":
        return Fit(_share(values, lambda value: _CURRENCY.fullmatch(value.strip())), decisive=True)
    if spec.looks == "text":
        return _prose_fit(values)
    if spec.looks in ("id", "node"):
        return _id_fit(schema, spec, values)
    if spec.looks == "name":
        return Fit(_share(values, lambda value: len(value) <= 80 and not is_url(value)), decisive=True)
    return Fit(_share(values, lambda value: len(value) <= spec.longest), decisive=True)


def _prose_fit(values: Sequence[str]) -> Fit:
    """Sentences: long, different from each other, and neither numbers nor dates."""
    length = sum(_reading_length(value) for value in values) / len(values)
    different = len(set(values)) / len(values)
    plain = 1 - _share(values, lambda value: is_number(value) or is_moment(value) or is_url(value))
    share = plain * min(1.0, 0.6 + length / 100) * (0.6 + 0.4 * different)
    return Fit(share, decisive=plain < 0.5, telling=0.6 if length >= 30 and different >= 0.8 else 0.0)


def _reading_length(text: str) -> float:
    """Length in letters; a Chinese character says about as much as three Latin ones."""
    if text.isascii():
        return len(text)
    return sum(3 if unicodedata.east_asian_width(character) == "W" else 1 for character in text[:200])


def _id_fit(schema: RecordSchema, spec: FieldSpec, values: Sequence[str]) -> Fit:
    share = _share(
        values, lambda value: len(value) <= _ID_LENGTH and "\n" not in value and value.count(" ") <= 2
    )
    identifies = bool(schema.identity) and spec.name == schema.identity[-1] and schema.kind != "people"
    if identifies and len(values) >= 5:
        different = len(set(values)) / len(values)
        share *= 1.0 if different >= 0.98 else different * 0.5
    return Fit(share, decisive=True)
