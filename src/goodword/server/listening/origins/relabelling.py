"""Labelling the mentions that are there by the accounts known now; what a person or a file said stays."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from django.db import transaction

from goodword.server.bulk import update

from ..models import Mention
from .matching import ACCOUNT, ASSUMED, accounts_of

_AT_ONCE = 5_000
_READ = ("pk", "source", "source_type", "author", "author_id", "author_handle", "published_at", "origin",
         "stimulus", "origin_by")  # fmt: skip
# What a file said of origin or stimulus stands, and so does what a person said.
_OURS = ("", ACCOUNT)

OnDone = Callable[[int], None]


def relabel(brand_id: int, *, on_done: OnDone = lambda _n: None) -> int:
    """Label every mention of a brand by its known accounts; return how many changed."""
    accounts = accounts_of(brand_id)
    last = changed = looked_at = 0
    while True:
        with transaction.atomic():
            rows = _next(brand_id, last)
            changed += _write(brand_id, [new for row in rows if (new := _relabelled(row, accounts))])
        if not rows:
            return changed
        last = rows[-1]["pk"]
        looked_at += len(rows)
        on_done(looked_at)


def _next(brand_id: int, last: int) -> list[dict[str, Any]]:
    # What was deleted names its author no more: whoever it was then, it stays.
    mentions = Mention.objects.filter(brand_id=brand_id, pk__gt=last, deleted_at=None).order_by("pk")
    return list(mentions.values(*_READ)[:_AT_ONCE])


def _relabelled(row: dict[str, Any], accounts: Any) -> dict[str, Any] | None:
    if row["origin_by"] not in _OURS:
        return None
    said = accounts.said_of(row)
    if said is None and row["origin_by"] != ACCOUNT:
        return None
    origin, stimulus = said or ASSUMED
    new = {"pk": row["pk"], "origin": origin, "stimulus": stimulus, "origin_by": ACCOUNT if said else ""}
    return new if any(new[name] != row[name] for name in new) else None


def _write(brand_id: int, rows: list[dict[str, Any]]) -> int:
    if rows:
        names = ("origin", "stimulus", "origin_by")
        table = pa.table(
            {"id": pa.array([row["pk"] for row in rows], pa.int64())}
            | {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
        )
        # A person may have said otherwise a moment ago.
        update(
            Mention, table, key="id", fixed={"brand_id": brand_id}, condition="origin_by IN ('', 'account')"
        )
    return len(rows)
