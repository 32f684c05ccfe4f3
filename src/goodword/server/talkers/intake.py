"""How people and their ties come in: whole tables at once, each person and each tie once."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from goodword.connectors.files import Occurrences, row_keys, schema_for
from goodword.core.vocabulary import TieKind
from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right
from goodword.server.bulk import Added, insert, update

from .models import Person, Tie

_TEXTS = ("external_id", "name", "email", "language")
# What a person looks like of whom only the id is known.
_BARE = (
    "name = '' AND email = '' AND language = '' AND joined_at IS NULL AND followers IS NULL "
    "AND CAST(extra AS text) = '{}'"
)


def do_add_people(actor: Actor, table: pa.Table, *, import_id: int | None = None) -> Added:
    """Add the people of the actor's brand that are not there yet.

    `table` has the fields of the schema `people` (`extra` is JSON text) and `key`. Somebody of whom only
    the id is known, because a tie named them, is described by the first table that knows more; they count
    as already there.
    """
    actor.check(Right.PEOPLE_WRITE)
    rows = _people(table)
    fixed = {"brand_id": actor.brand_id, "import_id": import_id}
    with transaction.atomic():
        inserted = insert(Person, rows, unique=("brand_id", "key"), key="key", fixed=fixed)
        if inserted.counts.already_there:
            known = np.ones(rows.num_rows, dtype=bool)
            known[inserted.rows] = False
            _describe(actor.brand_id, rows.filter(pa.array(known)))
    return inserted.counts


def _people(table: pa.Table) -> pa.Table:
    found: dict[str, Any] = {"key": table.column("key")}
    found |= {name: columns.text(table, name) for name in _TEXTS if columns.has(table, name)}
    for name in ("joined_at", "followers"):
        if columns.has(table, name):
            found[name] = pc.cast(table.column(name), pa.int64())
    if columns.has(table, "extra"):
        found["extra"] = pc.fill_null(table.column("extra"), "{}")
    return pa.table(found)


def _describe(brand_id: int, rows: pa.Table) -> None:
    """Write what a table says of people who are there already, where nothing was known of them."""
    told = [name for name in rows.column_names if name not in {"key", "external_id"}]
    if told:
        update(Person, rows.select([*told, "key"]), key="key", fixed={"brand_id": brand_id}, condition=_BARE)


def do_add_ties(actor: Actor, table: pa.Table, *, import_id: int | None = None) -> Added:
    """Add the ties between people of the actor's brand that are not there yet.

    `table` has the fields of the schema `graph`; `source` and `target` are ids as people have them, and
    whoever is not known by such an id becomes a person of whom nothing else is known.
    """
    actor.check(Right.PEOPLE_WRITE)
    if table.num_rows == 0:
        return Added()
    ends = {name: columns.text(table, name) for name in ("source", "target")}
    names = pc.unique(pa.chunked_array([chunk for end in ends.values() for chunk in end.chunks]))
    with transaction.atomic():
        people = _people_by_id(actor.brand_id, names, import_id)
        rows = {f"{name}_id": people.take(pc.index_in(end, value_set=names)) for name, end in ends.items()}
        rows["kind"] = _or_else(table, "kind", TieKind.KNOWS.value)
        rows["weight"] = _or_else(table, "weight", 1.0)
        if columns.has(table, "at"):
            rows["at"] = pc.cast(table.column("at"), pa.int64())
        fixed = {"brand_id": actor.brand_id, "import_id": import_id}
        return insert(Tie, pa.table(rows), unique=("source_id", "target_id", "kind"), fixed=fixed).counts


def _or_else(table: pa.Table, name: str, otherwise: str | float) -> Any:
    if not columns.has(table, name):
        return pa.repeat(otherwise, table.num_rows)
    return pc.fill_null(table.column(name), otherwise)


def _people_by_id(brand_id: int, names: pa.Array, import_id: int | None) -> pa.Array:
    """Return the primary keys (int64) of the people with these ids, in their order; make those not known."""
    found = _known_people(brand_id, names)
    missing = names.filter(pc.is_null(found))
    if len(missing) == 0:
        return found
    new = pa.table({"external_id": missing})
    keys = row_keys(new, identity=schema_for("people").identity, seen=Occurrences())
    fixed = {"brand_id": brand_id, "import_id": import_id}
    insert(Person, new.append_column("key", pa.array(keys)), unique=("brand_id", "key"), fixed=fixed)
    return _known_people(brand_id, names)


_KNOWN = {
    "postgresql": "SELECT external_id, id FROM talkers_person WHERE brand_id = %s AND external_id = ANY(%s)",
    "sqlite": "SELECT external_id, id FROM talkers_person WHERE brand_id = %s "
    "AND external_id IN (SELECT value FROM json_each(%s))",
}


def _known_people(brand_id: int, names: pa.Array) -> pa.Array:
    given: Any = names.to_pylist()
    if connection.vendor == "sqlite":
        given = json.dumps(given, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN[connection.vendor], [brand_id, given])
        rows = cursor.fetchall()
    known = pa.array([row[0] for row in rows], names.type)
    keys = pa.array([row[1] for row in rows], pa.int64())
    return keys.take(pc.index_in(names, value_set=known))
