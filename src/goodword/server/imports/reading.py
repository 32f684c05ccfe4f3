"""A file opened the way a run says: columns settled, rows typed and keyed, piece by piece."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _

from goodword.connectors.files import (
    Batch,
    ColumnGuess,
    Formats,
    Occurrences,
    Profile,
    Reject,
    Source,
    check_mapping,
    find_formats,
    guessed_mapping,
    open_source,
    prepare,
    recognise,
    row_keys,
)
from goodword.connectors.files.columns import column_texts

from .checks import check_rows
from .kinds import Kind
from .options import Options
from .told import told, told_to_the_reader

CHUNK_ROWS = 40_000
CHUNK_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows ready to be added (`table`, with `key` and `line`), and those that cannot be.

    `rows_end` rows of the file are dealt with after it; `progress` is the share of the file (0 to 1).
    """

    table: pa.Table
    rejects: Sequence[Reject]
    rows_end: int
    progress: float


@dataclass(slots=True)
class Reading:
    """A file and how it is read; `guesses` is what recognition made of its columns."""

    kind: Kind
    source: Source
    guesses: Sequence[ColumnGuess]
    mapping: Mapping[str, str]
    options: Options
    zone: str
    currency: str
    formats: Formats = field(default_factory=Formats)

    def chunks(self, *, after: int = 0) -> Iterator[Chunk]:
        """Yield the rows after the first `after` in pieces.

        Those before are read all the same: what makes equal rows different is how many came before.
        """
        seen = Occurrences()
        self._pass_by(after, seen)
        for batch in _gathered(self.source.batches(skip_rows=after, rows=CHUNK_ROWS), CHUNK_ROWS):
            yield self._chunk(batch, seen)

    def _pass_by(self, rows: int, seen: Occurrences) -> None:
        """Note what the first rows hold, and not one more: the pieces were cut otherwise, perhaps, before."""
        position, before = 0, -1
        while before < position < rows:
            before = position
            for batch in self.source.batches(skip_rows=position, rows=min(CHUNK_ROWS, rows - position)):
                if batch.rows_end > rows:
                    break
                self._chunk(batch, seen)
                position = batch.rows_end

    @told_to_the_reader()
    def first_rows(self, rows: int) -> tuple[Chunk, dict[int, dict[str, str]]]:
        """Return the first rows as they would be stored, and as they stand in the file, by line."""
        first: list[Batch] = []
        for batch in self.source.batches(rows=rows):
            first.append(batch)
            if sum(each.table.num_rows + len(each.rejects) for each in first) >= rows:
                break
        if not first:
            raise told(
                lambda: (
                    _("%(file)s has a header but no rows. Choose a file with at least one row.")
                    % {"file": self.source.name}
                )
            )
        whole = _joined(first)
        texts = {
            name: column_texts(whole.table.column(name)).to_pylist() for name in whole.table.column_names
        }
        raw = {
            int(line): {name: values[row] or "" for name, values in texts.items()}
            for row, line in enumerate(whole.lines)
        }
        return self._chunk(whole, Occurrences()), raw

    def _chunk(self, batch: Batch, seen: Occurrences) -> Chunk:
        schema = self.kind.schema
        prepared = prepare(
            batch, schema, self.mapping, self.options.constants, zone=self.zone, formats=self.formats
        )
        table, wrong = check_rows(self.kind.name, prepared.table, self.mapping, currency=self.currency)
        keys = row_keys(table, identity=schema.identity, seen=seen)
        rejects = sorted([*batch.rejects, *prepared.rejects, *wrong], key=lambda each: each.line)
        return Chunk(
            table.append_column("key", pa.array(keys, pa.string())), rejects, batch.rows_end, batch.progress
        )


