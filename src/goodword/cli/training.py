"""`goodword train`: a model from a file of labelled texts, with what it is worth on texts it has not seen."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from goodword.core.errors import InputError

from .progress import width
from .text_files import Delimiter, Encoding, File, Json, Sheet, TextColumn, column_for, open_texts

if TYPE_CHECKING:
    from goodword.connectors.files import Source
    from goodword.text import Assessment

_HELD_OUT = 5  # one in so many
_FEWEST = 50  # texts below which none are held out

Out = Annotated[Path, typer.Option("--out", "-o", help="Where to write the model.", show_default=False)]
Label = Annotated[
    str | None,
    typer.Option("--label", help="The column with the labels, if it is not found.", metavar="COLUMN"),
]
Profile = Annotated[str, typer.Option(help="quality or fast.")]
Seed = Annotated[int, typer.Option(help="The same seed and file give the same model.")]


def train(
    file: File,
    out: Out,
    text: TextColumn = None,
    label: Label = None,
    profile: Profile = "quality",
    seed: Seed = 0,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    as_json: Json = False,
) -> int:
    """Train a model on labelled texts and say how good it is on a fifth it has not seen."""
    if profile not in ("quality", "fast"):
        raise typer.BadParameter(f"--profile {profile} is not known. Choose quality or fast.")
    source = open_texts(file, encoding, delimiter, sheet)
    columns = column_for(source, "text", text, "--text"), column_for(source, "sentiment", label, "--label")
    if columns[0] == columns[1]:
        raise InputError(
            f"{columns[0]} cannot hold both the texts and the labels. Pass another --label COLUMN."
        )
    errors = Console(stderr=True, highlight=False, width=width())
    with errors.status("reading …") as status:
        texts, labels, skipped = _labelled(source, *columns)
        quality = _quality(texts, labels, profile, seed, status.update)
        status.update("training on all texts …")
        _save(texts, labels, profile, seed, out)
    if as_json:
        typer.echo(
            json.dumps(_result(source, out, columns, texts, skipped, quality), ensure_ascii=False, indent=1)
        )
    else:
        _summarise(source, out, columns, texts, skipped, quality)
    return 0


def _labelled(source: "Source", text: str, label: str) -> tuple[list[str], list[str], int]:
    """Return texts and their labels, and how many rows have none."""
    from goodword.connectors.files.columns import column_texts

    texts: list[str] = []
    labels: list[str] = []
    rows = 0
    for batch in source.batches():
        rows += len(batch.table) + len(batch.rejects)
        if {text, label} <= set(batch.table.column_names):
            both = (column_texts(batch.table.column(name)).to_pylist() for name in (text, label))
            for said, meant in zip(*both, strict=True):
                if said and said.strip() and meant and meant.strip():
                    texts.append(said)
                    labels.append(meant.strip())
    if not texts:
        raise InputError(
            f"No row of {source.name} has a text in {text!r} and a label in {label!r}. Pass other columns."
        )
    return texts, labels, rows - len(texts)


def _quality(texts: list[str], labels: list[str], profile: str, seed: int, say: Any) -> "Assessment | None":
    """Train on four fifths and measure on the rest; copies of a text are never on both sides."""
    from goodword.text import assess, train

    say("looking for copies …")
    held_out = _held_out(texts, labels, seed)
    known = [k for k in range(len(texts)) if k not in held_out]
    if not held_out or len({labels[k] for k in known}) < 2:
        return None
    say("training on four fifths …")
    model = train([texts[k] for k in known], [labels[k] for k in known], profile=profile, seed=seed)  # type: ignore[arg-type]
    say("measuring …")
    asked = sorted(held_out)
    truth, unseen = [labels[k] for k in asked], [texts[k] for k in asked]
    return assess(truth, model.classes, model.predict_proba(unseen), predicted=model.predict(unseen).tolist())


def _held_out(texts: list[str], labels: list[str], seed: int) -> set[int]:
    """Return a fifth of the texts of each label, by clusters of copies."""
    import numpy as np

    from goodword.text import near_duplicates

    if len(texts) < _FEWEST:
        return set()
    clusters = near_duplicates(texts)
    by_label: dict[str, list[int]] = {}
    for first in np.unique(clusters).tolist():
        by_label.setdefault(labels[first], []).append(first)
    generator = np.random.Generator(np.random.PCG64(seed))
    chosen: list[int] = []
    for label in sorted(by_label):
        order = generator.permutation(by_label[label])
        chosen += order[: len(order) // _HELD_OUT].tolist()
    return set(np.flatnonzero(np.isin(clusters, chosen)).tolist())


def _save(texts: list[str], labels: list[str], profile: str, seed: int, out: Path) -> None:
    from goodword.text import train

    train(texts, labels, profile=profile, seed=seed).save(out)  # type: ignore[arg-type]


def _result(
    source: "Source",
    out: Path,
    columns: tuple[str, str],
    texts: list[str],
    skipped: int,
    quality: "Assessment | None",
) -> dict[str, Any]:
    held_out = None
    if quality is not None:
        held_out = {
            "texts": quality.n,
            "accuracy": _triple(quality.accuracy),
            "macro_f1": _triple(quality.macro_f1),
            "calibration_error": quality.calibration_error,
            "coverage": {f"{each.accuracy:g}": each.share for each in quality.coverage},
            "labels": {
                each.label: {
                    "precision": each.precision,
                    "recall": each.recall,
                    "f1": each.f1,
                    "texts": each.support,
                }
                for each in quality.per_label
            },
        }
    return {
        "file": source.name,
        "out": str(out),
        "text": columns[0],
        "label": columns[1],
        "texts": len(texts),
        "without_text_or_label": skipped,
        "held_out": held_out,
    }


def _triple(estimate: Any) -> dict[str, float]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def _summarise(
    source: "Source",
    out: Path,
    columns: tuple[str, str],
    texts: list[str],
    skipped: int,
    quality: "Assessment | None",
) -> None:
    console = Console(highlight=False, soft_wrap=True)
    left = f" ({skipped:,} rows without a text or a label left out)" if skipped else ""
    console.print(
        Text(
            f"Trained on {len(texts):,} texts of {source.name}, {columns[0]} → {columns[1]}{left}. The model is in {out}."
        )
    )
    if quality is None:
        console.print("Too few texts to hold some back: what it is worth is not measured.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    table.add_column("label", header_style="bold", overflow="fold")
    for title in ("precision", "recall", "F1", "texts"):
        table.add_column(title, header_style="bold", justify="right")
    for each in quality.per_label:
        table.add_row(
            Text(each.label),
            f"{each.precision:.3f}",
            f"{each.recall:.3f}",
            f"{each.f1:.3f}",
            f"{each.support:,}",
        )
    accuracy, macro = quality.accuracy, quality.macro_f1
    kept = ", ".join(f"{each.share:.0%} at {each.accuracy:.0%}" for each in quality.coverage)
    console.print(f"On {quality.n:,} texts it had not seen (copies kept apart; intervals of 95 %):")
    console.print(f"accuracy {accuracy.value:.3f} ({accuracy.low:.3f} to {accuracy.high:.3f}), "
                  f"macro-F1 {macro.value:.3f} ({macro.low:.3f} to {macro.high:.3f})")  # fmt: skip
    console.print(
        f"calibration error {quality.calibration_error:.3f}; texts labelled alone at an accuracy: {kept}"
    )
    console.print(table)
