"""The picture of an alert: what was seen hour by hour, the usual range, and where nobody saw."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.forecast.report import GAP
from goodword.server.accounts.facade import Actor
from goodword.server.shell.charts import LineChart, Series

from .models import VOLUME, Alert
from .sight import HOUR
from .watching import Judged, judged, whole_hour
from .words import series_name

_BEFORE, _AFTER = timedelta(days=4), timedelta(hours=18)


def access_chart(actor: Actor, alert: Alert) -> LineChart:
    """Return the hours around an alert."""
    end = min(whole_hour(timezone.now()), alert.until + HOUR + _AFTER)
    return chart_of(actor, alert, judged(actor, alert.rule, max(end, alert.until + HOUR)))


def chart_of(actor: Actor, alert: Alert, found: Judged) -> LineChart:
    """Return the picture of an alert, from what the detector says of the hours."""
    report, zone = found.report, ZoneInfo(actor.time_zone)
    names = [each.name for each in report.series]
    if alert.series not in names:
        return _nothing(alert)
    row = names.index(alert.series)
    start = max(0, int((alert.since - _BEFORE - found.hours.first) / HOUR))
    seen_all = report.state[row, start:] != GAP

    def known(values: object) -> list[float | None]:
        part = values[row, start:]  # type: ignore[index]
        return [round(float(value), 2) if ok else None for value, ok in zip(part, seen_all, strict=True)]

    labels = [_label(moment, zone) for moment in report.hours[start:]]
    return LineChart(
        title=_("Mentions an hour") if alert.series == VOLUME else series_name(alert.brand_id, alert.series),
        unit=_("mentions"),
        labels=labels,
        label_title=_("Hour"),
        series=[
            Series(_("seen"), known(report.seen)),
            Series(_("usual"), known(report.expected), known(report.low), known(report.high), dashed=True),
        ],
        moments=[(_label(alert.at, zone), _("alert"))],
        window=_("Band: 98 hours of 100 lie in it"),
        key=f"alert-{alert.pk}",
    )


def _label(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:00")


def _nothing(alert: Alert) -> LineChart:
    return LineChart(title=series_name(alert.brand_id, alert.series), labels=[], series=[])
