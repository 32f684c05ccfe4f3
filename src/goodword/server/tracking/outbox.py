"""From the reports into the event log, each once, however often this is killed; and who clicked, once that is known."""

import json
import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goodword.edge.privacy import ONCE, VISITOR
from goodword.events import EventError, events_schema

from .counting import count_new_days, hold_log
from .logs import event_log
from .models import Alias, Report

_BATCH = 2_000
_ANY_MOMENT = timedelta(minutes=1)
_HOLD_BACK = timedelta(hours=1)  # a report of nobody waits so long for its click
_GIVE_UP = timedelta(days=3)  # a click that is not in the log by then never came
_AROUND_US = 86_400_000_000  # a click's id and its time differ where a clock was put right

logger = logging.getLogger(__name__)


def do_carry_on(brand_id: int, *, is_urgent: Callable[[str], bool] = lambda _key: False) -> int:
    """Append what was reported and is not in the event log yet; returns how many reports went in.

    A report with the click it came from waits until that is in the log: of nobody, it is of who clicked; of somebody,
    who clicked is known from then on. One whose key `is_urgent` does not wait. One that the log refuses stays behind
    and holds up no other.
    """
    carried, after = 0, 0
    while batch := _open_reports(brand_id, after):  # looked at once before anybody has to wait for us
        with transaction.atomic():
            hold_log(brand_id)
            last = batch[-1].pk
            carried += _carry(brand_id, _open_reports(brand_id, after, last), is_urgent)
            after = last
    return carried


def brands_waiting() -> set[int]:
    """Return the brands whose reports are not all in the log, or whose clicks are not all known."""
    return set(Report.objects.filter(_OPEN).values_list("brand_id", flat=True).distinct())


def awaits_click(brand_id: int) -> bool:
    """Whether a report came in just now whose click is not in the log yet, but will be any moment."""
    since = timezone.now() - _ANY_MOMENT
    return Report.objects.filter(brand_id=brand_id, click_id__gt="", received_at__gt=since).exists()


_OPEN = Q(logged_at=None) | Q(click_id__gt="")


def _open_reports(brand_id: int, after: int, last: int | None = None) -> list[Report]:
    found = Report.objects.filter(_OPEN, brand_id=brand_id, pk__gt=after).order_by("pk")
    return list(found[:_BATCH] if last is None else found.filter(pk__lte=last))


def _carry(brand_id: int, batch: list[Report], is_urgent: Callable[[str], bool]) -> int:
    """Join a batch with its clicks and log what is ready; in the database all of it happens or nothing."""
    now = timezone.now()
    people = people_of_clicks(brand_id, {report.click_id for report in batch if report.click_id})
    joining = [report for report in batch if report.click_id]
    aliases = []
    for report in joining:
        hold_back = timedelta(-1) if is_urgent(report.key) else _HOLD_BACK
        if (alias := _joined(report, people, now, hold_back)) is not None:
            aliases.append(alias)
    ready = _append(brand_id, [each for each in batch if each.logged_at is None and _is_ready(each)])
    if ready:
        count_new_days(brand_id)
    for report in ready:
        report.logged_at = now
    Alias.objects.bulk_create(aliases, ignore_conflicts=True)
    changed = {report.pk: report for report in (*ready, *joining) if report.logged_at or not report.click_id}
    Report.objects.bulk_update(
        changed.values(), ["event", "person_id", "click_id", "logged_at"], batch_size=200
    )
    return len(ready)


def _append(brand_id: int, reports: list[Report]) -> list[Report]:
    """Append reports; one the log refuses must not hold up the others. Returns those that are in the log now."""
    while reports:
        try:
            event_log(brand_id).append(_events(brand_id, reports))
        except EventError as error:
            if error.row is None:
                raise
            refused = reports[error.row - 1]
            logger.error("report %s of brand %s stays out of the event log: %s", refused.pk, brand_id, error)
            reports = [each for each in reports if each is not refused]
        else:
            break
    return reports


def people_of_clicks(brand_id: int, click_ids: Collection[str]) -> dict[str, str | None]:
    """Return who is behind each click that is in the log; one scan of the days the clicks are from."""
    if not click_ids:
        return {}
    moments = [int(each[:12], 16) * 1000 for each in click_ids]  # the time of a UUID of version 7
    wanted = pa.array(sorted(click_ids), pa.string())
    found: dict[str, str | None] = {}
    with event_log(brand_id).snapshot() as snapshot:
        for batch in snapshot.scan(
            ["event_id", "person_id"],
            kinds="click",
            since_us=min(moments) - _AROUND_US,
            until_us=max(moments) + _AROUND_US,
        ):
            for event in batch.filter(pc.is_in(batch.column("event_id"), value_set=wanted)).to_pylist():
                found[event["event_id"]] = event["person_id"]
    return found


def _joined(
    report: Report, people: dict[str, str | None], now: datetime, hold_back: timedelta
) -> Alias | None:
    """Settle the click of a report if that can be done; return what it tells of the visitor."""
    click, waited = report.click_id, now - report.received_at
    named = report.event.get("person_id")
    if click in people:
        report.click_id = ""
        who = people[click]
        if not named:
            report.event["person_id"], report.person_id = who, who or ""
        elif who and who.startswith(VISITOR) and not named.startswith((VISITOR, ONCE)):
            return Alias(brand_id=report.brand_id, alias=who, person_id=named)
    elif not named and waited > hold_back:
        report.event["person_id"] = report.person_id = ONCE + click
        report.click_id = ""
    elif waited > _GIVE_UP:
        report.click_id = ""
    return None


def _is_ready(report: Report) -> bool:
    return not report.click_id or bool(report.event.get("person_id"))


def _events(brand_id: int, reports: Iterable[Report]) -> pa.Table:
    rows = []
    for report in reports:
        extra = report.event.get("extra")
        text = json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None
        rows.append({**report.event, "tenant": str(brand_id), "extra": text})
    return pa.Table.from_pylist(rows, schema=events_schema())
