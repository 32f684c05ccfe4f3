"""Events counted for other pages."""

from dataclasses import dataclass
from datetime import date

from goodword.server.accounts.facade import Actor, Right

from .models import DayCount

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class DayOfEvents:
    """Events of one kind and channel on one local day."""

    day: date
    kind: str
    channel: str
    count: int


def access_days_of_events(actor: Actor, first: date, last: date) -> list[DayOfEvents]:
    """Return the events of a span of local days, both ends included, counted by day, kind and channel."""
    actor.check(Right.EVENTS_READ)
    rows = DayCount.objects.filter(
        brand_id=actor.brand_id,
        local_day__gte=first.toordinal() - _EPOCH_ORDINAL,
        local_day__lte=last.toordinal() - _EPOCH_ORDINAL,
    ).values_list("local_day", "kind", "channel", "count")
    return [
        DayOfEvents(date.fromordinal(day + _EPOCH_ORDINAL), kind, channel, count)
        for day, kind, channel, count in rows
    ]
