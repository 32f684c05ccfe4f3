"""The first rows of a file as they would be stored, with what is wrong marked where it is wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goodword.connectors.files import Reject
from goodword.core.time import from_microseconds

from .labels import cell_text, field_label, reason_of
from .reading import Reading

ROWS = 20
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its text, or the moment it is; `wrong` when it is why the row is rejected."""

    label: str
    text: str = ""
    moment: datetime | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file; `problem` says why it would be rejected."""

    line: int
    cells: list[Cell]
    extra: str = ""
    problem: str = ""

    @property
    def marked(self) -> bool:
        """Whether one of the values shown is the reason."""
        return any(cell.wrong for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first rows come to."""

    headings: list[str]
    rows: list[Row]
    has_extra: bool

    @property
    def rejected(self) -> int:
        """How many of them would be rejected."""
        return sum(bool(row.problem) for row in self.rows)


def preview_of(reading: Reading, rows: int = ROWS) -> Preview:
    """Return the first rows as they would be stored."""
    chunk, raw = reading.first_rows(rows)
    names = [spec.name for spec in reading.kind.schema.fields if spec.name in reading.mapping]
    names += [name for name in reading.options.constants if name not in names]
    labels = [field_label(reading.kind.name, name) for name in names]
    faults = {reject.line: reject for reject in chunk.rejects}
    good = {record["line"]: record for record in chunk.table.to_pylist()}
    shown = [_good(reading, names, labels, record) for record in good.values()]
    shown += [_bad(reading, names, labels, fault, raw.get(line, {})) for line, fault in faults.items()]
    return Preview(labels, sorted(shown, key=lambda row: row.line), any(row.extra for row in shown))


def _good(reading: Reading, names: list[str], labels: list[str], record: dict[str, Any]) -> Row:
    moments = {spec.name for spec in reading.kind.schema.fields if spec.type == "moment"}
    cells = [
        Cell(label, moment=from_microseconds(record[name]))
        if name in moments and record[name] is not None
        else Cell(label, _short(cell_text(record[name])))
        for name, label in zip(names, labels, strict=True)
    ]
    return Row(record["line"], cells, _short(record["extra"] or ""))


def _bad(reading: Reading, names: list[str], labels: list[str], fault: Reject, raw: dict[str, str]) -> Row:
    columns = [reading.mapping.get(name, "") for name in names]
    cells = [
        Cell(label, _short(raw.get(column, "")), wrong=bool(column) and column == fault.column)
        for label, column in zip(labels, columns, strict=True)
    ]
    return Row(fault.line, cells, problem=reason_of(fault))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
