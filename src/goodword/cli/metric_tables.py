"""What a metric reads besides the events: files somebody gives, or what the brand's database has."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodword.core.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from goodword.metrics import Metric
    from goodword.server.accounts.facade import Actor

_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


def given_files(asked: "Metric", pairs: Sequence[str]) -> "dict[str, pa.Table]":
    """Return the tables given as name=FILE, in the columns the metric reads; raises InputError for one that it cannot."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, file = pair.partition("=")
        if not equals or not file:
            raise InputError(f"{pair!r} is no table. Write name=FILE, such as costs=costs.csv.")
        if name in found:
            raise InputError(f"The table {name!r} is given twice. Give it once.")
        if name not in asked.reads:
            asked.checked_tables({name: {}})  # says what it reads
        found[name] = _read(Path(file), asked.reads[name])
    return {name: table for name, table in asked.checked_tables(found).items() if name in found}


def tables_for(actor: "Actor", asked: "Metric", files: "dict[str, pa.Table]") -> "dict[str, pa.Table]":
    """Return every table the metric reads: from a file where one is given, else the brand's own."""
    from goodword.server.measuring.facade import tables_of

    return tables_of(actor, asked, files)


def own_brand(actor: "Actor", asked: "Metric", files: "dict[str, pa.Table]") -> dict[str, str]:
    """Return the option that leaves rivals' mentions out, for a metric that has it and reads the brand's own table."""
    from goodword.server.accounts.facade import access_own_brand

    wanted = "brand" in asked.options and "mentions" not in files
    return {"brand": access_own_brand(actor).name} if wanted else {}


def days_between(since: str, until: str) -> dict[str, tuple[int, int]]:
    """Return the local days from one date to another, both included, as an option; none where neither is given."""
    if not since and not until:
        return {}
    first, last = _day(since or _FIRST.isoformat()), _day(until or _LAST.isoformat())
    if last < first:
        raise InputError(f"--until {until} is before --since {since}. Swap them.")
    return {"local_days": (first, last)}


def _day(text: str) -> int:
    try:
        return (date.fromisoformat(text) - _EPOCH).days
    except ValueError:
        raise InputError(f"{text!r} is no day. Write it as 2026-03-31.") from None


def _read(path: Path, schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa
    import pyarrow.parquet as pq

    readers: dict[str, Callable[[Path, pa.Schema], Any]] = {
        ".csv": _read_csv,
        ".parquet": lambda file, _schema: pq.read_table(file),
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name} ends in neither .csv nor .parquet. Give it one of these endings.")
    try:
        table: pa.Table = reader(path, schema)
    except (OSError, pa.ArrowException) as reason:
        if not path.is_file():
            raise InputError(f"There is no file {path}. Check its name.") from reason
        said = str(reason).splitlines()[0]
        raise InputError(f"{path.name} cannot be read as {path.suffix[1:]} ({said}).") from reason
    return table


def _read_csv(path: Path, schema: "pa.Schema") -> "pa.Table":
    """Read a CSV file; an empty cell is nothing, and a day is a date such as 2026-03-31 or a number of days since 1970."""
    import pyarrow as pa
    from pyarrow import csv

    cells = csv.read_csv(
        path,
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(schema.names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    for place, name in enumerate(cells.column_names):
        if name in schema.names and schema.field(name).type == pa.int32():
            days = [_day_of(cell, name, line) for line, cell in enumerate(cells[name].to_pylist(), 2)]
            cells = cells.set_column(place, name, pa.array(days, pa.int32()))
    return cells


def _day_of(cell: str | None, column: str, line: int) -> int | None:
    if cell is None:
        return None
    try:
        return int(cell) if cell.lstrip("-").isdigit() else (date.fromisoformat(cell) - _EPOCH).days
    except ValueError:
        raise InputError(
            f"Line {line}, column {column}: {cell!r} is no day. Write it as 2026-03-31."
        ) from None
