"""Raw batches as typed records: a table that can go straight into a bulk insert, and the rows that cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrow import Array, pc
from .batches import Batch, Reject
from .conversions import ARROW_TYPES, Conversion
from .extras import extra_objects
from .faults import Faults
from .formats import Formats
from .messages import reason
from .money import minor_units
from .schema_types import FieldSpec, RecordSchema


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
    raw, faults = batch.table, Faults()
    conversion = Conversion(zone, formats or Formats(), faults)
    columns = {
        spec.name: _field(spec, raw, mapping, constants or {}, conversion, faults) for spec in schema.fields
    }
    if "amount_minor" in columns and "amount" in columns:
        columns["amount_minor"] = minor_units(
            columns["amount"], columns["amount_minor"], columns["currency"], mapping.get("amount"), faults
        )
    used = set(mapping.values())
    columns["extra"] = extra_objects(raw, [name for name in raw.column_names if name not in used])
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
