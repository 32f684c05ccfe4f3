"""The rows of the journal as the event table of `goodword.core.events`."""

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from goodword.core.events import EVENT_COLUMNS, EventKind
from goodword.core.vocabulary import Channel, TieStrength

from . import planted
from .journal import KINDS, NONE, Columns, select
from .population import Population
from .traffic import PROGRAMMES, Traffic
from .window import DAY, Int64, Window

_TYPES: Final[dict[str, pa.DataType]] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int16": pa.int16(),
}
_CLOSE: Final = (Channel.PRIVATE_MESSAGE, Channel.SPOKEN)
_FAR: Final = (Channel.COMMENT, Channel.FEED, Channel.COMMUNITY)
# who tells by name tells a friend, who tells a crowd mostly acquaintances; the last entry is for no channel at all
_TIE_OF_CHANNEL: Final = np.array(
    [0 if channel in _CLOSE else 1 if channel in _FAR else NONE for channel in planted.CHANNELS] + [NONE]
)
_WITH_DEVICE: Final = (EventKind.CLICK, EventKind.SIGN_UP, EventKind.PURCHASE, EventKind.REFUND)


def event_schema() -> pa.Schema:
    """Return the columns of `EVENT_COLUMNS` as an Arrow schema.

    >>> event_schema().field("ts_us").type
    DataType(int64)
    """
    return pa.schema([(column.name, _TYPES[column.type]) for column in EVENT_COLUMNS])


def event_table(traffic: Traffic, population: Population, window: Window) -> pa.Table:
    """Return all events in the order of time; `tenant` is null, the caller fills it in."""
    order = np.lexsort((np.arange(len(traffic.rows["ts"])), traffic.rows["kind"], traffic.rows["ts"]))
    rows = select(traffic.rows, order)
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    people = population.ids + [f"lumen-v-{i:07d}" for i in range(1, traffic.visitors + 1)]
    became = np.arange(len(people))
    if traffic.became:
        became[np.fromiter(traffic.became.keys(), np.int64)] = np.fromiter(traffic.became.values(), np.int64)
    person = np.where(rows["person"] == NONE, NONE, became[rows["person"]])
    links = [f"lumen-l-{i:07d}" for i in range(1, int(rows["link"].max(initial=NONE)) + 2)]
    ids = [f"lumen-e-{i:08d}" for i in range(1, n + 1)]
    money = rows["amount"] != NONE
    columns: dict[str, Any] = {
        "event_id": ids,
        "ts_us": rows["ts"],
        "local_day": window.local_days(rows["ts"]),
        "received_day": (rows["ts"] // DAY).astype(np.int32),
        "kind": _named([kind.value for kind in KINDS], rows["kind"]),
        "channel": _named([channel.value for channel in planted.CHANNELS], rows["channel"]),
        "lever": _named([lever.value for lever in planted.LEVERS], rows["lever"]),
        "programme_id": _named(PROGRAMMES, rows["programme"]),
        "person_id": _named(people, person),
        "link_id": _named(links, rows["link"]),
        "referrer_id": _named(people, rows["referrer"]),
        "root_id": _named(links, rows["root"]),
        "depth": pa.array(rows["depth"], mask=rows["depth"] == NONE),
        "amount_minor": pa.array(rows["amount"], mask=~money),
        "currency": _named([planted.CURRENCY], np.where(money, 0, NONE)),
        "source": _named(["sample"], np.zeros(n, dtype=np.int64)),
        "extra": pa.array(_extra(rows, links, ids, place), pa.string()),
        "tie_strength": _named([tie.value for tie in TieStrength], _TIE_OF_CHANNEL[rows["channel"]]),
        "segment": _named(planted.SEGMENTS, _segments(population, person)),
    }
    columns["tenant"] = pa.nulls(n, pa.string())
    schema = event_schema()
    return pa.Table.from_arrays([pa.array(columns[f.name]).cast(f.type) for f in schema], schema=schema)


def _named(labels: Sequence[str], codes: Int64) -> Any:
    """Return the label of each code, null for `NONE`."""
    return pa.array(list(labels), pa.string()).take(pa.array(codes, pa.int64(), mask=codes == NONE))


def _segments(population: Population, person: Int64) -> Int64:
    """Return the segment of each person, `NONE` for visitors."""
    known = np.append(population.segment.astype(np.int64), NONE)
    return known[np.where((person == NONE) | (person >= population.n), population.n, person)]


def _extra(rows: Columns, links: list[str], ids: list[str], place: Int64) -> list[str | None]:
    """Return the JSON beside an event: the link a share came from, the device, the purchase of a refund."""
    extra: list[str | None] = [None] * len(ids)
    for i in np.flatnonzero(rows["parent"] != NONE):
        extra[i] = json.dumps({"parent_link": links[rows["parent"][i]]})
    for i in np.flatnonzero((rows["device"] != NONE) | (rows["of"] != NONE)):
        kind = KINDS[rows["kind"][i]]
        about: dict[str, str] = {}
        if kind in _WITH_DEVICE and rows["device"][i] != NONE:
            about["device"] = f"d-{rows['device'][i]:07d}"
        if rows["of"][i] != NONE:
            about["purchase_event_id"] = ids[place[rows["of"][i]]]
        extra[i] = json.dumps(about) if about else None
    return extra
