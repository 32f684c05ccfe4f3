"""The event schema: one row per thing that happened, the same in the edge, the log and every metric."""

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What happened."""

    SHARE = "share"
    VIEW = "view"
    CLICK = "click"
    VISIT = "visit"
    LEAD = "lead"
    SIGN_UP = "sign_up"
    PURCHASE = "purchase"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class EventColumn:
    """One column of the event table; `type` is `int64`, `int32`, `int16` or `string`."""

    name: str
    type: str
    meaning: str
    required: bool = False


EVENT_COLUMNS: tuple[EventColumn, ...] = (
    EventColumn("event_id", "string", "unique id; the same id is the same event", required=True),
    EventColumn("ts_us", "int64", "when it happened, microseconds since 1970 UTC", required=True),
    EventColumn("local_day", "int32", "its day in the brand's time zone, days since 1970", required=True),
    EventColumn("received_day", "int32", "the UTC day it was received, days since 1970", required=True),
    EventColumn("tenant", "string", "the brand it belongs to", required=True),
    EventColumn("kind", "string", "what happened, an EventKind", required=True),
    EventColumn("channel", "string", "where the recommendation travelled, a Channel"),
    EventColumn("lever", "string", "what made the share worth it, a Lever"),
    EventColumn("programme_id", "string", "the programme it belongs to"),
    EventColumn("person_id", "string", "who did it"),
    EventColumn("link_id", "string", "the share link it came through"),
    EventColumn("referrer_id", "string", "the person who shared that link"),
    EventColumn("root_id", "string", "the first share of its cascade"),
    EventColumn("depth", "int16", "steps from that first share"),
    EventColumn("amount_minor", "int64", "money in minor units, negative for a refund"),
    EventColumn("currency", "string", "ISO 4217 code of the amount"),
    EventColumn("source", "string", "what reported it: edge, api, import, sample"),
    EventColumn("extra", "string", "anything else, as a JSON object"),
    EventColumn("tie_strength", "string", "how close the sharer is to the one they tell, a TieStrength"),
    EventColumn("segment", "string", "the group of people whom the person belongs to"),
)
FIRST_EVENT_COLUMNS = tuple(column.name for column in EVENT_COLUMNS[:18])
"""The columns of the first logs; later ones were added at the end and read as empty in older files."""
