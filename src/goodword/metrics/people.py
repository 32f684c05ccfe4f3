"""Steps that several metrics share: who joined when, and through whom."""

from typing import TYPE_CHECKING, Any

from goodword.core.events import EventKind

if TYPE_CHECKING:
    import ibis.expr.types as ir

MICROSECONDS_A_DAY = 86_400_000_000


def is_over(day: Any, last_day: Any) -> Any:
    """Return whether a day is over, for numbers or columns: the newest of the events are of a later one."""
    return day < last_day


def joined(events: "ir.Table", *columns: str) -> "ir.Table":
    """Return each person's first sign-up: person_id and these columns; without any, when and what it came through.

    Of sign-ups in the same microsecond the one with the smallest id is the first. Nobody is their own referrer: a sign-up
    through one's own link has none.
    """
    import ibis

    columns = columns or ("ts_us", "local_day", "referrer_id", "programme_id", "channel", "lever")
    # Only what is needed goes through the window: no engine leaves out columns there by itself.
    signed = events.filter((events.kind == EventKind.SIGN_UP.value) & events.person_id.notnull()).select(
        *dict.fromkeys(("person_id", "ts_us", "event_id", *columns))
    )
    window = ibis.window(group_by=signed.person_id, order_by=[signed.ts_us, signed.event_id])
    first = signed.mutate(place=ibis.row_number().over(window)).filter(lambda rows: rows.place == 0)
    if "referrer_id" in columns:
        first = first.mutate(referrer_id=first.referrer_id.nullif(first.person_id))
    return first.select("person_id", *columns)
