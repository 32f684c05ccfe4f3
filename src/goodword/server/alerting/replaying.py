"""What a rule would have said in the last thirty days with other thresholds, and what each would have cost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from goodword.forecast import Alarm, Report, replay
from goodword.forecast.report import GAP, LEARNING
from goodword.server.accounts.facade import Actor

from .models import Alert, AlertRule
from .sight import HOUR
from .watching import judged, whole_hour

DAYS = 30
THRESHOLDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0)
_HISTORY = timedelta(days=DAYS + 30)  # the first of the thirty days is judged by four weeks, like every hour
_KEPT_SECONDS = 900
_NEAR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Choice:
    """One threshold: what it would have said, and which judged alerts of these days it keeps."""

    alarms_per_month: float
    alarms: tuple[Alarm, ...]
    real_kept: int
    real: int
    false_kept: int
    false: int


@dataclass(frozen=True, slots=True)
class Replay:
    """The last thirty days of a rule under every threshold; `learning` while they cannot be judged."""

    first: datetime
    end: datetime
    choices: list[Choice]
    learning: bool

    def choice(self, rate: float) -> Choice:
        """Return the threshold nearest to a rate."""
        return min(self.choices, key=lambda each: abs(each.alarms_per_month - rate))


def access_replay(actor: Actor, rule: AlertRule) -> Replay:
    """Return the replay of a rule's last thirty days; what the detector says is kept for some minutes."""
    end = whole_hour(timezone.now())
    watched = (rule.query, rule.volume, rule.unfavourable, rule.causes, rule.limit, rule.alarms_per_month)
    digest = sha256(repr((rule.pk, rule.created_at, end, watched)).encode()).hexdigest()
    key = f"alert-replay:{digest}"
    found: Any = cache.get(key)
    if found is None:
        report = judged(actor, rule, end, _HISTORY).report
        since = end - timedelta(days=DAYS)
        thresholds = sorted({*THRESHOLDS, rule.alarms_per_month})
        found = (
            [
                (each.alarms_per_month, tuple(a for a in each.alarms if a.at >= since))
                for each in replay(report, thresholds)
            ],
            _is_learning(report),
        )
        cache.set(key, found, _KEPT_SECONDS)
    said, learning = found
    decided = Alert.objects.filter(rule=rule, at__gte=end - timedelta(days=DAYS)).exclude(verdict="")
    verdicts = list(decided.only("series", "at", "until", "verdict"))
    choices = [_choice(rate, alarms, verdicts) for rate, alarms in said]
    return Replay(end - timedelta(days=DAYS), end, choices, learning)


def _is_learning(report: Report) -> bool:
    """Return whether nothing was known well enough yet in the last day that anybody saw."""
    seen = report.state[:, (report.state != GAP).any(0)]
    return bool((seen[:, -24:] == LEARNING).all())


def _choice(rate: float, alarms: tuple[Alarm, ...], verdicts: list[Alert]) -> Choice:
    kept = [alert for alert in verdicts if any(_same(alarm, alert) for alarm in alarms)]
    real, false = Alert.Verdict.REAL, Alert.Verdict.FALSE
    return Choice(
        rate,
        alarms,
        sum(alert.verdict == real for alert in kept),
        sum(alert.verdict == real for alert in verdicts),
        sum(alert.verdict == false for alert in kept),
        sum(alert.verdict == false for alert in verdicts),
    )


def _same(alarm: Alarm, alert: Alert) -> bool:
    near = alarm.at <= alert.until + _NEAR and alarm.until + HOUR >= alert.at - _NEAR
    return alarm.series == alert.series and near
