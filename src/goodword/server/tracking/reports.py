"""Events reported over the API: kept with the answer in one transaction, each business key once, then carried on.

The event log takes no part in a transaction of the database. So a report is first a row (the outbox); a job appends
what is not yet in the log, as often as it is killed: the log counts each event_id once.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.core.events import EventKind
from goodword.events import normalise
from goodword.server.accounts.facade import Actor, Right

from .counting import hold_reports
from .crediting import Claim, LinksOf
from .intake import events_of
from .models import Report
from .refunding import Purchases
from .tasks import ask_follow

SOURCE = "api"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one row, counting from 0: `field` is what it is about, empty for the whole row."""

    row: int
    field: str
    text: str


@dataclass(slots=True)
class Reported:
    """What became of a batch: how many were new, how many known already, and what the caller should know."""

    added: int = 0
    already_there: int = 0
    notes: list[Note] = field(default_factory=list)


class ReportsRefusedError(GoodwordError):
    """A batch that cannot be taken; nothing of it is kept. `notes` say which rows and why, `conflict` what kind it is."""

    def __init__(self, notes: list[Note], *, conflict: bool) -> None:
        super().__init__(notes[0].text)
        self.notes, self.conflict = notes, conflict


def do_report(actor: Actor, table: pa.Table, claims: Sequence[Claim]) -> Reported:
    """Keep the events of the actor's brand that are not known yet; they are in the event log soon after.

    `table` is as for `do_add_events`, `claims` go with its rows. An id that is known with the same content changes
    nothing. Raises EventError when a row contradicts the event schema, ReportsRefusedError when an id is known with another
    content or a refund does not fit its purchase; then nothing is kept.
    """
    actor.check(Right.EVENTS_WRITE)
    events = normalise(events_of(actor, table, source=SOURCE)).to_pylist()
    links = LinksOf(actor.brand_id, claims)
    with transaction.atomic():
        hold_reports(actor.brand_id)
        done, fresh = _new_ones(actor.brand_id, events, claims)
        for row, report in fresh.items():
            claim = claims[row]
            if text := links.credit(report.event, claim):
                done.notes.append(Note(row, "token" if claim.token else "code" if claim.code else "", text))
            if (click := claim.click) is not None and "click" in (report.event.get("extra") or {}):
                report.click_id = click.event_id
        _settle_refunds(actor.brand_id, fresh, claims)
        _keep(list(fresh.values()))
        done.added = len(fresh)
        if fresh:
            transaction.on_commit(partial(ask_follow, actor.brand_id))
    return done


def _new_ones(
    brand_id: int, events: list[dict[str, Any]], claims: Sequence[Claim]
) -> tuple[Reported, dict[int, Report]]:
    """Return the reports by row that are not known yet; refuse an id that is known with another content."""
    ids = {event["event_id"] for event in events}
    known = {report.key: report for report in Report.objects.filter(brand_id=brand_id, key__in=ids)}
    done, fresh, refused = Reported(), {}, []
    for row, (event, claim) in enumerate(zip(events, claims, strict=True)):
        report = _report(brand_id, event, claim)
        before = known.setdefault(report.key, report)
        if before is report:
            fresh[row] = report
        elif _same(before, report):
            done.already_there += 1
        else:
            text = _("Another event was reported under the event_id %(key)s. Give each event its own.")
            refused.append(Note(row, "event_id", text % {"key": report.key[:80]}))
    if refused:
        raise ReportsRefusedError(refused, conflict=True)
    return done, fresh


def _report(brand_id: int, event: dict[str, Any], claim: Claim) -> Report:
    kept = {name: value for name, value in event.items() if value is not None and name != "tenant"}
    return Report(
        brand_id=brand_id,
        key=event["event_id"],
        kind=event["kind"],
        event=kept | {"extra": json.loads(event["extra"] or "{}")},
        content=claim.content,
        amount_minor=event["amount_minor"],
        currency=event["currency"] or "",
    )


def _same(before: Report, now: Report) -> bool:
    """Whether two reports say the same; of one that came into the log another way, only what it is and how much."""
    if before.content:
        return before.content == now.content
    return (before.kind, before.amount_minor, before.currency) == (now.kind, now.amount_minor, now.currency)


def _settle_refunds(brand_id: int, fresh: dict[int, Report], claims: Sequence[Claim]) -> None:
    refunds = {row: claims[row].refund_of for row in fresh if claims[row].refund_of}
    if not refunds:
        return
    purchases = Purchases(brand_id, set(refunds.values()), {report.key: report for report in fresh.values()})
    refused = []
    for row, key in refunds.items():
        if text := purchases.settle(fresh[row], key):
            refused.append(Note(row, "refund_of", text))
    if refused:
        raise ReportsRefusedError(refused, conflict=False)


def _keep(reports: list[Report]) -> None:
    """Insert purchases before the refunds that belong to them."""
    for report in reports:
        report.person_id = report.event.get("person_id") or ""
    Report.objects.bulk_create([each for each in reports if each.kind != EventKind.REFUND], batch_size=500)
    refunds = [each for each in reports if each.kind == EventKind.REFUND]
    Report.objects.bulk_create(refunds, batch_size=500)
