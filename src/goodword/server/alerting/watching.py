"""Judging the hours: what stands out becomes an alert, one for each series at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from goodword.core.errors import InputError
from goodword.forecast import Alarm, Report, spike_detector
from goodword.forecast.episodes import COOL_DOWN
from goodword.server.accounts.facade import Actor, Right

from .counting import HOUR, Hours, access_hours
from .models import Alert, AlertRule
from .queries import access_rules
from .telling import tell

HISTORY = timedelta(days=44)  # fourteen to learn, thirty to look at
LATE = timedelta(hours=26)  # how far back mentions that arrive late may still raise an alert
_CLOSED_AFTER = timedelta(days=7)
_COOL_DOWN = COOL_DOWN * HOUR


@dataclass(frozen=True, slots=True)
class Judged:
    """The hours of a rule and what the detector says of them."""

    hours: Hours
    report: Report


def judged(actor: Actor, rule: AlertRule, end: datetime, history: timedelta = HISTORY) -> Judged:
    """Return what the detector says of a rule's last hours, up to a whole hour."""
    hours = access_hours(actor, rule, end - history, end)
    detector = spike_detector(
        hours.series, alarms_per_month=rule.alarms_per_month, zone=actor.time_zone, limit=rule.limit
    )
    return Judged(hours, detector.read(hours.first, hours.counts, hours.totals, hours.gaps))


def do_watch(actor: Actor, now: datetime | None = None, *, reach: timedelta = LATE) -> list[Alert]:
    """Judge the brand's last hours by each rule that is on; raise alerts, tell of them, and return the new ones.

    `reach` is how far back an hour may lie that raises an alert. An hour that is not over is not judged.
    """
    actor.check(Right.MENTIONS_WRITE)
    moment = now or timezone.now()
    raised: list[Alert] = []
    for rule in access_rules(actor).filter(is_on=True):
        raised += _watch(actor, rule, moment, reach)
    over = Alert.objects.filter(brand_id=actor.brand_id, is_over=True, state=Alert.State.OPEN)
    over.filter(until__lt=moment - _CLOSED_AFTER, raised_at__lt=moment - _CLOSED_AFTER).update(
        state=Alert.State.CLOSED
    )
    return raised


def _watch(actor: Actor, rule: AlertRule, now: datetime, reach: timedelta) -> list[Alert]:
    end = whole_hour(now)
    try:
        found = judged(actor, rule, end, max(HISTORY, reach + timedelta(days=30)))
    except InputError as error:  # a query that named something since renamed or put away
        AlertRule.objects.filter(pk=rule.pk).update(problem=str(error), looked_at=now)
        return []
    with transaction.atomic():
        new = [
            alert
            for alarm in found.report.alarms()
            if alarm.at >= end - reach and (alert := _raise(actor, rule, alarm, found, now)) is not None
        ]
        _follow(rule, found.report, end)
        tell(actor, rule, new, now)
        AlertRule.objects.filter(pk=rule.pk).update(problem="", looked_at=now)
    return new


def whole_hour(moment: datetime) -> datetime:
    """Return the last whole hour.

    >>> from datetime import UTC
    >>> whole_hour(datetime(2026, 3, 1, 9, 59, tzinfo=UTC)).minute
    0
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def _raise(actor: Actor, rule: AlertRule, alarm: Alarm, found: Judged, now: datetime) -> Alert | None:
    """Return the new alert of an alarm; nothing where one of the same series goes on or has just ended."""
    near = Alert.objects.filter(
        rule=rule,
        series=alarm.series,
        at__lte=alarm.until + _COOL_DOWN,
        until__gte=alarm.at - _COOL_DOWN,
    )
    if near.exists():
        return None
    alert = Alert(
        brand_id=actor.brand_id,
        rule=rule,
        series=alarm.series,
        at=alarm.at,
        until=alarm.until,
        since=max(alarm.since, found.hours.first),
        low=alarm.low,
        high=alarm.high,
        score=alarm.score,
        rate=alarm.rate,
        p=alarm.p,
        reason=alarm.reason,
        raised_at=now,
    )
    _measure(alert, found)
    alert.save(force_insert=True)
    return alert


def _measure(alert: Alert, found: Judged) -> None:
    """Write into an alert what was seen and usual from the beginning of its rise."""
    report, hours = found.report, found.hours
    row = report.place(alert.series)
    first, last = (int((moment - hours.first) / HOUR) for moment in (alert.since, alert.at))
    span = slice(max(first, 0), last + 1)
    judged_hours = ~np.isnan(report.seen[row, span])
    alert.seen = float(np.nansum(report.seen[row, span]))
    alert.expected = float(report.expected[row, span][judged_hours].sum())
    alert.copies = int(hours.copies[row, span][judged_hours].sum())
    if report.series[row].is_share:
        alert.total = float(report.totals[row, span][judged_hours].sum())


def _follow(rule: AlertRule, report: Report, end: datetime) -> None:
    """Bring the alerts that go on up to date: until when, and whether they are over."""
    first, names = end - len(report) * HOUR, [each.name for each in report.series]
    for alert in Alert.objects.filter(rule=rule, is_over=False):
        place = int((alert.until - first) / HOUR)
        if alert.series not in names or place < 0:  # no longer watched, or long ago
            Alert.objects.filter(pk=alert.pk).update(is_over=True)
            continue
        row = report.alarm[names.index(alert.series), place:]
        calm = np.flatnonzero(~row)
        hours = int(calm[0]) if len(calm) else len(row)
        until = alert.until + max(hours - 1, 0) * HOUR
        Alert.objects.filter(pk=alert.pk).update(until=until, is_over=bool(len(calm)))
