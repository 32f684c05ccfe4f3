"""Mentions as a table for metrics: when, of whom, by whom, whether prompted, and what they say."""

import numpy as np
import pyarrow as pa

from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right

from .memory.dialects import NEVER
from .memory.held import Mask
from .query_problems import UnreadableQueryError
from .saved.found import Found, Mentions
from .voice.queries import access_names


def access_mention_table(actor: Actor) -> tuple[str, pa.Table]:
    """Return the brand's own name, and its mentions as a row for each brand one names (near copies once).

    Columns: local_day (int32, days since 1970), brand, origin, stimulus, sentiment (strings; null where nobody knows). A
    mention that names no competitor is the brand's own.
    """
    actor.check(Right.MENTIONS_READ)
    mentions = Mentions(actor)
    names = access_names(actor)
    own = next(name.label for name in names if name.is_own)
    parts = [_rows(mentions, label, mask) for label, mask in _masks(actor, mentions, own)]
    return own, pa.concat_tables(parts)


def _masks(actor: Actor, mentions: Mentions, own: str) -> list[tuple[str, Mask]]:
    size = len(mentions.held)
    ours, theirs = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    found: list[tuple[str, Mask]] = []
    for name in access_names(actor):
        try:
            mask = mentions.found(name.source).mask
        except UnreadableQueryError:
            continue
        if name.is_own:
            ours = mask
        else:
            theirs = theirs | mask
            found.append((name.label, mask))
    return [(own, ours | ~theirs), *found]


def _rows(mentions: Mentions, brand: str, mask: Mask) -> pa.Table:
    held = mentions.held
    dated = mask & (held.rows.moments != NEVER)
    kept = Found(mentions, dated).folded().mask
    moments = pa.chunked_array([pa.array(held.rows.moments[kept], pa.int64())])
    said = {name: _words(mentions, name, kept) for name in ("origin", "stimulus", "sentiment")}
    return pa.table(
        {
            "local_day": columns.local_days(moments, mentions.actor.time_zone),
            "brand": pa.repeat(pa.scalar(brand, pa.string()), len(moments)),
            **said,
        }
    )


def _words(mentions: Mentions, facet: str, mask: Mask) -> pa.Array:
    held = mentions.held
    if not len(held):
        return pa.array([], pa.string())
    values = np.array([value or None for value in held.kinds.values_of(facet)], dtype=object)
    return pa.array(values[held.codes(facet)[held.rows.kinds[mask]]], pa.string())
