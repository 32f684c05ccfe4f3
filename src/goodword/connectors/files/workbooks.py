"""XLSX workbooks: one sheet as text, dates and numbers written as a person would type them."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

import numpy as np
import python_calamine as calamine

from .batches import Batch
from .containers import Container, open_stream
from .flatten import Row, rows_table
from .limits import Limits
from .messages import listed, megabytes
from .problems import FileError, problem

Cells = list[str]
_CHUNK = 1 << 20
_ERRORS = frozenset({"#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#GETTING_DATA"})


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The sheet that was read, its rows as text, and the names of the other sheets that hold something."""

    name: str
    rows: list[Cells]
    others: tuple[str, ...]


@dataclass(slots=True)
class WorkbookReader:
    """Reads one sheet; `leading` rows of the sheet stand before the data. The line of a row is its sheet row."""

    container: Container
    sheet: str
    leading: int
    columns: tuple[str, ...]
    limits: Limits

    def batches(self, *, skip_rows: int, rows: int) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time."""
        cells = read_sheet(self.container, self.sheet, self.limits).rows
        filled = [i for i in range(self.leading, len(cells)) if any(cells[i])]
        for first in range(skip_rows, len(filled), rows):
            chosen = filled[first : first + rows]
            table = rows_table([self._row(cells[i]) for i in chosen], self.columns)
            end = first + len(chosen)
            yield Batch(table, np.array(chosen, dtype=np.int64) + 1, [], end / len(filled), end)

    def _row(self, cells: Cells) -> Row:
        return dict(zip(self.columns, cells, strict=False))


def read_sheet(container: Container, sheet: str | None, limits: Limits) -> SheetRows:
    """Return a sheet as rows of text, the first with anything in it when none is named.

    Raises FileError for a damaged, protected, too large or empty workbook, and for a sheet that is not there.
    """
    raw = _whole(container, limits)
    _check_size(raw, container, limits)
    raw.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(raw)
        names = _sheet_names(book, sheet, container)
        found = [(name, _text_rows(book.get_sheet_by_name(name))) for name in names]
    except calamine.PasswordError:
        raise problem("protected_workbook", name=container.name) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise problem("damaged_workbook", name=container.name) from None
    filled = [(name, rows) for name, rows in found if rows]
    if not filled:
        raise problem("no_rows", name=container.name)
    return SheetRows(filled[0][0], filled[0][1], tuple(name for name, _ in filled[1:]))


def _sheet_names(book: calamine.CalamineWorkbook, sheet: str | None, container: Container) -> Sequence[str]:
    names = book.sheet_names
    if sheet is None:
        return names
    if sheet not in names:
        raise problem("no_sheet", name=container.name, sheet=sheet, listed=listed(names))
    return [sheet]


def _text_rows(sheet: calamine.CalamineSheet) -> list[Cells]:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((_width(row) for row in rows), default=0)
    return [row[:width] for row in rows]


def _width(row: Cells) -> int:
    return next((i for i in range(len(row), 0, -1) if row[i - 1]), 0)


def _text(cell: object) -> str:
    """Return a cell as a person would type it.

    >>> [_text(cell) for cell in (3.0, 3.5, datetime(2026, 5, 31), datetime(2026, 5, 31, 14, 30), True, "#N/A")]
    ['3', '3.5', '2026-05-31', '2026-05-31 14:30:00', 'true', '']
    """
    if isinstance(cell, str):
        return "" if cell in _ERRORS else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | timedelta) else ""


def _whole(container: Container, limits: Limits) -> BinaryIO:
    if container.compression == "none":
        if container.size > limits.workbook_bytes:
            raise _too_large(container, limits)
        return io.BytesIO(container.path.read_bytes())
    whole = io.BytesIO()
    with open_stream(container, limits) as stream:
        while block := stream.read(_CHUNK):
            whole.write(block)
            if whole.tell() > limits.workbook_bytes:
                raise _too_large(container, limits)
        if stream.damage is not None:
            raise problem("damaged_file", name=container.name, detail=stream.damage)
    return whole


def _too_large(container: Container, limits: Limits) -> FileError:
    return problem("workbook_too_large", name=container.name, most=megabytes(limits.workbook_bytes))


def _check_size(raw: BinaryIO, container: Container, limits: Limits) -> None:
    """Unpack every part without keeping it: the sizes a zip file states need not be true."""
    left = limits.workbook_bytes
    try:
        with zipfile.ZipFile(raw) as archive:
            for part in archive.infolist():
                left -= _true_size(raw, part, left)
                if left < 0:
                    raise _too_large(container, limits)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        raise problem("damaged_workbook", name=container.name) from None


def _true_size(raw: BinaryIO, part: zipfile.ZipInfo, most: int) -> int:
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return part.file_size
    raw.seek(part.header_offset + 26)
    lengths = raw.read(4)
    raw.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), io.SEEK_CUR)
    unpacker, size, packed_left = zlib.decompressobj(-15), 0, part.compress_size
    while packed_left > 0 and not unpacker.eof and size <= most:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = raw.read(min(1 << 16, packed_left))
            packed_left -= len(packed)
        if not packed:
            break
        size += len(unpacker.decompress(packed, _CHUNK))
    while unpacker.unconsumed_tail and size <= most:
        size += len(unpacker.decompress(unpacker.unconsumed_tail, _CHUNK))
    return size
