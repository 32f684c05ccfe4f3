"""The live view: the newest events of the last minutes, with what was refused and why, tests and machines."""

import json
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from goodword.core.time import from_microseconds, to_microseconds
from goodword.edge.lines import MACHINE
from goodword.edge.notices import NOBODY, Noted, Notice, add_notice, read_notices
from goodword.server.accounts.facade import Actor, Right
from goodword.server.talkers.facade import shown_id

from .live_sources import MOST, edge_settings, recent_rows
from .live_words import State, by_said, kind_said, machine_said, refused_said
from .sites import hosts_and_keys

_HIDDEN = {"event_id", "ts_us", "seen_us", "local_day", "received_day", "tenant", "kind", "source", "extra"}

_WHO = ("person_id", "referrer_id")


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One line of the view; `about` is the page or the link, `reason` why it does not count, `fields` all it carries."""

    id: str
    at: datetime
    kind: str
    state: State
    by: str
    about: str
    reason: str
    fields: tuple[tuple[str, str], ...]

    @property
    def kind_label(self) -> str:
        """The kind in the page's words; as it was given when there is none."""
        return kind_said(self.kind)

    @property
    def by_label(self) -> str:
        """What reported it."""
        return by_said(self.by)


def access_live_events(actor: Actor) -> list[LiveEvent]:
    """Return what came in for the actor's brand in the last fifteen minutes, the newest first; at most fifty."""
    actor.check(Right.EVENTS_READ)
    now_us = to_microseconds(timezone.now())
    events = [_of_row(actor, row) for row in recent_rows(actor.brand_id, now_us)]
    events += [_of_notice(notice) for notice in _notices(actor, now_us)]
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def note_refused_report(actor: Actor, response: HttpResponse) -> None:
    """Let the live view tell that events reported over the API were refused, and why."""
    try:
        problem = json.loads(response.content)
        fault = (problem.get("errors") or [problem])[0]
        detail = str(fault.get("detail") or problem.get("title") or "")
    except (ValueError, AttributeError):
        detail = ""
    process = f"api-{os.getpid()}-{threading.get_ident()}"
    notice = Notice(
        to_microseconds(timezone.now()),
        Noted.REFUSED,
        detail=detail[:300],
        by="api",
        reason=f"{response.status_code}",
    )
    add_notice(edge_settings().notices, str(actor.brand_id), process, notice)


def _notices(actor: Actor, now_us: int) -> list[Notice]:
    """Return the brand's own notices, and those of nobody that come from its hosts or name a key it once had."""
    folder = edge_settings().notices
    own = read_notices(folder, str(actor.brand_id), now_us=now_us)
    hosts, keys = hosts_and_keys(actor.brand_id)
    others = read_notices(folder, NOBODY, now_us=now_us)
    return own + [notice for notice in others if notice.host in hosts or notice.key in keys]


def _of_row(actor: Actor, row: dict[str, Any]) -> LiveEvent:
    extra, source = row["extra"], str(row.get("source", ""))
    is_machine = source == MACHINE
    row = row | {name: shown_id(actor, row[name]) for name in _WHO if row.get(name)}
    fields = {name: value for name, value in row.items() if name not in _HIDDEN}
    if actor.may(Right.PEOPLE_READ):  # whoever reports may write into it what they like
        fields |= {f"extra.{name}": value for name, value in extra.items()}
    return LiveEvent(
        id=row["event_id"],
        at=from_microseconds(row["seen_us"]),
        kind=row["kind"],
        state=State.MACHINE if is_machine else State.KEPT,
        by="edge" if is_machine else source,
        about=str(extra.get("page") or row.get("link_id") or row.get("person_id") or ""),
        reason=machine_said(str(extra.get("machine", ""))) if is_machine else "",
        fields=(("event_id", row["event_id"]), *((name, str(value)[:300]) for name, value in fields.items())),
    )


def _of_notice(notice: Notice) -> LiveEvent:
    said = ""
    if notice.what is Noted.MACHINE:
        said = machine_said(notice.reason)
    elif notice.what is Noted.REFUSED:
        said = refused_said(notice)
    status = notice.reason if notice.by == "api" else ""
    shown = (
        ("status", status),
        ("host", notice.host),
        ("page", notice.page),
        ("link_id", notice.code),
        ("site", notice.key),
    )
    return LiveEvent(
        id=f"{notice.at_us}-{notice.what}-{notice.kind}-{notice.code}",
        at=from_microseconds(notice.at_us),
        kind=notice.kind,
        state=State(notice.what.value),
        by=notice.by,
        about=notice.page or notice.code or notice.host,
        reason=said,
        fields=tuple((name, value) for name, value in shown if value),
    )
