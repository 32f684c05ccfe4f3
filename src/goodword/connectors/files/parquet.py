"""Parquet files, row group by row group, with their own types."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .arrow import Array, Column
from .batches import Batch
from .containers import Container, open_stream
from .flatten import as_text
from .headers import unique_names
from .limits import Limits
from .problems import problem

_CHUNK = 1 << 20


@dataclass(slots=True)
class ParquetReader:
    """Reads Parquet; the line of a row is its number in the file, counted from 1."""

    container: Container
    columns: tuple[str, ...]
    limits: Limits

    def batches(self, *, skip_rows: int, rows: int) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time."""
        with open_seekable(self.container, self.limits) as raw, _open_file(raw, self.container) as file:
            total = max(file.metadata.num_rows, 1)
            begin, groups = _first_group(file.metadata, skip_rows)
            if not groups:
                return
            for chunk in _chunks(file, groups, rows, self.container):
                table = flat_table(pa.Table.from_batches([chunk]))
                first, begin = begin, begin + len(table)
                table = table.slice(max(0, skip_rows - first))
                if len(table):
                    lines = np.arange(begin - len(table) + 1, begin + 1, dtype=np.int64)
                    yield Batch(table, lines, [], begin / total, begin)


def read_columns(container: Container, limits: Limits) -> tuple[str, ...]:
    """Return the column names of a Parquet file, nested ones taken apart by one level."""
    with open_seekable(container, limits) as raw, _open_file(raw, container) as file:
        return tuple(flat_table(file.schema_arrow.empty_table()).column_names)


@contextmanager
def open_seekable(container: Container, limits: Limits) -> Iterator[BinaryIO]:
    """Give a file whose bytes can be read in any order; packed ones are unpacked to a temporary file."""
    if container.compression == "none":
        with container.path.open("rb") as raw:
            yield raw
        return
    with tempfile.TemporaryFile() as unpacked, open_stream(container, limits) as stream:
        while block := stream.read(_CHUNK):
            unpacked.write(block)
        if stream.damage is not None:
            raise problem("damaged_file", name=container.name, detail=stream.damage)
        unpacked.seek(0)
        yield unpacked


@contextmanager
def _open_file(raw: BinaryIO, container: Container) -> Iterator[pq.ParquetFile]:
    try:
        file = pq.ParquetFile(raw, buffer_size=_CHUNK, pre_buffer=False)
    except (pa.ArrowException, OSError):
        raise problem("damaged_parquet", name=container.name) from None
    yield file


def _first_group(metadata: Any, skip_rows: int) -> tuple[int, list[int]]:
    """Return the rows before the first row group that is needed, and the groups from it on."""
    before = 0
    for group in range(metadata.num_row_groups):
        size = metadata.row_group(group).num_rows
        if before + size > skip_rows:
            return before, list(range(group, metadata.num_row_groups))
        before += size
    return before, []


def _chunks(
    file: pq.ParquetFile, groups: list[int], rows: int, container: Container
) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(batch_size=rows, row_groups=groups, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        detail = str(error).splitlines()[0]
        raise problem("damaged_file", name=container.name, detail=detail) from None


def flat_table(table: pa.Table) -> pa.Table:
    """Return a table whose structs are columns with dots in their names, and whose lists are JSON text.

    >>> flat_table(pa.table({"user": [{"id": 7}], "tags": [["a"]]})).to_pylist()
    [{'user.id': 7, 'tags': '["a"]'}]
    """
    columns: list[Array] = []
    names: list[str] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_struct(column.type):
            for inner in column.type:
                columns.append(_simple(_struct_field(column, inner.name)))
                names.append(f"{name}.{inner.name}")
        else:
            columns.append(_simple(column))
            names.append(name)
    return pa.table(columns, names=list(unique_names(names)))


def _struct_field(column: Column, name: str) -> Column:
    parts = [chunk.flatten()[chunk.type.get_field_index(name)] for chunk in column.chunks]
    return pa.chunked_array(parts, type=column.type.field(name).type)


def _simple(column: Column) -> Column:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_nested(kind):
        return pa.chunked_array(
            [pa.array([as_text(_plain(value)) for value in column.to_pylist()], pa.string())]
        )
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        texts = [None if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    return column


def _plain(value: Any) -> Any:
    """Return a nested value with everything that JSON has no word for as text."""
    return None if value is None else json.loads(json.dumps(value, default=str))
