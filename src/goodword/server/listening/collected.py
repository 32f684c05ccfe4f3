"""How collected mentions come in: new ones once, edits as versions, deletions as tombstones, all in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from goodword.connectors.protocol import Mention as Item
from goodword.core.vocabulary import SourceType
from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right
from goodword.server.bulk import insert, update

from .changing import Edit, bury, edit
from .collected_rows import Scope, rows_of
from .models import Mention
from .origins.matching import label_rows
from .rooting import root_new
from .text_index import index_new

Rows = Mapping[str, dict[str, Any]]
_AT_ONCE = 500
_MOMENT = pa.timestamp("us", tz="UTC")
_TYPES = {"published_at": _MOMENT, "rating": pa.float64(), "author_followers": pa.int64()}
_KNOWN = ("key", "pk", "title", "text", "rating", "deleted_at", "extra", "author_followers")


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of some items of a source."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    same: int = 0

    def __add__(self, other: "Collected") -> "Collected":
        return Collected(
            self.new + other.new,
            self.changed + other.changed,
            self.deleted + other.deleted,
            self.same + other.same,
        )


class _Stored(NamedTuple):
    pk: int
    title: str
    text: str
    rating: float | None
    deleted_at: datetime | None
    extra: dict[str, Any]
    author_followers: int | None


def do_collect(
    actor: Actor,
    source_name: str,
    mentions: Sequence[Item],
    *,
    source_id: int | None = None,
    source_type: SourceType = SourceType.SOCIAL_NETWORK,
    now: datetime | None = None,
) -> Collected:
    """Keep what a source shows: an item is known by its source and native id, however often it comes.

    What was deleted stays deleted. Items that say nothing of where they were said were said at `source_name`, a
    `source_type`; without a `source_id` that name is also what tells sources apart.
    """
    actor.check(Right.MENTIONS_WRITE)
    scope = Scope(source_id, source_name, source_type, now or timezone.now())
    rows = rows_of(mentions, scope)
    with transaction.atomic():
        known = _known(actor.brand_id, list(rows))
        new = _add(
            actor, {key: row for key, row in rows.items() if key not in known and not row["deleted"]}, scope
        )
        gone = [known[key].pk for key, row in rows.items() if row["deleted"] and _stands(known, key)]
        bury(actor.brand_id, gone, scope.now)
        seen = {key: row for key, row in rows.items() if not row["deleted"] and _stands(known, key)}
        edits = list(_edits(seen, known))
        edit(actor.brand_id, edits, scope.now)
        _refresh(actor.brand_id, seen, known)
    return Collected(new, len(edits), len(gone), len(mentions) - new - len(edits) - len(gone))


def _stands(known: Mapping[str, _Stored], key: str) -> bool:
    return key in known and known[key].deleted_at is None


def _known(brand_id: int, keys: Sequence[str]) -> dict[str, _Stored]:
    """Return what is stored of some keys, held until the transaction ends."""
    found: dict[str, _Stored] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = Mention.objects.select_for_update().filter(
            brand_id=brand_id, key__in=keys[start : start + _AT_ONCE]
        )
        found |= {key: _Stored(*rest) for key, *rest in rows.order_by("pk").values_list(*_KNOWN)}
    return found


def _add(actor: Actor, rows: Rows, scope: Scope) -> int:
    """Add what is not there yet, rooted and labelled, and put it into the text index."""
    if not rows:
        return 0
    roots = root_new(
        actor.brand_id, scope.source_id, {row["external_id"]: row["reply_to"] for row in rows.values()}
    )
    for row in rows.values():
        row["thread_id"] = row["thread_id"] or roots[row["external_id"]]
    label_rows(actor.brand_id, list(rows.values()))
    table = _table(list(rows.values()), actor.time_zone)
    fixed = {"brand_id": actor.brand_id, "source_id": scope.source_id, "collected_at": scope.now}
    inserted = insert(Mention, table, unique=("brand_id", "key"), key="key", fixed=fixed)
    added = table if not inserted.counts.already_there else table.take(pa.array(inserted.rows))
    index_new(inserted.ids, columns.text(added, "title"), columns.text(added, "text"))
    return inserted.counts.added


def _table(rows: Sequence[dict[str, Any]], zone: str) -> pa.Table:
    names = [name for name in rows[0] if name != "deleted"]
    found = {name: pa.array([row[name] for row in rows], _TYPES.get(name, pa.string())) for name in names}
    moments = pc.cast(found["published_at"], pa.int64())
    found |= {"published_at": moments, "published_day": columns.local_days(moments, zone)}
    return pa.table(found)


def _edits(rows: Rows, known: Mapping[str, _Stored]) -> "Sequence[Edit]":
    found = []
    for key, row in rows.items():
        old = known[key]
        if (row["title"], row["text"], row["rating"]) != (old.title, old.text, old.rating):
            found.append(
                Edit(old.pk, row["title"], row["text"], row["rating"], old.title, old.text, old.rating)
            )
    return found


def _refresh(brand_id: int, rows: Rows, known: Mapping[str, _Stored]) -> None:
    """Bring what is no wording up to date: how often it was liked, how many follow its author."""
    moved = [
        (known[key].pk, row["extra"], row["author_followers"])
        for key, row in rows.items()
        if row["author_followers"] != known[key].author_followers or _differs(row["extra"], known[key].extra)
    ]
    if moved:
        ids, extras, followers = zip(*moved, strict=True)
        table = pa.table(
            {
                "id": pa.array(np.array(ids, np.int64)),
                "extra": pa.array(extras, pa.string()),
                "author_followers": pa.array(followers, pa.int64()),
            }
        )
        update(Mention, table, key="id", fixed={"brand_id": brand_id}, condition="TRUE")


def _differs(extra: str, stored: dict[str, Any]) -> bool:
    """Whether an item says more or something else beside its words; when it was first seen stays as it was."""
    said = json.loads(extra)
    return {**stored, **said} != stored
