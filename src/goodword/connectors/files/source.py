"""A file that somebody exported, recognised by its content and read in batches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from .batches import Batch, Reader
from .columns import column_texts
from .containers import Container, look_inside, open_stream
from .delimited import DelimitedReader
from .dialects import detect_dialect, detect_sheet_header
from .encodings import Encoding, Utf8Stream, detect_encoding
from .json_lines import JsonReader, json_layout
from .limits import Limits
from .messages import Reason, listed, reason
from .parquet import ParquetReader, read_columns
from .problems import problem
from .workbooks import WorkbookReader, read_sheet

_HEAD = 1 << 18
_CHUNK = 1 << 20
_ASCII_SEARCH = 256 << 20
_A_WHOLE_LINE = re.compile(rb"[\r\n]")
_NOT_DATA = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_workbook"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"SQLite format 3", "sqlite"),
    (b"<!DOCTYPE", "web_or_xml"),
    (b"<html", "web_page"),
    (b"<?xml", "xml"),
    (b"<table", "web_page"),
)


@dataclass(frozen=True)
class Source:
    """An opened file.

    `format` is csv, tsv, jsonl, json, parquet or xlsx; `compression` none, gzip or zip; `encoding` and `delimiter` are
    None where they have no meaning; `columns` the names found; `notes` what a person should know before going on;
    `name` what people call the file.
    """

    path: Path
    name: str
    format: str
    compression: str
    encoding: str | None
    delimiter: str | None
    columns: tuple[str, ...]
    size_bytes: int
    notes: tuple[Reason, ...] = ()
    reader: Reader = field(repr=False, compare=False, kw_only=True)

    def batches(self, *, skip_rows: int = 0, rows: int = 20_000) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time, with memory bounded."""
        return self.reader.batches(skip_rows=skip_rows, rows=max(1, rows))

    def sample(self, n: int = 50) -> list[dict[str, str]]:
        """Return the first `n` good rows as text by column."""
        rows: list[dict[str, str]] = []
        for batch in self.batches(rows=max(n, 1)):
            table = batch.table.slice(0, n - len(rows))
            texts = {name: column_texts(table.column(name)).to_pylist() for name in table.column_names}
            rows += [{name: texts[name][i] or "" for name in texts} for i in range(len(table))]
            if len(rows) >= n:
                break
        return rows

    @cached_property
    def fingerprint(self) -> str:
        """The BLAKE2b digest (32 hexadecimal digits) of the bytes on disk."""
        digest = blake2b(digest_size=16)
        with self.path.open("rb") as raw:
            while block := raw.read(_CHUNK):
                digest.update(block)
        return digest.hexdigest()


def open_source(
    path: str | Path,
    *,
    name: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: bool | None = None,
    limits: Limits | None = None,
) -> Source:
    """Return a file ready to be read: its format found by content, then by name.

    `name` is what people call the file, where that is not its name on disk. `encoding`, `delimiter`, `sheet` and
    `header` (whether the first row names the columns) override what is found. Raises FileError, in a sentence a
    person can act on, when it is missing, empty, damaged or not data.
    """
    limits = limits or Limits()
    container = look_inside(Path(path), name)
    head, complete = _head(container, limits)
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise problem("empty", name=container.name)
    _refuse_other_files(container, head)
    if head.startswith(b"PAR1"):
        source = _open_parquet(container, limits)
    elif head.startswith(b"PK\x03\x04"):
        source = _open_workbook(container, sheet, header, limits)
    else:
        source = _open_text(container, head, complete, encoding, delimiter, header, limits)
    if len(source.columns) > limits.columns:
        raise problem("many_columns", name=container.name, found=len(source.columns), most=limits.columns)
    return source


def _head(container: Container, limits: Limits) -> tuple[bytes, bool]:
    with open_stream(container, limits) as stream:
        head = stream.read(_HEAD)
        if stream.damage is not None and not _A_WHOLE_LINE.search(head):
            raise problem("damaged_file", name=container.name, detail=stream.damage)
        return head, len(head) < _HEAD and stream.damage is None


def _refuse_other_files(container: Container, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:16]
    for magic, what in _NOT_DATA:
        if start.lower().startswith(magic.lower()):
            raise problem("not_data", name=container.name, what=reason(what))
    if container.compression != "none" and head.startswith(b"\x1f\x8b"):
        raise problem("packed_twice", name=container.name)


