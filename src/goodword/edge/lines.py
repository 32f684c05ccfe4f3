"""Events as lines of JSON: written in one go by the request, read in one go by the drain."""

import json
from io import BytesIO

import pyarrow as pa
import pyarrow.json

from goodword.edge.days import DAY_US
from goodword.edge.table import Campaign, json_members
from goodword.events import events_schema

EDGE, MACHINE = "edge", "edge-machine"
_READ = pa.json.ParseOptions(explicit_schema=events_schema(), unexpected_field_behavior="error")


def event_line(
    event_id: str,
    ts_us: int,
    kind: str,
    facts: str,
    campaign: Campaign,
    *,
    person: str = "",
    source: str = EDGE,
    extra: str = "",
    received_us: int | None = None,
) -> str:
    """Return an event as a line. `facts` are ready JSON members; `extra` an escaped JSON object (see `escaped`).

    `received_us`: when it came in, where that is not when it happened.
    """
    received = (ts_us if received_us is None else received_us) // DAY_US
    tail = f',"person_id":"{person}"' if person else ""
    if extra:
        tail += f',"extra":"{extra}"'
    return (
        f'{{"event_id":"{event_id}","ts_us":{ts_us},"local_day":{campaign.days.day(ts_us)},'
        f'"received_day":{received},"kind":"{kind}","source":"{source}",{facts}{tail}}}'
    )


def escaped(values: dict[str, object]) -> str:
    r"""Return a JSON object as it stands inside a JSON text.

    >>> escaped({"page": "ab"})
    '{\\"page\\":\\"ab\\"}'
    """
    return json.dumps(f"{{{json_members(values)}}}")[1:-1]


def read_lines(lines: bytes) -> tuple[pa.Table, list[bytes]]:
    """Return the events of many lines in the columns of the log, and the lines that are none.

    >>> good = b'{"event_id":"e","ts_us":0,"local_day":0,"received_day":0,"tenant":"b","kind":"click"}'
    >>> table, refused = read_lines(good + b"\\nnot an event")
    >>> table.num_rows, refused
    (1, [b'not an event'])
    """
    try:
        return _parsed(lines), []
    except pa.ArrowException:
        good, refused = [], []
        for line in lines.split(b"\n"):
            try:
                _parsed(line)
            except pa.ArrowException:
                refused.append(line)
            else:
                good.append(line)
        return (_parsed(b"\n".join(good)) if good else events_schema().empty_table()), refused


def _parsed(lines: bytes) -> pa.Table:
    options = pa.json.ReadOptions(use_threads=False, block_size=max(1 << 20, len(lines) + 1))
    table = pa.json.read_json(BytesIO(lines), read_options=options, parse_options=_READ)
    return table.select(events_schema().names)
