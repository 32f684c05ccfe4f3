"""`goodword read`: a file of texts into a file with what each of them says, in bounded memory."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from goodword.core.errors import InputError

from .progress import rows_bar, width
from .text_files import Delimiter, Encoding, File, Json, Sheet, TextColumn, column_for, open_texts

if TYPE_CHECKING:
    import pyarrow as pa

    from goodword.connectors.files import Batch, Reject, Source

_ROWS = 4_000
_CHARACTERS = 4_000_000  # of texts read at once, whatever the rows
_LONGEST = 100_000  # characters of a text that are read

Out = Annotated[
    Path,
    typer.Option("--out", "-o", help="Where to write: .csv, .tsv, .jsonl or .parquet.", show_default=False),
]
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--model",
        help="A file from goodword train, or a taught reader (default: the shipped reader).",
        metavar="FILE",
    ),
]
Rejects = Annotated[
    Path | None, typer.Option(help="Where to write the rows that cannot be used.", metavar="FILE")
]


@dataclass(slots=True)
class Tally:
    """What was read so far."""

    rows: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    labels: Counter[str | None] = field(default_factory=Counter)
    rejected: int = 0
    first_reject: "Reject | None" = None
    renamed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Eyes:
    """What reads: it adds `columns` to a table with texts in a column, among them `label`, which is counted."""

    version: str
    columns: tuple[str, ...]
    label: str
    read: "Callable[[pa.Table, str], pa.Table]"


class Names:
    """What the file's own columns are called where they are written: none as a column that is added, no two alike."""

    def __init__(self, own: Iterable[str], added: Sequence[str]) -> None:
        self._taken = set(added)
        self._given: dict[str, str] = {}
        for name in sorted(own, key=self._taken.__contains__):  # what can keep its name comes first
            self.of(name)

    def of(self, name: str) -> str:
        """Return what a column is called: its own name, or the first free one of `_given`, `_given2`, …"""
        if name not in self._given:
            self._given[name] = next(each for each in _spellings(name) if each not in self._taken)
            self._taken.add(self._given[name])
        return self._given[name]

    @property
    def changed(self) -> list[str]:
        """The columns of the file that have another name."""
        return [name for name, given in self._given.items() if given != name]


def _spellings(name: str) -> Iterator[str]:
    yield from (name, f"{name}_given")
    yield from (f"{name}_given{number}" for number in count(2))


def read(
    file: File,
    out: Out,
    text: TextColumn = None,
    model: ModelFile = None,
    rejects: Rejects = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    as_json: Json = False,
) -> int:
    """Say what each text of a file is about: language, sentiment, cause, intent, aspects."""
    source = open_texts(file, encoding, delimiter, sheet)
    _check_places(file, out, rejects)
    column = column_for(source, "text", text, "--text")
    eyes = _eyes(model)
    errors = Console(stderr=True, highlight=False, width=width())
    tally = _work(source, eyes, column, out, rejects, errors, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(_result(source, out, column, eyes, tally), ensure_ascii=False, indent=1))
    else:
        _summarise(source, out, column, tally, has_report=rejects is not None)
    return 0


def _check_places(file: Path, out: Path, rejects: Path | None) -> None:
    for place, option in ((out, "-o"), (rejects, "--rejects")):
        if place is not None and place.exists() and place.samefile(file):
            raise InputError(f"{place} is the file that is read. Give another name after {option}.")
    if rejects is not None and rejects.resolve() == out.resolve():
        raise InputError(
            f"{out} cannot hold both what is read and the rejects. Give another name after --rejects."
        )


def _eyes(model: Path | None) -> Eyes:
    from goodword.text import Reader
    from goodword.text.model_file import read as read_file

    if model is not None and read_file(model)[0].get("kind") == "model":
        return _model_eyes(model)
    reader = Reader.default() if model is None else Reader.load(model)
    added = tuple(reader.read_table(_table_of(["text"])).column_names[1:])
    return Eyes(reader.version, added, "sentiment", reader.read_table)


def _model_eyes(path: Path) -> Eyes:
    import pyarrow as pa

    from goodword.text import Model

    model = Model.load(path)

    def label(table: "pa.Table", column: str) -> "pa.Table":
        texts = [None if each is None else str(each) for each in table.column(column).to_pylist()]
        probabilities = model.predict_proba(texts)
        chosen = model.head.chosen(probabilities)
        labels = [model.classes[number] for number in chosen.tolist()]
        likely = probabilities[range(len(texts)), chosen]
        table = table.append_column("label", pa.array(labels, pa.string()))
        return table.append_column("label_probability", pa.array(likely, pa.float32()))

    return Eyes(path.name, ("label", "label_probability"), "label", label)


