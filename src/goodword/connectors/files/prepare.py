"""Raw batches as typed records: a table that can go straight into a bulk insert, and the rows that cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrow import Array, pc
from .batches import Batch, Reject
from .columns import column_texts
from .conversions import ARROW_TYPES, Conversion
from .counts import with_counts
from .extras import extra_objects
from .faults import Faults
from .formats import Formats
from .messages import reason
from .moment_columns import MomentColumn, on_the_clock
from .money import minor_units
from .scalars import number, without
from .schema_types import FieldSpec, RecordSchema
from .texts import clean_texts

_LONGEST_SILENCE = number(16, pa.int32())  # bytes; what says nothing, such as NULL, is shorter


@dataclass(frozen=True, slots=True)
class Prepared:
    """A typed batch.

    `table` has a column per field of the schema (text and choices string; moments int64 microseconds since 1970 UTC;
    days int32; money decimal128), then `extra` (a JSON object as text, null when empty) and `line` (int64). `rejects`
    are the rows that could not be used, one each, besides those of the batch itself; `blank` counts rows that hold
    nothing at all, which are passed over.
    """

    table: pa.Table
    rejects: list[Reject]
    blank: int = 0


def prepare(
    batch: Batch,
    schema: RecordSchema,
    mapping: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
    *,
    zone: str = "UTC",
    formats: Formats | None = None,
) -> Prepared:
    """Return a batch as typed records.

    `mapping` is field → column, `constants` field → text for every row, `zone` the IANA zone of clocks that name none,
    `formats` what `find_formats` made of the whole file. Columns without a field go to `extra`.
    """
    raw, faults = _titles_as_texts(batch.table, schema, mapping), Faults()
    formats = formats or Formats()
    conversion = Conversion(zone, formats, faults, _taken(raw, formats, zone))
    columns = {
        spec.name: _field(spec, raw, mapping, constants or {}, conversion, faults) for spec in schema.fields
    }
    if "amount_minor" in columns and "amount" in columns:
        columns["amount_minor"] = minor_units(
            columns["amount"], columns["amount_minor"], columns["currency"], mapping.get("amount"), faults
        )
    used = set(mapping.values())
    rest, names = raw, [name for name in raw.column_names if name not in used]
    if schema.kind == "mentions":
        rest, names = with_counts(rest, names)
    columns["extra"] = extra_objects(rest, names)
    telling = [spec.name for spec in schema.fields if spec.name in mapping and spec.default is None]
    blank = _blank_rows(raw, columns, [*telling, "extra"], faults)
    columns["line"] = pa.array(batch.lines)
    table = pa.table(columns)
    rejects = faults.rejects(batch.lines, blank)
    if rejects or blank.any():
        kept = ~blank
        kept[list(faults.found)] = False
        table = table.filter(pa.array(kept))
    return Prepared(table, rejects, int(blank.sum()))


def _titles_as_texts(raw: pa.Table, schema: RecordSchema, mapping: Mapping[str, str]) -> pa.Table:
    """Return a table of mentions where what has a headline and no text says its headline."""
    names = mapping.get("text"), mapping.get("title")
    if schema.kind != "mentions" or not set(names) <= set(raw.column_names) or names[0] == names[1]:
        return raw
    texts, titles = (column_texts(raw.column(str(name))) for name in names)
    if not texts.null_count and not pc.any(pc.less(pc.binary_length(texts), _LONGEST_SILENCE)).as_py():
        return raw
    silent = pc.is_null(clean_texts(texts, prose=True))
    if not pc.any(silent).as_py():
        return raw
    for name, column in zip(names, (pc.if_else(silent, titles, texts), without(titles, silent)), strict=True):
        raw = raw.set_column(raw.column_names.index(str(name)), str(name), column)
    return raw


def _taken(raw: pa.Table, formats: Formats, zone: str) -> NDArray[np.int64] | None:
    """Return when each row was exported, on the clock of the zone; 0 where neither row nor file says it."""
    if not formats.taken_in and formats.taken_at is None:
        return None
    fallback = formats.taken_at or 0
    if formats.taken_in not in raw.column_names:
        return np.full(len(raw), fallback, dtype=np.int64)
    texts = clean_texts(column_texts(raw.column(formats.taken_in)), prose=False)
    micros, _ = MomentColumn(zone).convert(texts)
    known = np.asarray(pc.is_valid(micros))
    clock = on_the_clock(np.asarray(pc.fill_null(micros, number(0, pa.int64()))), zone)
    return np.where(known, clock, fallback)


def _field(
    spec: FieldSpec,
    raw: pa.Table,
    mapping: Mapping[str, str],
    constants: Mapping[str, str],
    conversion: Conversion,
    faults: Faults,
) -> Array:
    column = mapping.get(spec.name)
    if column is not None and column in raw.column_names:
        values = conversion.convert(spec, column, raw.column(column))
    else:
        values = pa.nulls(len(raw), ARROW_TYPES[spec.type])
    constant = constants.get(spec.name) if spec.name in constants else spec.default
    if constant is not None and values.null_count:
        filler = Conversion(conversion.zone, conversion.formats, Faults()).convert(
            spec, None, pa.array([constant])
        )
        values = pc.fill_null(values, filler[0])
    if spec.required and values.null_count:
        why = reason("required", field=spec.name)
        for row in np.flatnonzero(np.asarray(pc.is_null(values))):
            faults.add(int(row), column or spec.name, why, "")
    return values


def _blank_rows(
    raw: pa.Table, columns: Mapping[str, Array], names: list[str], faults: Faults
) -> NDArray[np.bool_]:
    """Tell which rows hold nothing in any column: spreadsheets often end in hundreds of them."""
    blank = np.ones(len(raw), dtype=bool)
    for name in names:
        blank &= np.asarray(pc.is_null(columns[name]))
        if not blank.any():
            return blank
    for row, (_, _, value) in faults.found.items():
        blank[row] &= not value
    return blank
