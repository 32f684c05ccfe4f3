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

from .actions import do_reopen
from .counting import Hours, access_hours
from .models import Alert, AlertRule
from .queries import access_rules
from .sight import HOUR, Sight, access_sight
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


def access_last_sight(actor: Actor) -> Sight:
    """Return what is seen just now, as the last hours are judged."""
    end = whole_hour(timezone.now())
    return access_sight(actor, end - HISTORY, end)


def do_watch(actor: Actor, now: datetime | None = None, *, reach: timedelta = LATE) -> list[Alert]:
    """Judge the brand's last hours by each rule that is on; raise alerts, tell of them, and return the new ones.

    `reach` is how far back an hour may lie that raises an alert. An hour that is not over is not judged. An alert that
    comes back within a day of its end goes on; whatever had been said of it, it is open again and told again.
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
        new, back = [], []
        for alarm in found.report.alarms():
            if alarm.until < end - reach:
                continue
            if (known := _known(rule, alarm)) is None:
                new.append(_raise(actor, rule, alarm, found, now))
            elif alarm.until > known.until and _go_on(actor, known, alarm, end):
                back.append(known)
        Alert.objects.filter(rule=rule, is_over=False, until__lt=end - HOUR).update(is_over=True)
        tell(actor, rule, [*new, *back], now)
        AlertRule.objects.filter(pk=rule.pk).update(problem="", looked_at=now)
    return new


def whole_hour(moment: datetime) -> datetime:
    """Return the last whole hour.

    >>> from datetime import UTC
    >>> whole_hour(datetime(2026, 3, 1, 9, 59, tzinfo=UTC)).minute
    0
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def _known(rule: AlertRule, alarm: Alarm) -> Alert | None:
    """Return the alert of an alarm: the last one of its series that goes on meanwhile or ended less than a day before."""
    near = Alert.objects.filter(
        rule=rule,
        series=alarm.series,
        at__lte=alarm.until + _COOL_DOWN,
        until__gte=alarm.at - _COOL_DOWN,
    )
    return near.order_by("until").last()


def _go_on(actor: Actor, alert: Alert, alarm: Alarm, end: datetime) -> bool:
    """Let an alert last as long as its alarm; return whether it was over and comes back now, judged already or not."""
    comes_back = alert.is_over and alarm.until >= end - HOUR
    alert.until, alert.is_over = alarm.until, alarm.until < end - HOUR
    alert.save(update_fields=["until", "is_over"])
    if comes_back and alert.state == Alert.State.CLOSED:
        alert.state = do_reopen(actor, alert.pk).state
    return comes_back


def _raise(actor: Actor, rule: AlertRule, alarm: Alarm, found: Judged, now: datetime) -> Alert:
    """Return the new alert of an alarm."""
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
        query=rule.query,
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
