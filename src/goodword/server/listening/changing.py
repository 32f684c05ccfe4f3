"""Mentions that their source changed: edited ones keep what they said before, deleted ones keep only that they were.

Both leave the text index, the readings and the copies as they must be, in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db.models import Min

from goodword.server.bulk import update

from .memory.blocks import renew_texts
from .models import Mention, MentionVersion, Reading, Topic, TopicMember
from .text_index import forget, index_new

NEVER_READ = -1  # no model version reads a tombstone
_AT_ONCE = 500
_GONE: dict[str, Any] = {
    "title": "", "text": "", "url": "", "author": "", "author_id": "", "author_handle": "", "author_url": "",
    "author_followers": None, "extra": {}, "origin_hint": "", "uncertainty": None, "copy_of": None,
    "read_by": NEVER_READ,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """A mention's new words beside the old ones."""

    pk: int
    title: str
    text: str
    rating: float | None
    old_title: str
    old_text: str
    old_rating: float | None


def edit(brand_id: int, edits: Sequence[Edit], now: datetime) -> None:
    """Give mentions new words; what they said before is kept as versions, and they are read anew."""
    edits = sorted(edits, key=lambda each: each.pk)
    ids = [each.pk for each in edits]
    if not ids:
        return
    _leave_copies(brand_id, ids)
    MentionVersion.objects.bulk_create(
        MentionVersion(
            brand_id=brand_id, mention_id=each.pk, replaced_at=now,
            title=each.old_title, text=each.old_text, rating=each.old_rating,
        )
        for each in edits
    )  # fmt: skip
    forget(ids)
    _forget_readings(brand_id, ids)
    titles, texts = (
        pa.array([getattr(each, name) for each in edits], pa.string()) for name in ("title", "text")
    )
    table = pa.table(
        {
            "id": pa.array(ids, pa.int64()),
            "title": titles,
            "text": texts,
            "rating": pa.array([each.rating for each in edits], pa.float64()),
            "copy_of": pa.nulls(len(ids), pa.int64()),
            "read_by": pa.array(np.zeros(len(ids), np.int64)),
            "edited_at": pa.array([int(now.timestamp() * 1_000_000)] * len(ids), pa.int64()),
        }
    )
    update(Mention, table, key="id", fixed={"brand_id": brand_id}, condition="TRUE")
    index_new(np.array(ids, np.int64), titles, texts)
    renew_texts(brand_id)


def bury(brand_id: int, ids: Sequence[int], now: datetime) -> None:
    """Turn mentions into tombstones: their words, their versions' words and their authors are gone for good."""
    for start in range(0, len(ids), _AT_ONCE):
        _bury(brand_id, sorted(ids[start : start + _AT_ONCE]), now)
    if ids:
        renew_texts(brand_id)


def _bury(brand_id: int, ids: list[int], now: datetime) -> None:
    _leave_copies(brand_id, ids)
    forget(ids)
    _forget_readings(brand_id, ids)
    TopicMember.objects.filter(mention_id__in=ids).delete()
    Topic.objects.filter(brand_id=brand_id, medoid__in=ids).update(medoid=None, sentence="")
    MentionVersion.objects.filter(brand_id=brand_id, mention_id__in=ids).update(title="", text="")
    MentionVersion.objects.bulk_create(
        MentionVersion(brand_id=brand_id, mention_id=pk, replaced_at=now, deleted=True) for pk in ids
    )
    Mention.objects.filter(brand_id=brand_id, pk__in=ids).update(**_GONE, deleted_at=now)
    empty = pa.array([""] * len(ids), pa.string())
    index_new(np.array(ids, np.int64), empty, empty)


def _forget_readings(brand_id: int, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        Reading.objects.filter(brand_id=brand_id, mention_id__in=ids[start : start + _AT_ONCE]).delete()


def _leave_copies(brand_id: int, ids: Sequence[int]) -> None:
    """Let the first copy of each of some mentions be the original of the others, and be read for itself."""
    for start in range(0, len(ids), _AT_ONCE):
        copies = Mention.objects.filter(brand_id=brand_id, copy_of__in=ids[start : start + _AT_ONCE])
        firsts = copies.exclude(pk__in=ids[start : start + _AT_ONCE]).order_by()
        for was, first in list(firsts.values_list("copy_of").annotate(first=Min("pk"))):
            Mention.objects.filter(pk=first).update(copy_of=None, read_by=0)
            Mention.objects.filter(brand_id=brand_id, copy_of=was).update(copy_of=first)
