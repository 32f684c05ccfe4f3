"""The simulator's tables in the shape of the bulk writes."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from goodword.connectors.files import Occurrences, row_keys, schema_for
from goodword.core.ids import content_key
from goodword.sample import Workspace

_LEARNER = "lumen-p-"
_LABELLED_BY_FILE = 0.4
_JUDGED, _JUDGED_IN_DAYS = 120, 21


def people(workspace: Workspace) -> pa.Table:
    """Return the people with what only the school knows of them in `extra`."""
    table = _into_extra(workspace.people, ("segment", "stage"))
    return _keyed(table.rename_columns({"person_id": "external_id"}), "people")


def mentions(workspace: Workspace) -> pa.Table:
    """Return the mentions; a learner who wrote one is its author by id and by name."""
    names = dict(
        zip(*(workspace.people.column(name).to_pylist() for name in ("person_id", "name")), strict=True)
    )
    authors = workspace.mentions.column("author").to_pylist()
    table = workspace.mentions.set_column(
        workspace.mentions.schema.get_field_index("author"),
        "author",
        pa.array([names.get(a, a) for a in authors]),
    )
    ids = pa.array([a if a and a.startswith(_LEARNER) else None for a in authors], pa.string())
    return _keyed(_as_if_exported(table).append_column("author_id", ids), "mentions")


def _as_if_exported(table: pa.Table) -> pa.Table:
    """Keep the labels of some mentions only, as if from an export of another tool; the model reads the others."""
    kept = pa.array([_chance("file", each) < _LABELLED_BY_FILE for each in table["external_id"].to_pylist()])
    for name in ("sentiment", "cause"):
        column = pc.if_else(kept, table[name], None)
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def judgements(workspace: Workspace, names: Sequence[str], until: datetime) -> pa.Table:
    """Return what the school's people have said of some mentions in the weeks before a moment: the truth.

    Half of them were drawn by chance (the first by key, see `understanding.asking`), half were somebody's own choice.
    """
    keys = mentions(workspace)["key"].to_pylist()
    truth = sorted(zip(keys, workspace.labels.to_pylist(), strict=True), key=lambda each: each[0])
    chosen = truth[: min(_JUDGED, len(truth) // 25)]
    half = len(chosen) // 2
    step = timedelta(days=_JUDGED_IN_DAYS) / max(1, len(chosen))
    return pa.table(
        {
            "key": [key for key, _label in chosen],
            "sentiment": [label["sentiment"] for _key, label in chosen],
            "cause": pa.array([label["cause"] for _key, label in chosen], pa.string()),
            "reason": ["random" if n < half else "free" for n in range(len(chosen))],
            "name": [names[n % len(names)] for n in range(len(chosen))],
            "at": [until - step * (len(chosen) - n) for n in range(len(chosen))],
        }
    )


def _chance(*of: str) -> float:
    return int(content_key(*of)[:8], 16) / 0x1_0000_0000


def answers(workspace: Workspace) -> pa.Table:
    """Return the answers, one JSON object of item → answer in `extra`."""
    kept = ("response_id", "respondent", "submitted_at")
    table = _into_extra(workspace.answers, tuple(n for n in workspace.answers.column_names if n not in kept))
    return _keyed(table, "survey")


def events(workspace: Workspace) -> pa.Table:
    """Return the events in the fields of the schema `events`."""
    names = ["ts" if name == "ts_us" else name for name in workspace.events.column_names]
    table = workspace.events.rename_columns(names).drop_columns(
        ["local_day", "received_day", "tenant", "source"]
    )
    return table.append_column("key", table.column("event_id"))


def _into_extra(table: pa.Table, names: tuple[str, ...]) -> pa.Table:
    rows = table.select(list(names)).to_pylist()
    known = table.column("extra").to_pylist() if "extra" in table.column_names else [None] * table.num_rows
    merged = [
        json.dumps({**json.loads(before or "{}"), **row}, ensure_ascii=False)
        for before, row in zip(known, rows, strict=True)
    ]
    rest = table.drop_columns([name for name in (*names, "extra") if name in table.column_names])
    return rest.append_column("extra", pa.array(merged, pa.string()))


def _keyed(table: pa.Table, kind: str) -> pa.Table:
    keys = row_keys(table, identity=schema_for(kind).identity, seen=Occurrences())
    return table.append_column("key", pa.array(keys, pa.string()))


def chunks(table: pa.Table, rows: int) -> list[pa.Table]:
    """Return a table in parts of so many rows."""
    return [table.slice(start, rows) for start in range(0, max(table.num_rows, 1), rows)]