def _table_of(columns: Iterable[str]) -> "pa.Table":
    import pyarrow as pa

    return pa.table({name: pa.array([], pa.string()) for name in columns})


def _work(
    source: "Source",
    eyes: Eyes,
    column: str,
    out: Path,
    rejects: Path | None,
    errors: Console,
    *,
    quiet: bool,
) -> Tally:
    from goodword.connectors.files import open_writer

    tally, names = Tally(), Names(source.columns, eyes.columns)
    with (
        open_writer(out) as writer,
        _report(rejects) as report,
        rows_bar(errors, f"reading {source.name}", quiet=quiet) as show,
    ):
        for batch in source.batches(rows=_ROWS):
            report(batch.rejects)
            _count_rejects(batch.rejects, tally)
            for part in _parts(batch, source, column):
                told = eyes.read(part.rename_columns([*map(names.of, part.column_names)]), names.of(column))
                writer.write(told)
                _count(told, eyes, tally)
                show(batch.progress, tally.rows)
        if not tally.rows:
            writer.write(eyes.read(_table_of(map(names.of, source.columns)), names.of(column)))
    tally.renamed, tally.left_out = names.changed, writer.left_out
    return tally


@contextmanager
def _report(place: Path | None) -> "Iterator[Callable[[list[Reject]], None]]":
    """Give what writes the rows that cannot be used, as they come."""
    from goodword.connectors.files import reject_report

    if place is None:
        yield lambda _rejects: None
        return
    with place.open("wb") as stream:
        stream.writelines(reject_report([]))
        yield lambda rejects: stream.writelines(reject_report(rejects, bom=False, header=False))


def _parts(batch: "Batch", source: "Source", column: str) -> "Iterator[pa.Table]":
    """Yield a batch in parts of bounded text, with all columns of the file."""
    import pyarrow as pa

    table = batch.table
    for name in source.columns:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), pa.string()))
    begin, size = 0, 0
    for number, text in enumerate(table.column(column).to_pylist()):
        size += min(len(str(text)), _LONGEST)
        if size >= _CHARACTERS:
            yield table.slice(begin, number + 1 - begin)
            begin, size = number + 1, 0
    if begin < len(table):
        yield table.slice(begin)


def _count(told: "pa.Table", eyes: Eyes, tally: Tally) -> None:
    tally.rows += len(told)
    tally.labels.update(told.column(eyes.label).to_pylist())
    if "language" in eyes.columns:
        tally.languages.update(told.column("language").to_pylist())


def _count_rejects(rejects: "list[Reject]", tally: Tally) -> None:
    tally.rejected += len(rejects)
    if rejects and tally.first_reject is None:
        tally.first_reject = rejects[0]


def _result(source: "Source", out: Path, column: str, eyes: Eyes, tally: Tally) -> dict[str, Any]:
    return {
        "file": source.name,
        "out": str(out),
        "text": column,
        "model": eyes.version,
        "rows": tally.rows,
        "rejected": tally.rejected,
        "labels": {label or "": count for label, count in _ordered(tally.labels)},
        "languages": dict(_ordered(tally.languages)),
        "renamed": tally.renamed,
        "left_out": tally.left_out,
    }


def _ordered(counts: "Counter[Any]") -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))


def _summarise(source: "Source", out: Path, column: str, tally: Tally, *, has_report: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    labels = ", ".join(f"{count:,} {label or 'left to a person'}" for label, count in _ordered(tally.labels))
    console.print(
        Text(f"{tally.rows:,} rows of {source.name} (texts from {column}) are in {out}: {labels or 'none'}.")
    )
    if tally.languages:
        languages = ", ".join(f"{code} {count:,}" for code, count in _ordered(tally.languages))
        console.print(Text(f"Languages: {languages}."))
    if tally.left_out:
        console.print(
            Text(
                f"Columns that came too late for this format are left out: {', '.join(tally.left_out)}. Write .jsonl."
            )
        )
    if first := tally.first_reject:
        report = "" if has_report else " Pass --rejects FILE to get them all."
        console.print(
            Text(f"{tally.rejected:,} rows cannot be used; line {first.line}: {first.reason}{report}")
        )
