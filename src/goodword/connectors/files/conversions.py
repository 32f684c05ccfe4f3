"""One column of a file as one field of a schema."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrow import Array, Column, pc
from .columns import column_texts, combined
from .faults import Faults
from .formats import Formats
from .messages import reason
from .moment_columns import MomentColumn
from .numbers import plain_number
from .scalars import as_mask, number, only, without
from .schema_types import FieldSpec
from .segments import without_segments
from .texts import clean_texts, holds_byte

MONEY_PLACES = 6
ARROW_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "choice": pa.string(),
    "json": pa.string(),
    "moment": pa.int64(),
    "day": pa.int32(),
    "int": pa.int64(),
    "float": pa.float64(),
    "money": pa.decimal128(20, MONEY_PLACES),
}
_DAY_US = 86_400_000_000
_DAMAGED_ID = r"^\d(?:[.,]\d+)?[eE]\+\d{2}$"
_PLAIN = {"int": r"^-?\d{1,18}$", "float": r"^-?\d{1,15}(?:\.\d+)?$", "money": r"^-?\d{1,12}(?:\.\d{1,6})?$"}
_LANGUAGES = {
    "english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "简体中文": "zh",
    "繁体中文": "zh", "繁體中文": "zh", "mandarin": "zh", "german": "de", "french": "fr", "spanish": "es",
    "japanese": "ja", "korean": "ko", "portuguese": "pt", "italian": "it", "russian": "ru", "cn": "zh",
}  # fmt: skip
_CURRENCIES = {
    "€": "EUR",
    "£": "GBP",
    "RMB": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "US$": "USD",
    "欧元": "EUR",
    "美元": "USD",
}


@dataclass(slots=True)
class Conversion:
    """What is needed to convert the columns of one batch; faults are noted as they are met."""

    zone: str
    formats: Formats
    faults: Faults
    taken: NDArray[np.int64] | None = None  # when each row was exported (see MomentColumn.convert)

    def convert(self, spec: FieldSpec, column: str | None, values: Column) -> Array:
        """Return a column as the Arrow type of a field (ARROW_TYPES), null where it is empty or faulty.

        `column` names it in faults.
        """
        array = combined(values)
        if spec.type in ("moment", "day"):
            return self._moments(spec, column, array)
        if spec.type in ("int", "float", "money"):
            return self._numbers(spec, column, array)
        texts = clean_texts(column_texts(array), prose=spec.prose)
        if spec.type == "choice":
            return self._choices(spec, column, texts)
        if spec.type == "json":
            return self._checked(texts, column, _is_json, "not_json")
        return self._texts(spec, column, texts)

    def _texts(self, spec: FieldSpec, column: str | None, texts: Array) -> Array:
        if spec.prose:
            texts = without_segments(texts)
        if spec.name == "reply_to":
            texts = without(texts, pc.equal(texts, "0"))  # how some write that it answers nothing
        if spec.looks in ("id", "node"):
            if holds_byte(texts, "+"):
                damaged = pc.match_substring_regex(texts, _DAMAGED_ID)
                texts = self._fault(texts, damaged, column, "damaged_id")
        elif spec.looks == "language":
            texts = _by_value(texts, _language_code)
        elif spec.looks == "currency":
            texts = self._checked(_by_value(texts, _currency_code), column, _is_currency, "bad_currency")
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        if longest <= spec.longest:
            return texts
        lengths = pc.utf8_length(texts)
        wrong = pc.greater(lengths, number(spec.longest, lengths.type))
        for row in np.flatnonzero(as_mask(wrong)):
            why = reason("too_long", found=lengths[row].as_py(), limit=spec.longest)
            self.faults.add(int(row), column, why, texts[row].as_py())
        return without(texts, wrong)

    def _fault(self, texts: Array, wrong: Array, column: str | None, code: str, **values: object) -> Array:
        why = reason(code, **values)
        for row in np.flatnonzero(as_mask(wrong)):
            self.faults.add(int(row), column, why, texts[row].as_py())
        return without(texts, wrong)

    def _checked(self, texts: Array, column: str | None, is_right: Callable[[str], bool], code: str) -> Array:
        encoded = texts.dictionary_encode()
        right = [is_right(value) for value in encoded.dictionary.to_pylist()]
        if all(right):
            return texts
        wrong = pc.invert(pc.take(pa.array(right, pa.bool_()), encoded.indices))
        return self._fault(texts, wrong, column, code)

    def _choices(self, spec: FieldSpec, column: str | None, texts: Array) -> Array:
        words = choice_words(spec)
        scale = self.formats.scales.get(spec.name, {})
        encoded = texts.dictionary_encode()
        given = encoded.dictionary.to_pylist()
        found = [scale.get(value) or words.get(normal_choice(value)) for value in given]
        chosen = pc.take(pa.array(found, pa.string()), encoded.indices)
        if None in found:
            wrong = pc.and_(pc.is_null(chosen), pc.is_valid(texts))
            self._fault(texts, wrong, column, "not_choice", allowed=", ".join(c.value for c in spec.choices))
        return chosen

    def _moments(self, spec: FieldSpec, column: str | None, array: Array) -> Array:
        if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
            micros = _native_moments(array, self.zone)
        else:
            texts = clean_texts(column_texts(array), prose=False)
            order = self.formats.date_orders.get(spec.name)
            zone = "UTC" if spec.type == "day" else self.zone
            micros, wrong = MomentColumn(zone, order).convert(texts, self.taken)
            for row, code in wrong.items():
                self.faults.add(row, column, reason(code), texts[row].as_py())
        if spec.type == "day":
            return _days(micros)
        return micros

    def _numbers(self, spec: FieldSpec, column: str | None, array: Array) -> Array:
        kind = ARROW_TYPES[spec.type]
        numeric = pa.types.is_integer(array.type) or (
            pa.types.is_floating(array.type) and spec.type == "float"
        )
        if numeric and spec.type != "money" and array.type != pa.uint64():
            numbers = array.cast(kind)
            numbers = only(numbers, pc.is_finite(numbers))
        else:
            numbers = self._text_numbers(spec, column, clean_texts(column_texts(array), prose=False))
        return self._in_range(spec, column, numbers)

    def _text_numbers(self, spec: FieldSpec, column: str | None, texts: Array) -> Array:
        """Numbers as text: the plain ones at once, the others once per different value."""
        decimal = self.formats.decimals.get(spec.name)
        plain = pc.match_substring_regex(texts, _PLAIN[spec.type] if decimal != "," else _PLAIN["int"])
        if not pc.all(plain).as_py():
            odd = without(texts, plain).dictionary_encode()
            given = odd.dictionary.to_pylist()
            read = pa.array([_canonical(value, spec.type, decimal) for value in given], pa.string())
            texts_read = pc.if_else(plain, texts, pc.take(read, odd.indices))
            wrong = pc.and_(pc.is_null(texts_read), pc.is_valid(texts))
            if pc.any(wrong).as_py():
                self._fault(texts, wrong, column, "not_int" if spec.type == "int" else "not_number")
            texts = texts_read
        return texts.cast(ARROW_TYPES[spec.type])

    def _in_range(self, spec: FieldSpec, column: str | None, numbers: Array) -> Array:
        if spec.low is None or spec.high is None or not len(numbers):
            return numbers
        low, high = (number(bound, pa.float64()) for bound in (spec.low, spec.high))
        wrong = pc.or_(pc.less(numbers, low), pc.greater(numbers, high))
        if not pc.any(wrong).as_py():
            return numbers
        shown = numbers.cast(pa.string())
        self._fault(shown, wrong, column, "out_of_range", low=f"{spec.low:g}", high=f"{spec.high:g}")
        return without(numbers, wrong)


def choice_words(spec: FieldSpec) -> Mapping[str, str]:
    """Return every normalised spelling of a choice field with the value it stands for."""
    words: dict[str, str] = {}
    for choice in spec.choices:
        for spelling in (choice.value, *choice.synonyms):
            words.setdefault(normal_choice(spelling), choice.value)
    return words


def normal_choice(value: str) -> str:
    """Return a choice as it is compared: lower case, `_` and `-` as blanks, full-width letters as usual ones.

    >>> normal_choice(" Product_Defect ")
    'product defect'
    """
    text = unicodedata.normalize("NFKC", value).casefold().strip()
    return re.sub(r"[\s_-]+", " ", text).strip() or text


def _by_value(texts: Array, change: Callable[[str], str]) -> Array:
    encoded = texts.dictionary_encode()
    changed = pa.array([change(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(changed, encoded.indices)


def _language_code(value: str) -> str:
    name = value.casefold()
    return _LANGUAGES.get(name) or re.split("[-_]", name)[0]


def _currency_code(value: str) -> str:
    return _CURRENCIES.get(value, value).upper()


def _is_currency(value: str) -> bool:
    return re.fullmatch("[A-Z]{3}", value) is not None


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True


def _canonical(value: str | None, kind: str, decimal: str | None) -> str | None:
    number = plain_number(value, decimal) if value is not None else None
    if number is None:
        return None
    if kind == "float":
        return number if np.isfinite(float(number)) else None
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    if not re.fullmatch(r"-?\d{0,18}", whole) or not re.fullmatch(r"\d*", rest):
        return None
    if kind == "int":
        return None if rest else str(int(whole or "0"))
    return (
        f"{int(whole or '0') if whole != '-' else '-0'}.{rest or '0'}"
        if len(rest) <= MONEY_PLACES and len(whole) <= 12
        else None
    )


def _days(micros: Array) -> Array:
    mask = np.asarray(pc.is_null(micros))
    days = np.asarray(pc.fill_null(micros, number(0, pa.int64()))) // _DAY_US
    return pa.array(days.astype(np.int32), mask=mask)


def _native_moments(array: Array, zone: str) -> Array:
    stamps = array.cast(pa.timestamp("us", getattr(array.type, "tz", None)), safe=False)
    if getattr(array.type, "tz", None) is None and zone != "UTC":
        stamps = pc.assume_timezone(stamps, zone, ambiguous="earliest", nonexistent="earliest")
    return stamps.cast(pa.int64())
