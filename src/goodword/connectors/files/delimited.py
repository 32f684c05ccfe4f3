"""CSV, TSV and their relatives: whole blocks through Arrow, odd rows one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from .batches import Batch, Piece, Reject, empty_table, reject, slice_pieces
from .blocks import read_blocks
from .containers import Container, open_stream
from .dialects import Dialect
from .encodings import Encoding
from .lexing import Lexer, Record
from .limits import Limits
from .messages import counted, megabytes, reason
from .records import Span, find_records


@dataclass(slots=True)
class DelimitedReader:
    """Reads delimited text; `dialect.leading` records stand before the data."""

    container: Container
    encoding: Encoding
    dialect: Dialect
    columns: tuple[str, ...]
    limits: Limits

    def batches(self, *, skip_rows: int, rows: int) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time."""
        with open_stream(self.container, self.limits) as stream:
            pieces = read_blocks(stream, self.encoding, self.limits, self.columns, self._split)
            yield from slice_pieces(pieces, leading=self.dialect.leading, skip_rows=skip_rows, rows=rows)

    def _split(self, data: bytes, line: int, *, at_end: bool, stuck: bool) -> tuple[Piece, int, int]:
        delimiter = self.dialect.delimiter.encode()
        if not stuck:
            span = find_records(data, delimiter=delimiter, quoted=self.dialect.quoted, at_end=at_end)
            if span is not None and _longest(span) <= self.limits.record_bytes:
                return _FastPiece(self, data, span, span.lines + line), span.used, span.newlines
        records, used = self._lexer().records(data, at_end=at_end)
        lines = line + np.cumsum([0, *(data.count(b"\n", a, b) for a, b in _gaps(records))])[1:]
        piece = _CarefulPiece(self, data, records, lines.astype(np.int64))
        return piece, used, data.count(b"\n", 0, used)

    def _lexer(self) -> Lexer:
        return Lexer(self.dialect.delimiter.encode(), self.dialect.quoted, self.limits.record_bytes)

    def ragged(self, line: int, found: int, text: str) -> Reject:
        """Return the reject of a row with another number of columns than the header."""
        columns = counted(found, "column", "columns", "列")
        return reject(line, None, reason("ragged", columns=columns, expected=len(self.columns)), text)


def _longest(span: Span) -> int:
    return int((span.ends - span.starts).max(initial=0))


def _gaps(records: list[Record]) -> Iterator[tuple[int, int]]:
    """Yield the stretch of bytes before each record, from the start of the record before it."""
    previous = 0
    for record in records:
        yield previous, record.start
        previous = record.start


@dataclass(slots=True)
class _FastPiece:
    """Regular records, parsed by Arrow."""

    reader: DelimitedReader
    data: bytes
    span: Span
    lines: NDArray[np.int64]

    @property
    def count(self) -> int:
        return len(self.lines)

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        start, end = int(self.span.starts[first]), int(self.span.ends[last - 1]) + 1
        lines = self.lines[first:last]
        ragged: list[tuple[int, int, str]] = []
        data = memoryview(self.data)[start:end]
        if not _is_utf8(data):
            return self._read_one_by_one(start, end, lines)
        table = self._parse(data, ragged)
        if not ragged:
            return table, lines, []
        kept = np.ones(len(lines), dtype=bool)
        kept[[row for row, _, _ in ragged]] = False
        rejects = [self.reader.ragged(int(lines[row]), n, text) for row, n, text in ragged if text.strip()]
        return table, lines[kept], rejects

    def _parse(self, data: memoryview, ragged: list[tuple[int, int, str]]) -> pa.Table:
        def note(row: Any) -> Literal["skip", "error"]:
            ragged.append((row.number - 1, row.actual_columns, row.text))
            return "skip"

        names, dialect = list(self.reader.columns), self.reader.dialect
        return arrow_csv.read_csv(
            cast(BinaryIO, pa.BufferReader(data)),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char='"' if dialect.quoted else False,
                newlines_in_values=dialect.quoted,
                invalid_row_handler=note,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )

    def _read_one_by_one(
        self, start: int, end: int, lines: NDArray[np.int64]
    ) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        data = self.data[start:end]
        records, _ = self.reader._lexer().records(data, at_end=True)
        return _CarefulPiece(self.reader, data, records, lines).read(0, len(records))


def _is_utf8(data: memoryview) -> bool:
    try:
        str(data, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _CarefulPiece:
    """Records that were read one by one."""

    reader: DelimitedReader
    data: bytes
    records: list[Record]
    lines: NDArray[np.int64]

    @property
    def count(self) -> int:
        return len(self.records)

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        width = len(self.reader.columns)
        kept: list[list[str]] = []
        kept_lines: list[int] = []
        rejects: list[Reject] = []
        for record, line in zip(self.records[first:last], self.lines[first:last].tolist(), strict=True):
            row = self._decoded(record, line)
            if isinstance(row, Reject):
                rejects.append(row)
            elif len(row) == width:
                kept.append(row)
                kept_lines.append(line)
            elif any(field.strip() for field in row) or len(row) > 1:
                rejects.append(self.reader.ragged(line, len(row), self._text(record)))
        if not kept:
            return empty_table(self.reader.columns), np.empty(0, dtype=np.int64), rejects
        columns = zip(*kept, strict=True)
        table = pa.table(
            [pa.array(column, pa.string()) for column in columns], names=list(self.reader.columns)
        )
        return table, np.array(kept_lines, dtype=np.int64), rejects

    def _decoded(self, record: Record, line: int) -> list[str] | Reject:
        if record.fault:
            limit = megabytes(self.reader.limits.record_bytes)
            return reject(line, None, reason(record.fault, limit=limit), self._text(record))
        try:
            return [field.decode() for field in record.fields]
        except UnicodeDecodeError:
            why = reason("undecodable", encoding=self.reader.encoding.name.upper())
            return reject(line, None, why, self._text(record))

    def _text(self, record: Record) -> str:
        shown = self.data[record.start : min(record.end, record.start + 1000)]
        return shown.decode("utf-8", "replace").rstrip("\r\n")