def _open_parquet(container: Container, limits: Limits) -> Source:
    columns = read_columns(container, limits)
    reader = ParquetReader(container, columns, limits)
    return _source(container, "parquet", columns, reader)


def _open_workbook(container: Container, sheet: str | None, header: bool | None, limits: Limits) -> Source:
    found = read_sheet(container, sheet, limits)
    leading, columns, notes = detect_sheet_header(found.rows, header=header)
    if found.others and sheet is None:
        notes = (*notes, reason("other_sheets", name=found.name, listed=listed(found.others)))
    reader = WorkbookReader(container, found.name, leading, columns, limits)
    return _source(container, "xlsx", columns, reader, notes=notes)


def _open_text(
    container: Container,
    head: bytes,
    complete: bool,
    encoding: str | None,
    delimiter: str | None,
    header: bool | None,
    limits: Limits,
) -> Source:
    evidence = (
        head if encoding or not head.isascii() or complete else head + _first_accents(container, limits)
    )
    found = detect_encoding(evidence, complete=complete, given=encoding)
    _refuse_binary(container, head, found)
    text, all_of_it = _utf8_head(container, found, limits)
    notes = (found.note,) if found.note else ()
    if b"\0" in text or b"\\u0000" in text:
        notes = (*notes, reason("control_characters"))
    layout = json_layout(text[:4096].decode("utf-8", "replace")) if delimiter is None else None
    if layout is not None:
        return _open_json(container, found, layout, notes, limits)
    dialect, columns, more = detect_dialect(
        text, complete=all_of_it, delimiter=delimiter, header=header, limits=limits, name=container.name
    )
    reader = DelimitedReader(container, found, dialect, columns, limits)
    kind = "tsv" if dialect.delimiter == "\t" else "csv"
    return _source(
        container,
        kind,
        columns,
        reader,
        encoding=found.name,
        delimiter=dialect.delimiter,
        notes=(*notes, *more),
    )


def _open_json(
    container: Container, encoding: Encoding, layout: str, notes: tuple[Reason, ...], limits: Limits
) -> Source:
    reader = JsonReader(container, encoding, layout, (), limits)
    for batch in reader.batches(skip_rows=0, rows=1_000):
        names = (*reader.columns, *batch.table.column_names)
        reader.columns = tuple(dict.fromkeys(names))
        if batch.rows_end >= 1_000:
            break
    if not reader.columns:
        raise problem("no_objects", name=container.name)
    kind = "jsonl" if layout == "lines" else "json"
    return _source(container, kind, reader.columns, reader, encoding=encoding.name, notes=notes)


def _source(
    container: Container,
    kind: str,
    columns: tuple[str, ...],
    reader: Reader,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    notes: tuple[Reason, ...] = (),
) -> Source:
    ending = Path(container.name).suffix.lower()
    if container.compression == "none" and ending in {".gz", ".gzip", ".zip"}:
        notes = (reason("not_packed", ending=ending), *notes)
    if encoding is not None and ending in {".xlsx", ".xls", ".parquet"}:
        notes = (reason("not_binary", ending=ending), *notes)
    return Source(
        container.path,
        container.name,
        kind,
        container.compression,
        encoding,
        delimiter,
        columns,
        container.size,
        notes,
        reader=reader,
    )


def _first_accents(container: Container, limits: Limits) -> bytes:
    """Return the first block that is not plain ASCII: the start of a file need not show its encoding."""
    with open_stream(container, limits) as stream:
        for _ in range(_ASCII_SEARCH // _CHUNK):
            block = stream.read(_CHUNK)
            if not block:
                break
            if not block.isascii():
                _, _, lines = block.partition(b"\n")
                return lines.rpartition(b"\n")[0] or block
    return b""


def _refuse_binary(container: Container, head: bytes, encoding: Encoding) -> None:
    if encoding.name.startswith(("utf-16", "utf-32")):
        return
    odd = sum(head.count(byte) for byte in (*range(2, 9), *range(14, 27), 28, 29))
    if head.count(0) > len(head) // 5 or odd > max(16, len(head) // 20):
        raise problem("not_text", name=container.name)


def _utf8_head(container: Container, encoding: Encoding, limits: Limits) -> tuple[bytes, bool]:
    with open_stream(container, limits) as stream:
        text = Utf8Stream(stream, encoding)
        return text.read(_HEAD), text.ended
