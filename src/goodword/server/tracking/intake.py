"""How events come in: into the event log, each once, with the count of each day beside them."""

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.time import to_microseconds
from goodword.events import EventError
from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right
from goodword.server.bulk import Added

from .counting import count_again, count_new_days, hold_log
from .logs import event_log

_AHEAD = timedelta(days=1)  # clocks differ, and so do the days of time zones
_OPTIONAL = (
    "channel", "lever", "tie_strength", "segment", "programme_id", "person_id", "link_id", "referrer_id", "root_id",
    "depth", "amount_minor", "currency",
)  # fmt: skip


def do_add_events(actor: Actor, table: pa.Table, *, source: str = "import") -> Added:
    """Add the events of the actor's brand that are not in the log yet, and count their days anew.

    `table` has the fields of the schema `events` (`ts` in int64 microseconds) and `key`, which becomes the
    id of an event that has none. `source` says what reported them. Raises EventError, and adds nothing,
    when a row contradicts the event schema, has an amount in another currency than the brand's or lies in the
    future. The log is written before the caller's transaction ends: if that fails, the same call adds nothing twice.
    """
    actor.check(Right.EVENTS_WRITE)
    if table.num_rows == 0:
        return Added()
    events = events_of(actor, table, source=source)
    with transaction.atomic():
        hold_log(actor.brand_id)
        receipt = event_log(actor.brand_id).append(events)
        count_new_days(actor.brand_id)
    return Added(receipt.added, receipt.already_there)


def events_of(actor: Actor, table: pa.Table, *, source: str) -> pa.Table:
    """Return the rows as events of the actor's brand, in the columns of the event schema; EventError as above."""
    _check_fits(actor, table)
    rows = table.num_rows
    given = columns.text(table, "event_id")
    ids = pc.if_else(pc.equal(given, ""), table.column("key"), given)
    moments = pc.cast(table.column("ts"), pa.int64())
    today = columns.utc_day(to_microseconds(timezone.now()))
    found: dict[str, Any] = {
        "event_id": ids,
        "ts_us": moments,
        "local_day": columns.local_days(moments, actor.time_zone),
        "received_day": pa.repeat(pa.scalar(today, pa.int32()), rows),
        "tenant": pa.repeat(str(actor.brand_id), rows),
        "kind": pc.cast(table.column("kind"), pa.string()),
        "source": pa.repeat(source, rows),
    }
    found |= {name: table.column(name) for name in _OPTIONAL if columns.has(table, name)}
    if columns.has(table, "extra"):
        extra = table.column("extra")
        found["extra"] = pc.if_else(pc.equal(extra, "{}"), pa.scalar(None, pa.string()), extra)
    return pa.table(found)


def in_another_currency(table: pa.Table, currency: str) -> pa.ChunkedArray:
    """Mark the rows whose amount is not in a currency: no figure of a brand adds two of them."""
    given = pc.and_(pc.is_valid(table.column("amount_minor")), pc.is_valid(table.column("currency")))
    return pc.and_(given, pc.fill_null(pc.not_equal(table.column("currency"), currency), False))


def in_the_future(table: pa.Table) -> pa.ChunkedArray:
    """Mark the rows that lie more than a day ahead: the newest day there is decides what is over."""
    latest = to_microseconds(timezone.now() + _AHEAD)
    return pc.fill_null(pc.greater(pc.cast(table.column("ts"), pa.int64()), latest), False)


def _check_fits(actor: Actor, table: pa.Table) -> None:
    if row := _first(in_the_future(table)):
        text = _("it lies more than a day ahead. Send the time at which it happened, with its time zone.")
        raise EventError(text, column="ts", row=row)
    has_money = columns.has(table, "amount_minor") and columns.has(table, "currency")
    if has_money and (row := _first(in_another_currency(table, actor.currency))):
        text = _(
            "%(given)s is not the brand's currency, %(own)s. Convert the amount, or report it to a brand of its own."
        )
        given = table.column("currency")[row - 1].as_py()
        raise EventError(text % {"given": given, "own": actor.currency}, column="currency", row=row)


def _first(mask: pa.ChunkedArray) -> int:
    """Return the first marked row, counting from 1; 0 if there is none."""
    return int(pc.index(mask, True).as_py()) + 1


def count_known_events(actor: Actor, table: pa.Table) -> Added:
    """Return what `do_add_events` would do, without doing it."""
    actor.check(Right.EVENTS_WRITE)
    if table.num_rows == 0:
        return Added()
    events = events_of(actor, table, source="")
    ids = pc.unique(events.column("event_id"))
    known = 0
    span = pc.min_max(events.column("ts_us")).as_py()
    with event_log(actor.brand_id).snapshot() as snapshot:
        for batch in snapshot.scan(["event_id"], since_us=span["min"], until_us=span["max"] + 1):
            known += int(np.count_nonzero(pc.is_in(batch.column(0), value_set=ids)))
    return Added(len(ids) - known, table.num_rows - len(ids) + known)


def do_count_again(actor: Actor) -> None:
    """Make the brand's day counts what the event log says (after an erasure or a restored backup)."""
    actor.check(Right.EVENTS_WRITE)
    count_again(actor.brand_id)