def open_reading(
    path: Path | str, kind: Kind, options: Options, *, zone: str, currency: str, name: str = ""
) -> Reading:
    """Return a file ready to be read; InputError when it is not data or its columns do not fit the kind.

    `zone` is the brand's time zone, for clocks that name none where the options do not either, `currency` the one its
    amounts are in; `name` is what
    people call the file, where that is not its name on disk.
    """
    return made_ready(look_at(path, kind, options, zone=zone, currency=currency, name=name))


@told_to_the_reader()
def made_ready(reading: Reading) -> Reading:
    """Return a file that was looked at ready to be read; InputError when its rows would have no place to go."""
    kind, options = reading.kind, reading.options
    if kind.name == "survey" and not (options.survey or "").strip():
        raise told(
            lambda: _(
                "The answers belong to no survey yet. Give its name: in the field “Survey”, with --survey "
                "on the command line, or as “survey” in the options over HTTP."
            )
        )
    check_mapping(kind.schema, reading.source, reading.mapping, options.constants)
    reading.formats = find_formats(
        reading.source, kind.schema, reading.mapping, date_order=options.date_order
    )
    return reading


@told_to_the_reader()
def look_at(
    path: Path | str, kind: Kind, options: Options, *, zone: str, currency: str, name: str = ""
) -> Reading:
    """Return a file and what its columns seem to be, whether or not they fit the kind."""
    source = open_source(
        path,
        name=name or None,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        header=options.header,
    )
    guesses = recognise(kind.schema, source)
    mapping = dict(options.mapping or {})
    if options.mapping is None:
        mapping = _named(kind, source, _mapping(guesses, options), options)
    return Reading(kind, source, guesses, mapping, options, options.zone or zone, currency)


def _mapping(guesses: Sequence[ColumnGuess], options: Options) -> dict[str, str]:
    """Return the mapping recognition makes, with what the person said in its place."""
    said = dict(options.overrides)
    taken = set(said.values())
    found = {
        name: column
        for name, column in guessed_mapping(guesses).items()
        if name not in said and name not in options.constants and column not in taken
    }
    return {**found, **said}


def _named(kind: Kind, source: Source, mapping: dict[str, str], options: Options) -> dict[str, str]:
    """Give a needed field that has no column the one of its very name, whatever its values look like."""
    said = set(options.overrides.values())
    by_name = {column.casefold(): column for column in source.columns if column not in said}
    for spec in kind.schema.fields:
        if spec.required and spec.name not in {*mapping, *options.constants} and spec.name in by_name:
            column = by_name[spec.name]
            mapping = {name: other for name, other in mapping.items() if other != column}
            mapping[spec.name] = column
    return mapping


def with_profile(options: Options, profile: Profile) -> Options:
    """Return the options with what a profile says where they leave it open."""
    return replace(
        options,
        overrides={**profile.mapping, **options.overrides},
        constants={**profile.constants, **options.constants},
        date_order=options.date_order or profile.date_order,
    )


def _gathered(batches: Iterator[Batch], rows: int) -> Iterator[Batch]:
    """Join small batches: bad rows cut a file into many pieces, and each transaction has its price."""
    waiting: list[Batch] = []
    for batch in batches:
        fits = not waiting or batch.table.schema.equals(waiting[0].table.schema) or batch.table.num_rows == 0
        size = sum(each.table.num_rows + len(each.rejects) for each in (*waiting, batch))
        weight = sum(each.table.nbytes for each in waiting) + batch.table.nbytes
        if waiting and (not fits or size > rows or weight > CHUNK_BYTES):
            yield _joined(waiting)
            waiting = []
        waiting.append(batch)
    if waiting:
        yield _joined(waiting)


def _joined(batches: Sequence[Batch]) -> Batch:
    if len(batches) == 1:
        return batches[0]
    filled = [each for each in batches if each.table.num_rows] or list(batches[:1])
    return Batch(
        table=pa.concat_tables([each.table for each in filled], promote_options="permissive"),
        lines=np.concatenate([each.lines for each in filled]),
        rejects=[reject for each in batches for reject in each.rejects],
        progress=batches[-1].progress,
        rows_end=batches[-1].rows_end,
    )
