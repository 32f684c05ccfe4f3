"""`goodword read`: a file of texts into a file with what each of them says, in bounded memory."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
    rejects: "list[Reject]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Eyes:
    """What reads: it adds `columns` to a table, among them `label`, which is counted."""

    version: str
    columns: tuple[str, ...]
    label: str
    read: "Callable[[pa.Table], pa.Table]"


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
    if out.exists() and out.samefile(file):
        raise InputError(f"{out} is the file that is read. Give another name after -o.")
    column = column_for(source, "text", text, "--text")
    eyes = _eyes(model, column)
    errors = Console(stderr=True, highlight=False, width=width())
    tally, left_out = _work(source, eyes, column, out, errors, quiet=as_json)
    if rejects is not None:
        _write_rejects(rejects, tally.rejects)
    if as_json:
        typer.echo(
            json.dumps(_result(source, out, column, eyes, tally, left_out), ensure_ascii=False, indent=1)
        )
    else:
        _summarise(source, out, column, tally, left_out, has_report=rejects is not None)
    return 0


def _eyes(model: Path | None, column: str) -> Eyes:
    from goodword.text import Reader
    from goodword.text.model_file import read as read_file

    if model is not None and read_file(model)[0].get("kind") == "model":
        return _model_eyes(model, column)
    reader = Reader.default() if model is None else Reader.load(model)
    columns = tuple(reader.read_table(_table_of({column: []}), column).column_names)
    added = tuple(name for name in columns if name != column)
    return Eyes(reader.version, added, "sentiment", lambda table: reader.read_table(table, column))


def _model_eyes(path: Path, column: str) -> Eyes:
    import pyarrow as pa

    from goodword.text import Model

    model = Model.load(path)

    def label(table: "pa.Table") -> "pa.Table":
        texts = [None if each is None else str(each) for each in table.column(column).to_pylist()]
        probabilities = model.predict_proba(texts)
        chosen = model.head.chosen(probabilities)
        labels = [model.classes[number] for number in chosen.tolist()]
        likely = probabilities[range(len(texts)), chosen]
        table = table.append_column("label", pa.array(labels, pa.string()))
        return table.append_column("label_probability", pa.array(likely, pa.float32()))

    return Eyes(path.name, ("label", "label_probability"), "label", label)


def _table_of(columns: dict[str, list[str]]) -> "pa.Table":
    import pyarrow as pa

    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _work(
    source: "Source", eyes: Eyes, column: str, out: Path, errors: Console, *, quiet: bool
) -> tuple[Tally, list[str]]:
    from goodword.connectors.files import open_writer

    tally = Tally()
    with open_writer(out) as writer, rows_bar(errors, f"reading {source.name}", quiet=quiet) as show:
        for batch in source.batches(rows=_ROWS):
            tally.rejects += batch.rejects
            for part in _parts(batch, source, column, eyes):
                told = eyes.read(part)
                writer.write(told)
                _count(told, eyes, tally)
                show(batch.progress, tally.rows)
        if not tally.rows:
            writer.write(eyes.read(_table_of({name: [] for name in source.columns})))
    return tally, writer.left_out


def _parts(batch: "Batch", source: "Source", column: str, eyes: Eyes) -> "Iterator[pa.Table]":
    """Yield a batch in parts of bounded text, with all columns of the file and none that the reading would replace."""
    import pyarrow as pa

    table = batch.table
    for name in source.columns:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), pa.string()))
    table = table.rename_columns([_kept_name(name, column, eyes) for name in table.column_names])
    begin, size = 0, 0
    for number, text in enumerate(table.column(column).to_pylist()):
        size += min(len(str(text)), _LONGEST)
        if size >= _CHARACTERS:
            yield table.slice(begin, number + 1 - begin)
            begin, size = number + 1, 0
    if begin < len(table):
        yield table.slice(begin)


def _kept_name(name: str, column: str, eyes: Eyes) -> str:
    """Return the name of one of the file's own columns: not that of a column which the reading adds."""
    return f"{name}_given" if name in eyes.columns and name != column else name


def _count(told: "pa.Table", eyes: Eyes, tally: Tally) -> None:
    tally.rows += len(told)
    tally.labels.update(told.column(eyes.label).to_pylist())
    if "language" in eyes.columns:
        tally.languages.update(told.column("language").to_pylist())


def _write_rejects(place: Path, rejects: "list[Reject]") -> None:
    from goodword.connectors.files import reject_report

    with place.open("wb") as stream:
        stream.writelines(reject_report(rejects))


def _result(
    source: "Source", out: Path, column: str, eyes: Eyes, tally: Tally, left_out: list[str]
) -> dict[str, Any]:
    return {
        "file": source.name,
        "out": str(out),
        "text": column,
        "model": eyes.version,
        "rows": tally.rows,
        "rejected": len(tally.rejects),
        "labels": {label or "": count for label, count in _ordered(tally.labels)},
        "languages": dict(_ordered(tally.languages)),
        "renamed": [name for name in source.columns if _kept_name(name, column, eyes) != name],
        "left_out": left_out,
    }


def _ordered(counts: "Counter[Any]") -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))


def _summarise(
    source: "Source", out: Path, column: str, tally: Tally, left_out: list[str], *, has_report: bool
) -> None:
    console = Console(highlight=False, soft_wrap=True)
    labels = ", ".join(f"{count:,} {label or 'left to a person'}" for label, count in _ordered(tally.labels))
    console.print(
        Text(f"{tally.rows:,} rows of {source.name} (texts from {column}) are in {out}: {labels or 'none'}.")
    )
    if tally.languages:
        languages = ", ".join(f"{code} {count:,}" for code, count in _ordered(tally.languages))
        console.print(Text(f"Languages: {languages}."))
    if left_out:
        console.print(
            Text(
                f"Columns that came too late for this format are left out: {', '.join(left_out)}. Write .jsonl."
            )
        )
    if tally.rejects:
        first = tally.rejects[0]
        report = "" if has_report else " Pass --rejects FILE to get them all."
        console.print(
            Text(f"{len(tally.rejects):,} rows cannot be used; line {first.line}: {first.reason}{report}")
        )
