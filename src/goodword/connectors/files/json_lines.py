"""JSON: one object per line, or one array of objects."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .batches import Batch, Piece, Reject, empty_table, reject, slice_pieces
from .blocks import read_blocks
from .containers import Container, open_stream
from .encodings import Encoding
from .flatten import DECODER, Row, flatten, rows_table
from .limits import Limits
from .messages import megabytes, reason
from .problems import problem

_ARRAY_OPENING = re.compile(r'\s*(?:\{\s*"[^"]*"\s*:\s*)?\[\s*(?=\{|\])')
_BETWEEN = re.compile(r"[\s,]*")
_NEXT_OBJECT = re.compile(r"\}\s*,?\s*(?=\{)")


def json_layout(head: str) -> str | None:
    """Return `lines` or `array` for text that is JSON, None for text that is not.

    >>> json_layout('{"a": 1}'), json_layout('[ {"a": 1}]'), json_layout("a,b")
    ('lines', 'array', None)
    """
    if _ARRAY_OPENING.match(head):
        return "array"
    return "lines" if re.match(r'\s*\{\s*("|\})', head) else None


@dataclass(slots=True)
class JsonReader:
    """Reads JSON; `layout` is `lines` or `array`. Rows may bring columns that the head of the file did not have."""

    container: Container
    encoding: Encoding
    layout: str
    columns: tuple[str, ...]
    limits: Limits

    def batches(self, *, skip_rows: int, rows: int) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time."""
        with open_stream(self.container, self.limits) as stream:
            split = self._split_lines if self.layout == "lines" else _ArraySplitter(self)
            pieces = read_blocks(stream, self.encoding, self.limits, self.columns, split)
            yield from slice_pieces(pieces, leading=0, skip_rows=skip_rows, rows=rows)

    def _split_lines(self, data: bytes, line: int, *, at_end: bool, stuck: bool) -> tuple[Piece, int, int]:
        del stuck  # a line that is too long is dropped before it comes here
        used = len(data) if at_end else data.rfind(b"\n") + 1
        texts = data[:used].split(b"\n")
        records = [(line + i, text) for i, text in enumerate(texts) if text and not text.isspace()]
        return _LinesPiece(self, records), used, data.count(b"\n", 0, used)


@dataclass(slots=True)
class _LinesPiece:
    reader: JsonReader
    records: list[tuple[int, bytes]]

    @property
    def count(self) -> int:
        return len(self.records)

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        rows: list[Row] = []
        lines: list[int] = []
        rejects: list[Reject] = []
        for line, text in self.records[first:last]:
            row = _parse_line(text, line, self.reader)
            if isinstance(row, Reject):
                rejects.append(row)
            else:
                rows.append(row)
                lines.append(line)
        return _table(self.reader, rows), np.array(lines, dtype=np.int64), rejects


def _parse_line(text: bytes, line: int, reader: JsonReader) -> Row | Reject:
    if len(text) > reader.limits.record_bytes:
        limit = megabytes(reader.limits.record_bytes)
        return reject(line, None, reason("too_long_row", limit=limit), text[:1000].decode("utf-8", "replace"))
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        why = reason("undecodable", encoding=reader.encoding.name.upper())
        return reject(line, None, why, text[:1000].decode("utf-8", "replace"))
    try:
        record = DECODER.decode(decoded)
    except json.JSONDecodeError as error:
        return reject(line, None, reason("bad_json", detail=f"{error.msg} (column {error.colno})"), decoded)
    except RecursionError:
        return reject(line, None, reason("bad_json", detail=reason("json_too_deep")), decoded)
    return _row(record, line, decoded)


def _row(record: object, line: int, text: str) -> Row | Reject:
    if not isinstance(record, dict):
        return reject(
            line, None, reason("bad_json", detail=reason("json_other", type=type(record).__name__)), text
        )
    row = flatten(record)
    if not _writable(text) or ("\\u" in text and not all(map(_writable, (*row, *row.values())))):
        shown = text.encode("utf-8", "replace").decode()
        return reject(line, None, reason("bad_json", detail=reason("json_unwritable")), shown)
    return row


def _writable(text: str | None) -> bool:
    """Tell whether a text can be written as UTF-8: JSON may escape half a surrogate pair."""
    if text is None or text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _table(reader: JsonReader, rows: list[Row]) -> pa.Table:
    return rows_table(rows, reader.columns) if rows else empty_table(reader.columns)


@dataclass(slots=True)
class _ArraySplitter:
    """Takes the objects out of one long array, block by block."""

    reader: JsonReader
    opened: bool = False
    closed: bool = False

    def __call__(self, data: bytes, line: int, *, at_end: bool, stuck: bool) -> tuple[Piece, int, int]:
        text, spare = _whole_characters(data, at_end)
        position = 0
        if not self.opened:
            opening = _ARRAY_OPENING.match(text)
            if opening is None:
                raise problem("not_an_array", name=self.reader.container.name)
            position, self.opened = opening.end(), True
        found, position = self._objects(text, position, line, at_end=at_end, stuck=stuck)
        used = len(data) if self.closed else len(text[:position].encode("utf-8", "surrogatepass"))
        del spare
        return _ObjectsPiece(self.reader, found), used, data.count(b"\n", 0, used)

    def _objects(
        self, text: str, position: int, line: int, *, at_end: bool, stuck: bool
    ) -> tuple[list[tuple[int, Row | Reject]], int]:
        found: list[tuple[int, Row | Reject]] = []
        counted = 0
        while not self.closed:
            start = _after(text, position)
            line, counted = line + text.count("\n", counted, start), start
            if start >= len(text):
                if at_end:
                    found.append((line, _cut(line, "")))
                return found, start
            if text[start] == "]":
                self.closed = True
                break
            record, end = _decode_at(text, start)
            if end is not None:
                found.append((line, _row(record, line, text[start:end])))
                position = end
                continue
            following = _NEXT_OBJECT.search(text, start)
            if not (at_end or stuck) and (
                following is None or len(text) - start < self.reader.limits.record_bytes
            ):
                return found, start
            found.append((line, _cut(line, text[start : start + 1000])))
            if following is None:
                return found, len(text)
            position = following.end()
        return found, len(text)


def _after(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _cut(line: int, text: str) -> Reject:
    return reject(line, None, reason("bad_json", detail=reason("json_cut_off")), text)


def _decode_at(text: str, start: int) -> tuple[object, int | None]:
    """Return the value that starts at a position and where it ends, no end when it is broken or not all there."""
    try:
        return DECODER.raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError):
        return None, None


def _whole_characters(data: bytes, at_end: bool) -> tuple[str, int]:
    """Decode a block whose last character may be cut; bytes that are not UTF-8 become replacement characters."""
    try:
        return data.decode(), 0
    except UnicodeDecodeError as error:
        if not at_end and len(data) - error.start < 4:
            return data[: error.start].decode(), len(data) - error.start
        return data.decode("utf-8", "surrogateescape"), 0


@dataclass(slots=True)
class _ObjectsPiece:
    reader: JsonReader
    found: list[tuple[int, Row | Reject]]

    @property
    def count(self) -> int:
        return len(self.found)

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        chosen = self.found[first:last]
        rows = [(line, row) for line, row in chosen if not isinstance(row, Reject)]
        lines = np.array([line for line, _ in rows], dtype=np.int64)
        rejects = [row for _, row in chosen if isinstance(row, Reject)]
        return _table(self.reader, [row for _, row in rows]), lines, rejects
