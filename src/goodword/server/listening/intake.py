"""How mentions come in: a whole table at once, each mention once, searchable in the same transaction."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from goodword.core.vocabulary import LabelledBy, Origin, Stimulus
from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right
from goodword.server.bulk import Added, insert

from .models import Mention
from .origins.matching import accounts_of
from .text_index import index_new

_TEXTS = (
    "external_id", "source_type", "source", "url", "title", "text", "language", "author", "author_id",
    "sentiment", "cause", "thread_id", "reply_to",
)  # fmt: skip
# What is said of a mention when the file says nothing.
_ASSUMED = {"origin": Origin.CONSUMER.value, "stimulus": Stimulus.ORGANIC.value}
_LABELS = ("sentiment", "cause", "origin")


def do_add_mentions(
    actor: Actor, table: pa.Table, *, import_id: int | None = None, labelled_by: LabelledBy = LabelledBy.FILE
) -> Added:
    """Add the mentions of the actor's brand that are not there yet, and put them into the text index.

    `table` has the fields of the schema `mentions` (text is required; moments are int64 microseconds,
    `extra` is JSON text) and `key`, which says what is the same mention (see
    `goodword.connectors.files.row_keys`). Labels in it count as given by `labelled_by`.
    """
    actor.check(Right.MENTIONS_WRITE)
    rows = _rows(table, labelled_by, actor.time_zone, actor.brand_id)
    fixed = {"brand_id": actor.brand_id, "import_id": import_id, "collected_at": timezone.now()}
    with transaction.atomic():
        inserted = insert(Mention, rows, unique=("brand_id", "key"), key="key", fixed=fixed)
        new = rows if inserted.counts.already_there == 0 else rows.take(pa.array(inserted.rows))
        index_new(inserted.ids, columns.text(new, "title"), columns.text(new, "text"))
    return inserted.counts


def _label_known(brand_id: int, table: pa.Table, found: dict[str, Any]) -> None:
    """Give mentions of known accounts their origin, where the file says nothing of it."""
    accounts = accounts_of(brand_id)
    if not accounts.by_handle:
        return
    names = ("source", "source_type", "author", "author_id")
    parts = [columns.text(table, name).to_pylist() for name in names]
    moments = _moments(table)
    given = found["origin_by"].to_pylist() if "origin_by" in found else [""] * table.num_rows
    said = [
        None
        if by
        else accounts.said_of(dict(zip(names, row, strict=True)) | {"author_handle": "", "published_at": at})
        for row, at, by in zip(zip(*parts, strict=True), moments, given, strict=True)
    ]
    for place, name in enumerate(("origin", "stimulus")):
        before = found[name].to_pylist() if name in found else [_ASSUMED[name]] * table.num_rows
        found[name] = pa.array(
            [each[place] if each else old for each, old in zip(said, before, strict=True)], pa.string()
        )
    by = [LabelledBy.ACCOUNT.value if each else old for each, old in zip(said, given, strict=True)]
    found["origin_by"] = pa.array(by, pa.string())


def _moments(table: pa.Table) -> list[Any]:
    if not columns.has(table, "published_at"):
        return [None] * table.num_rows
    moments = pc.cast(table.column("published_at"), pa.int64())
    return list(pc.cast(moments, pa.timestamp("us", tz="UTC")).to_pylist())


def _rows(table: pa.Table, labelled_by: LabelledBy, zone: str, brand_id: int) -> pa.Table:
    """Return the columns of the model: empty texts for what is not known, who labelled it, the local day."""
    found: dict[str, Any] = {"key": table.column("key")}
    found |= {name: columns.text(table, name) for name in _TEXTS if columns.has(table, name)}
    for name in _ASSUMED:
        if columns.has(table, name):
            found[name] = pc.fill_null(table.column(name), _ASSUMED[name])
    for name in _LABELS:
        if columns.has(table, name):
            given = pc.not_equal(columns.text(table, name), "")
            found[f"{name}_by"] = pc.if_else(given, labelled_by.value, "")
    _label_known(brand_id, table, found)
    if columns.has(table, "published_at"):
        moments = pc.cast(table.column("published_at"), pa.int64())
        found |= {"published_at": moments, "published_day": columns.local_days(moments, zone)}
    if columns.has(table, "rating"):
        found["rating"] = table.column("rating")
    if columns.has(table, "extra"):
        found["extra"] = pc.fill_null(table.column("extra"), "{}")
    return pa.table(found)
