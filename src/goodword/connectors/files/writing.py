"""Tables written as they come: CSV, TSV, JSON lines or Parquet by the name of the file, whole or not at all."""

import contextlib
import csv
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from .export import safe_cell
from .problems import problem

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


class TableWriter(Protocol):
    """Takes tables one after the other; the first one says which columns there are."""

    @property
    def left_out(self) -> list[str]:
        """Columns that came later and could not be written."""

    def write(self, table: pa.Table) -> None:
        """Write the rows of a table."""


@contextmanager
def open_writer(path: Path) -> Iterator[TableWriter]:
    """Give a writer for the format that the file's ending names (.csv, .tsv, .jsonl, .parquet; text also .gz).

    The file appears under its name only when everything is written; after an error there is none. CSV and TSV are for
    spreadsheets too: UTF-8 with a byte order mark, no cell that runs as a formula. Raises FileError for other endings.
    """
    ending, packed = _ending(path)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        if ending == ".parquet":
            with beside.open("wb") as raw, contextlib.closing(_ParquetWriter(raw)) as parquet:
                yield parquet
        else:
            with _text_file(beside, packed) as text:
                yield _JsonWriter(text) if ending in {".jsonl", ".ndjson"} else _CsvWriter(text, ending)
        beside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def _ending(path: Path) -> tuple[str, bool]:
    name = path.name.lower()
    packed = name.endswith(".gz")
    ending = Path(name.removesuffix(".gz")).suffix
    if ending not in ENDINGS or (packed and ending == ".parquet"):
        raise problem("unknown_ending", name=path.name, endings=", ".join(ENDINGS))
    return ending, packed


@contextmanager
def _text_file(path: Path, packed: bool) -> Iterator[IO[str]]:
    with path.open("wb") as raw:
        if not packed:
            with io.TextIOWrapper(raw, "utf-8", newline="") as text:
                yield text
            return
        with (
            gzip.GzipFile("", "wb", 6, raw, mtime=0) as file,
            io.TextIOWrapper(file, "utf-8", newline="") as text,
        ):
            yield text


class _CsvWriter:
    def __init__(self, file: IO[str], ending: str) -> None:
        self.left_out: list[str] = []
        self._file = file
        self._columns: list[str] = []
        self._csv = csv.writer(file, delimiter="\t" if ending == ".tsv" else ",", lineterminator="\r\n")

    def write(self, table: pa.Table) -> None:
        if not self._columns:
            self._columns = table.column_names
            self._file.write("\ufeff")
            self._csv.writerow([safe_cell(name) for name in self._columns])
        _note_new(table, self._columns, self.left_out)
        there = set(table.column_names)
        values = [
            table.column(name).to_pylist() if name in there else [None] * len(table) for name in self._columns
        ]
        self._csv.writerows([_cell(value) for value in row] for row in zip(*values, strict=True))


def _cell(value: object) -> str:
    return safe_cell("; ".join(map(str, value)) if isinstance(value, list) else value)


class _JsonWriter:
    def __init__(self, file: IO[str]) -> None:
        self.left_out: list[str] = []
        self._file = file

    def write(self, table: pa.Table) -> None:
        for row in table.to_pylist():
            self._file.write(json.dumps(row, ensure_ascii=False, default=str))
            self._file.write("\n")


class _ParquetWriter:
    def __init__(self, file: IO[bytes]) -> None:
        self.left_out: list[str] = []
        self._file = file
        self._writer: pq.ParquetWriter | None = None
        self._schema = pa.schema([])

    def write(self, table: pa.Table) -> None:
        if self._writer is None:
            # A column that is empty so far is text: every reader of text gives text.
            fields = [
                field.with_type(pa.string()) if pa.types.is_null(field.type) else field
                for field in table.schema
            ]
            self._schema = pa.schema(fields)
            self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        _note_new(table, self._schema.names, self.left_out)
        there = set(table.column_names)
        columns = [
            table.column(field.name).cast(field.type)
            if field.name in there
            else pa.nulls(len(table), field.type)
            for field in self._schema
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, self._schema)
        self._writer.close()


def _note_new(table: pa.Table, known: list[str], left_out: list[str]) -> None:
    left_out += [name for name in table.column_names if name not in known and name not in left_out]
