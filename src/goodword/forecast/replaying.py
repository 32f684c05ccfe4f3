"""What a detector would have said with another threshold: its scores stay, only the line is drawn elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .episodes import Alarms, episodes
from .report import Alarm, Report


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one threshold would have said: how many false alarms a month it bears, and its alarms."""

    alarms_per_month: float
    alarms: tuple[Alarm, ...]


def replay(report: Report, thresholds: Sequence[float]) -> list[Replayed]:
    """Return what each of some thresholds (false alarms a month) would have said of the hours of a report."""
    return [Replayed(each, tuple(_alarms(report, each))) for each in thresholds]


def _alarms(report: Report, wanted: float) -> list[Alarm]:
    state = Alarms.new(len(report.series))
    steps = [
        state.step(report.rate[:, i], wanted, report.forced[:, i], report.calm[:, i])
        for i in range(len(report))
    ]
    if not steps:
        return []
    alarm, begins = (np.stack(part, axis=1) for part in zip(*steps, strict=True))
    return [report.alarm_of(each) for each in episodes(alarm, begins)]
