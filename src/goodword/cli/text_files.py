"""What the commands that read texts from a file have in common: its options, its columns."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goodword.core.errors import InputError

if TYPE_CHECKING:
    from goodword.connectors.files import Source

File = Annotated[
    Path,
    typer.Argument(
        help="The file: CSV, TSV, JSONL, Parquet or XLSX; plain, gzip or zip.", show_default=False
    ),
]
TextColumn = Annotated[
    str | None,
    typer.Option("--text", help="The column with the texts, if it is not found.", metavar="COLUMN"),
]
Encoding = Annotated[
    str | None, typer.Option(help="The encoding, if it is recognised wrongly (utf-8, gb18030 …).")
]
Delimiter = Annotated[
    str | None, typer.Option(help="What stands between columns, if it is recognised wrongly.")
]
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook (default: the first with data).")]
Json = Annotated[bool, typer.Option("--json", help="Print the result for a machine.")]


def open_texts(file: Path, encoding: str | None, delimiter: str | None, sheet: str | None) -> "Source":
    """Open a file; see `open_source`."""
    from goodword.connectors.files import open_source

    between = "\t" if delimiter in {"\\t", "tab"} else delimiter
    return open_source(file, encoding=encoding, delimiter=between, sheet=sheet)


def column_for(source: "Source", field: str, given: str | None, flag: str) -> str:
    """Return the column that was given, or the one that is recognised as a field of mentions (text, sentiment)."""
    from goodword.connectors.files import guessed_mapping, recognise, schema_for

    listed = ", ".join(source.columns[:20])
    if given is None:
        found = guessed_mapping(recognise(schema_for("mentions"), source)).get(field)
        if found is None:
            raise InputError(
                f"Which column of {source.name} to take is not clear. Pass {flag} COLUMN, one of: {listed}."
            )
        return found
    if given not in source.columns:
        near = get_close_matches(given, source.columns, 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise InputError(f"{source.name} has no column {given!r}.{hint} Columns: {listed}.")
    return given
