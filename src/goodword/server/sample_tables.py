"""The simulator's tables in the shape of the bulk writes."""

import json

import pyarrow as pa

from goodword.connectors.files import Occurrences, row_keys, schema_for
from goodword.sample import Workspace

_LEARNER = "lumen-p-"


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
    return _keyed(table.append_column("author_id", ids), "mentions")


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
