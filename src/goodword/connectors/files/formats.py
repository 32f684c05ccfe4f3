"""What only a whole column can tell: the order of day and month, the decimal mark, what 0 and 1 stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from goodword.core.vocabulary import Sentiment

from .arrow import pc
from .columns import column_texts
from .export_time import export_column, export_time
from .moments import order_evidence
from .numbers import decimal_mark
from .problems import problem
from .schema_types import RecordSchema
from .source import Source

_GOOD, _SO_SO, _BAD = (
    str(value) for value in (Sentiment.FAVOURABLE, Sentiment.NEUTRAL, Sentiment.UNFAVOURABLE)
)
_SCALES: tuple[dict[int, str], ...] = (
    {0: _BAD, 1: _GOOD},
    {-1: _BAD, 0: _SO_SO, 1: _GOOD},
    {0: _BAD, 1: _SO_SO, 2: _GOOD},
    {0: _BAD, 2: _SO_SO, 4: _GOOD},
    {1: _BAD, 2: _BAD, 3: _SO_SO, 4: _GOOD, 5: _GOOD},
    {-2: _BAD, -1: _BAD, 0: _SO_SO, 1: _GOOD, 2: _GOOD},
)
_EVIDENCE_ROWS = 200_000
_MOST_VALUES = 5_000
_FEW_CODES = 4
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Formats:
    """How the columns of one file are to be read, so that all its batches agree; by field name.

    `date_orders` is `dmy` or `mdy`, `decimals` is `,` or `.`, `scales` says what each number of a coded choice means.
    `taken_in` is the column that says when each row was exported, `taken_at` when the file was (microseconds since 1970,
    on a clock without a zone): dates such as 3小时前 count from there (see `relative_moments`).
    A field that is not there has no settled way: what stays ambiguous is rejected, never guessed.
    """

    date_orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    taken_in: str = ""
    taken_at: int | None = None


def number_scale(values: Iterable[str]) -> Mapping[str, str]:
    """Return what the numbers of a sentiment column mean, empty when they fit no usual scale.

    >>> number_scale(["1", "0"])["0"], number_scale(["1", "-1", "0"])["0"], number_scale(["4", "5"])["4"]
    ('unfavourable', 'neutral', 'favourable')
    """
    numbers: set[int] = set()
    for value in values:
        try:
            number = float(value)
        except ValueError:
            continue
        if not number.is_integer():
            return _NO_WORDS
        numbers.add(int(number))
    scale = next((scale for scale in _SCALES if numbers and numbers <= scale.keys()), None)
    if scale is None:
        return _NO_WORDS
    return {
        spelling: word
        for number, word in scale.items()
        for spelling in (str(number), f"{number}.0", f"{number:+d}")
    }


def check_date_order(order: str | None) -> str | None:
    """Return `dmy`, `mdy` or None as given; FileError for anything else."""
    if order not in (None, "dmy", "mdy"):
        raise problem("not_date_order", given=order)
    return order


def find_formats(
    source: Source,
    schema: RecordSchema,
    mapping: Mapping[str, str],
    *,
    date_order: str | None = None,
    rows: int = _EVIDENCE_ROWS,
) -> Formats:
    """Return how the mapped columns are to be read, from the first `rows` rows of the file.

    `date_order` settles every date column by hand.
    """
    check_date_order(date_order)
    wanted = {name: column for name, column in mapping.items() if _needs_evidence(schema, name)}
    values = _distinct_values(source, wanted, rows) if wanted else {}
    orders: dict[str, str] = {}
    decimals: dict[str, str] = {}
    scales: dict[str, Mapping[str, str]] = {}
    for name, found in values.items():
        kind = schema.field(name).type
        if kind in ("moment", "day"):
            orders |= _entry(name, date_order or _order(found))
        elif kind == "choice":
            scales |= {name: scale} if (scale := number_scale(found)) else {}
        else:
            decimals |= _entry(name, decimal_mark(found))
    return Formats(orders, decimals, scales, export_column(source.columns), export_time(source.name))


def _needs_evidence(schema: RecordSchema, name: str) -> bool:
    kind = schema.field(name).type
    return kind in ("moment", "day", "float", "money") or (kind == "choice" and name == "sentiment")


def _entry(name: str, value: str | None) -> dict[str, str]:
    return {} if value is None else {name: value}


def _order(values: Iterable[str]) -> str | None:
    proofs = {order_evidence(value) for value in values} - {None, "either"}
    return proofs.pop() if len(proofs) == 1 else None


def _distinct_values(source: Source, wanted: Mapping[str, str], rows: int) -> dict[str, set[str]]:
    """Return the different values of each field's column; dates without their time, and only so many of them."""
    found: dict[str, set[str]] = {name: set() for name in wanted}
    for batch in source.batches():
        for name, column in wanted.items():
            if column in batch.table.column_names and len(found[name]) < _MOST_VALUES:
                texts = pc.utf8_slice_codeunits(column_texts(batch.table.column(column)), start=0, stop=40)
                known = texts.dictionary_encode().dictionary.to_pylist()
                found[name].update(_first_word(value) for value in known if value)
        if batch.rows_end >= rows or not any(map(_is_open, found.values())):
            break
    return found


def _is_open(values: set[str]) -> bool:
    """Tell whether more rows could change how a column is read: it has doubtful dates, decimal marks or codes."""
    if any(order_evidence(value) == "either" for value in values):
        return _order(values) is None
    numbers = [value for value in values if value.lstrip("+-").replace(",", "").replace(".", "").isdecimal()]
    if any("," in value for value in numbers):
        return decimal_mark(numbers) is None
    return 0 < len(values) <= _FEW_CODES and len(numbers) == len(values)


def _first_word(value: str) -> str:
    """Return a date without its time: `03/04/2026 10:00` has few different first words, many different values."""
    stripped = value.strip()
    head = stripped.split(maxsplit=1)[0] if stripped else ""
    return head if head.count("/") == 2 or head.count("-") == 2 else stripped
