"""What the models make of mentions: which wait to be read, and how a reading is written beside what people said.

A person's label stands over a file's, and a file's over a model's: a model fills only what nobody else has. One
mention of each group of copies is read; the others have its reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from goodword.core.vocabulary import LabelledBy, Sentiment
from goodword.server.bulk import Ids, insert, update

from .aspects import packed
from .copies import CopyFinder, write_moved
from .models import Mention, Reading
from .taxonomy import ASPECT, CAUSE, Taxonomy, taxonomy_of
from .texts import reading_text

MODEL = LabelledBy.MODEL.value
_LABELS = ("sentiment", "cause", "intent", "aspects")
_KEPT = ("language", *_LABELS, *(f"{name}_by" for name in _LABELS),
         "sentiment_confidence", "cause_confidence", "intent_confidence")  # fmt: skip
_PRUNED_AT_ONCE = 20_000
_MOST_CHARACTERS = 8_000_000  # of a batch


State = tuple[int, datetime | None]  # of a mention: which model read it, and when it was last edited


@dataclass(frozen=True, slots=True)
class Batch:
    """Mentions that wait to be read: `ids` and the original of each, and the texts of those originals.

    `originals` (n,) and `unique` (m,) are int64; `texts` belong to `unique`. `moved` are older originals that
    turned out to be copies. `states` tell whether a mention was changed since its words were fetched.
    """

    ids: Ids
    originals: Ids
    unique: Ids
    texts: list[str]
    is_new: bool
    states: dict[int, State]
    moved: Sequence[tuple[int, int]] = ()


def access_reading(mention: Mention) -> Reading | None:
    """Return what the model that read a mention last makes of it, whatever people and files say; None where none has."""
    of_brand = Reading.objects.filter(brand_id=mention.brand_id, version=mention.read_by)
    return of_brand.filter(mention=mention.copy_of or mention.pk).first()


def unread_count(brand_id: int) -> int:
    """Return how many mentions nobody has read yet."""
    return Mention.objects.filter(brand_id=brand_id, read_by=0).count()


def outdated_count(brand_id: int, version: int) -> int:
    """Return how many mentions another version has read than this one."""
    return sum(rows.count() for rows in _outdated(brand_id, version))


def unread_batch(brand_id: int, finder: CopyFinder, limit: int) -> Batch | None:
    """Return the first mentions that were never read, copies found among them; None when there are none."""
    waiting = Mention.objects.filter(brand_id=brand_id, read_by=0).order_by("pk")
    ids = np.array([pk for pk, *_rest in _bounded(waiting, limit)], np.int64)
    if not len(ids):
        return None
    texts, states = _texts(ids.tolist())
    originals = finder.originals(ids, [texts[pk] for pk in ids.tolist()])
    unique = np.unique(originals)
    older, older_states = _texts([pk for pk in unique.tolist() if pk not in texts])
    texts |= older
    words = [texts[pk] for pk in unique.tolist()]
    return Batch(ids, originals, unique, words, True, states | older_states, tuple(finder.moved))


def outdated_batch(brand_id: int, version: int, limit: int) -> Batch | None:
    """Return the last collected mentions that another version has read; None when there are none."""
    for waiting in _outdated(brand_id, version):
        if rows := _bounded(waiting.order_by("-read_by", "-pk"), limit):
            ids = np.array([pk for pk, *_rest in rows], np.int64)
            originals = np.array([original or pk for pk, original, *_rest in rows], np.int64)
            unique = np.unique(originals)
            texts, states = _texts(unique.tolist())
            states |= {pk: (read_by, edited_at) for pk, _original, _length, read_by, edited_at in rows}
            return Batch(ids, originals, unique, [texts[pk] for pk in unique.tolist()], False, states)
    return None


def _outdated(brand_id: int, version: int) -> "tuple[QuerySet[Mention], ...]":
    """Return what later and what earlier versions have read: two ranges of an index."""
    of_brand = Mention.objects.filter(brand_id=brand_id)
    return of_brand.filter(read_by__gt=version), of_brand.filter(read_by__gt=0, read_by__lt=version)


def _bounded(
    waiting: "QuerySet[Mention]", limit: int
) -> list[tuple[int, int | None, int, int, datetime | None]]:
    """Return (id, original, length, *state) of the first mentions whose texts fit into memory together, one at least."""
    rows = list(waiting.values_list("pk", "copy_of", Length("text"), "read_by", "edited_at")[:limit])
    sizes = np.cumsum([length for _pk, _original, length, *_state in rows])
    return rows[: max(1, int(np.searchsorted(sizes, _MOST_CHARACTERS, side="right")))]


def _texts(ids: Sequence[int]) -> tuple[dict[int, str], dict[int, State]]:
    rows = list(Mention.objects.filter(pk__in=ids).values_list("pk", "title", "text", "read_by", "edited_at"))
    texts = {pk: reading_text(title, text) for pk, title, text, *_state in rows}
    return texts, {pk: (read_by, edited_at) for pk, _title, _text, read_by, edited_at in rows}


def do_store_readings(brand_id: int, version: int, batch: Batch, read: pa.Table) -> None:
    """Write what a version makes of a batch, in one transaction: kept for itself, and where nobody else has spoken.

    `read` has a row for each of `batch.unique`, with the columns of `goodword.text.Reader.read_table`. What was edited,
    deleted or read while this one was reading is left as it is, and its copies with it.
    """
    readings = _readings(read, taxonomy_of(brand_id))
    place = pa.array(np.searchsorted(batch.unique, batch.originals))
    with transaction.atomic():
        as_it_was = _as_it_was(batch.states)
        write_moved(batch.moved)
        own = readings.drop_columns(["language", "mixed"]).append_column("mention_id", pa.array(batch.unique))
        own = own.filter(np.isin(batch.unique, as_it_was))
        insert(Reading, own, unique=("brand_id", "version", "mention_id"),
               fixed={"brand_id": brand_id, "version": version})  # fmt: skip
        known = _known(batch.ids[np.isin(batch.ids, as_it_was) & np.isin(batch.originals, as_it_was)])
        table = merged(
            known, readings.take(place).take(pc.index_in(known["id"], value_set=pa.array(batch.ids)))
        )
        if batch.is_new:
            table = table.append_column("copy_of", _copy_of(batch, known["id"]))
        table = table.append_column("read_by", pa.array(np.full(len(table), version, np.int64)))
        update(Mention, table, key="id", fixed={"brand_id": brand_id}, condition="TRUE")


def _as_it_was(states: dict[int, State]) -> Ids:
    """Return the ids of those mentions that nobody has changed since, held until the transaction ends."""
    rows = Mention.objects.select_for_update().filter(pk__in=list(states)).order_by("pk")
    now = rows.values_list("pk", "read_by", "edited_at")
    return np.array([pk for pk, read_by, edited_at in now if states[pk] == (read_by, edited_at)], np.int64)


def _copy_of(batch: Batch, ids: pa.ChunkedArray) -> pa.Array:
    at = pc.index_in(ids, value_set=pa.array(batch.ids))
    original = pa.array(batch.originals).take(at)
    return pc.if_else(pc.equal(original, ids), pa.scalar(None, pa.int64()), original)


def _known(ids: Ids) -> pa.Table:
    """Return the labels of some mentions as they are."""
    rows = Mention.objects.filter(pk__in=ids.tolist()).order_by("pk").values_list("pk", *_KEPT)
    types = {name: pa.float64() if name.endswith("_confidence") else pa.string() for name in _KEPT}
    columns = list(zip(*rows, strict=True)) or [()] * (len(_KEPT) + 1)
    schema = {"id": pa.int64()} | types
    return pa.table(
        {name: pa.array(column, schema[name]) for name, column in zip(schema, columns, strict=True)}
    )


def _readings(read: pa.Table, own: Taxonomy) -> pa.Table:
    """Return readings in the columns of the database: empty texts where the model abstains or has no say."""
    causes = {term.key for term in own.every(CAUSE) if term.retired or term.only_a_person}
    aspects = {term.key for term in own.every(ASPECT) if term.retired}
    found = [packed(key for key in keys or () if key not in aspects) for keys in read["aspects"].to_pylist()]
    cause = _text(read["cause"])
    barred = pc.is_in(cause, value_set=pa.array(sorted(causes)))
    return pa.table(
        {
            "language": pc.if_else(pc.equal(_text(read["language"]), "und"), "", _text(read["language"])),
            "mixed": pc.fill_null(read["mixed"], False),
            "sentiment": _text(read["sentiment"]),
            "sentiment_confidence": _share(read["sentiment_probability"]),
            "cause": pc.if_else(barred, "", cause),
            "cause_confidence": _share(read["cause_probability"]),
            "intent": _text(read["intent"]),
            "intent_confidence": _share(read["intent_probability"]),
            "aspects": pa.array(found, pa.string()),
            "origin_hint": _text(read["origin_hint"]),
            "uncertainty": _share(read["uncertainty"]),
        }
    )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.cast(column, pa.string()), "")


def _share(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.round(pc.cast(column, pa.float64()), 4)


def merged(known: pa.Table, read: pa.Table) -> pa.Table:
    """Return mentions' labels with a model's where neither a person nor a file has spoken.

    Both tables have the same rows. A cause needs an unfavourable mention, whoever said that it is one.
    """
    found = {"id": known["id"], "mixed": read["mixed"]}
    found |= {name: read[name] for name in ("origin_hint", "uncertainty")}
    found["language"] = pc.if_else(pc.equal(known["language"], ""), read["language"], known["language"])
    for name in ("sentiment", "intent", "aspects"):
        found |= _label(name, known, read[name], read)
    unfavourable = pc.equal(found["sentiment"], Sentiment.UNFAVOURABLE.value)
    cause = pc.if_else(unfavourable, read["cause"], "")
    confidence = pc.if_else(unfavourable, read["cause_confidence"], None)
    found |= _label("cause", known, cause, {"cause_confidence": confidence})
    return pa.table(found)


def _label(name: str, known: pa.Table, value: Any, read: Any) -> dict[str, Any]:
    is_open = pc.is_in(known[f"{name}_by"], value_set=pa.array(["", MODEL]))
    by = pc.if_else(pc.equal(value, ""), "", MODEL)
    columns = {
        name: pc.if_else(is_open, value, known[name]),
        f"{name}_by": pc.if_else(is_open, by, known[f"{name}_by"]),
    }
    confidence = f"{name}_confidence"
    if confidence in known.column_names:
        columns[confidence] = pc.if_else(is_open, read[confidence], known[confidence])
    return columns


def do_prune_readings(brand_id: int, keep: Iterable[int]) -> int:
    """Forget the readings of all versions but some; return how many."""
    gone = 0
    old = Reading.objects.filter(brand_id=brand_id).exclude(version__in=list(keep))
    while ids := list(old.order_by().values_list("pk", flat=True)[:_PRUNED_AT_ONCE]):
        gone += Reading.objects.filter(pk__in=ids).delete()[0]
    return gone
