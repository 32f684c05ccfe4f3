"""Share links of the sample: some of those its people have shared, alive."""

import json
from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goodword.core.events import EventKind
from goodword.edge import Card
from goodword.server.accounts.facade import Actor

from .link_actions import Made, do_make_links, do_register_hosts
from .links import LinkGiven

_HOST = "lumen.example"
_COURSES = ("logic", "essays", "statistics", "mandarin")
_MOST = 36


def do_add_link_sample(actor: Actor, events: pa.Table) -> Made:
    """Make share links of some shares in the sample's log, under the codes they have there; records no share again.

    The most clicked ones and the links through which their sharers came; `events` is the sample's event table.
    """
    do_register_hosts(actor, [_HOST])
    shares = {row["link_id"]: row for row in _rows(events, EventKind.SHARE) if row["person_id"]}
    clicks = Counter(
        pc.filter(events["link_id"], pc.equal(events["kind"], EventKind.CLICK.value)).to_pylist()
    )
    chosen: dict[str, dict[str, Any]] = {}
    for code, _clicks in clicks.most_common():
        line = _line(code, shares)
        if line and len(chosen) + len(line) <= _MOST:
            chosen |= {each["link_id"]: each for each in line}
    return do_make_links(
        actor, [_given(each, n) for n, each in enumerate(chosen.values())], record_share=False
    )


def _rows(events: pa.Table, kind: EventKind) -> list[dict[str, Any]]:
    wanted = ["link_id", "person_id", "channel", "lever", "tie_strength", "programme_id", "extra"]
    return list(events.filter(pc.equal(events["kind"], kind.value)).select(wanted).to_pylist())


def _line(code: str, shares: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a share and those it came from, the first share first; empty when one of them is not known."""
    line: list[dict[str, Any]] = []
    while code:
        if code not in shares or len(line) == _MOST:
            return []
        line.append(shares[code])
        code = _parent(shares[code])
    return line[::-1]


def _parent(share: dict[str, Any]) -> str:
    return str(json.loads(share["extra"] or "{}").get("parent_link", ""))


def _given(share: dict[str, Any], number: int) -> LinkGiven:
    course = _COURSES[number % len(_COURSES)]
    return LinkGiven(
        f"https://{_HOST}/courses/{course}",
        code=share["link_id"],
        person=share["person_id"],
        programme=share["programme_id"] or "",
        channel=share["channel"] or "",
        lever=share["lever"] or "",
        tie_strength=share["tie_strength"] or "",
        parent=_parent(share),
        card=Card("Lumen School", "A first lesson for a friend, and one for you."),
    )
