"""Invented content for the page that shows every component; long words and Chinese on purpose."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .charts import BarChart, LineChart, Series, Share, ShareBar
from .components import Chip, FacetValue, Tab
from .numbers import Change, Number
from .point_chart import Point, PointChart

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
CJK = "很多家长在群里说，老师讲得清楚，孩子愿意自己打开作业；也有人觉得退款要等太久。"


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As customers know it."))
    email = forms.EmailField(label=_("E-mail address"))
    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=[("forum", _("Forum")), ("review", _("Review site"))],
        required=False,
    )
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    notes = forms.CharField(label=_("Legal notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("File"), required=False)
    reply = forms.ChoiceField(
        label=_("Who answers"),
        choices=[("care", _("After-sales")), ("legal", _("Legal"))],
        widget=forms.RadioSelect,
        initial="care",
    )
    strict = forms.BooleanField(
        label=_("All or nothing"), required=False, help_text=_("One bad row stops the import.")
    )


def showroom() -> dict[str, Any]:
    """Return everything the page shows."""
    now = timezone.now()
    return {
        "stats": _stats(),
        "lift": lift(),
        "none": _unknown(),
        "form": SampleForm(initial={"name": "Lumen School"}),
        "bad_form": SampleForm({"name": "", "email": "ada@", "reply": "care"}),
        "line": _line(),
        "two_lines": _two_lines(),
        "bars": _bars(),
        "columns": _columns(),
        "points": _points(),
        "signs": _signs(),
        "channels": _channels(),
        "tabs": [
            Tab("Text", "#tabs", True),
            Tab("Thread", "#tabs", count=14),
            Tab("Similar", "#tabs", count=12_345),
        ],
        "chips": [Chip("Sign", "unfavourable", "#chips"), Chip("来源", "论坛", "#chips")],
        "facet_values": _facet_values(),
        "steps": ["Upload", "Columns", "Preview", "Import", "Result"],
        "before": {"name": "Lumen", "keywords": ["lumen", "logic"], "goal": "", "legal notes": "No prices."},
        "after": {
            "name": "Lumen School",
            "keywords": ["lumen", "logic", "逻辑课"],
            "goal": "100 learners",
            "legal notes": "No prices.",
        },
        "rows": _rows(now),
        "moments": [
            now,
            now - timedelta(minutes=5),
            now - timedelta(days=3),
            datetime(2024, 2, 29, 9, 30, tzinfo=UTC),
        ],
        "long": LONG,
        "cjk": CJK,
    }


def lift() -> Number:
    """Return an invented number with everything a number can have."""
    return Number(
        name=_("Net favourable"),
        definition=_(
            "Favourable minus unfavourable mentions of consumers, divided by all their mentions with a sign."
        ),
        value=0.3127,
        is_share=True,
        window=_("last 28 days"),
        n=2_914,
        interval=(0.281, 0.344),
        method=_("Wilson interval of each share"),
        version="reader 1.3",
        fresh_as_of=timezone.now() - timedelta(minutes=12),
        query="SELECT avg(sign) FROM mention\nWHERE origin = 'consumer' AND published_at >= :start",
        key="net-favourable",
        url=reverse("style-number"),
    )


def _unknown() -> Number:
    return Number(
        name=_("Cost per new customer"),
        definition=_("Everything recommendation cost, divided by the customers it brought."),
        value=None,
        why_none=_("Too early to say: the interval still includes zero."),
    )


def _stats() -> list[tuple[Number, Change | None, list[float | None] | None]]:
    week = _("against last week")
    mentions = Number(
        name=_("Mentions"),
        definition=_("Texts that name the brand."),
        value=12_345,
        url=reverse("style-number"),
    )
    reply = Number(
        name=_("Time to reply"), definition=_("Median time to the first reply."), value=6.4, unit="h"
    )
    talkers = Number(name=_("Active talkers"), definition=_("People who wrote at least twice."), value=486)
    return [
        (mentions, Change(0.12, week), [3, 4, 4, 6, 5, 7, 9, 8, 11]),
        (lift(), Change(0.04, week, "up"), None),
        (reply, Change(0.18, week, "down"), None),
        (talkers, Change(0.0, week, "up"), [9, 8, None, None, 7, 8, 8, 9]),
    ]


def _days(count: int) -> list[str]:
    start = datetime(2026, 3, 1, tzinfo=UTC).date()
    return [(start + timedelta(days=at)).isoformat() for at in range(count)]


def _line() -> LineChart:
    values: list[float | None] = [round(0.25 + 0.004 * at + 0.03 * ((at * 7) % 5 - 2), 3) for at in range(28)]
    values[11:15] = [None] * 4
    low = [None if value is None else round(value - 0.06, 3) for value in values]
    high = [None if value is None else round(value + 0.06, 3) for value in values]
    return LineChart(
        title=str(_("Net favourable")),
        unit="%",
        labels=_days(28),
        series=[Series(str(_("Net favourable")), values, low, high)],
        percent=True,
        n=2_914,
        window="1–28 Mar 2026",
        moments=[(_days(28)[19], "Reply in one voice")],
    )


def _two_lines() -> LineChart:
    good = [40 + 3 * at + (at * 13) % 17 for at in range(28)]
    bad = [30 + (at * 11) % 13 for at in range(28)]
    series = [
        Series(str(_("Favourable")), good, tone="favourable"),
        Series(str(_("Unfavourable")), bad, tone="unfavourable"),
    ]
    return LineChart(
        title=str(_("Mentions")),
        unit=str(_("a day")),
        labels=_days(28),
        series=series,
        n=3_052,
        window="1–28 Mar 2026",
    )


def _bars() -> BarChart:
    labels = ["Service problem", "Delivery", "价格", "Unmet expectation", LONG]
    values = [412, 260, 198, 120, 31]
    low, high = [value * 0.88 for value in values], [value * 1.12 for value in values]
    return BarChart(
        title=str(_("Causes")),
        unit=str(_("mentions")),
        labels=labels,
        series=[Series(str(_("Mentions")), values, low, high, tone="unfavourable")],
        n=1_021,
        window="1–28 Mar 2026",
        label_title=str(_("Cause")),
    )


def _columns() -> BarChart:
    labels = [f"{hour:02d}" for hour in range(0, 24, 2)]
    values = [4, 2, 1, 3, 12, 28, 31, 27, 33, 45, 38, 15]
    return BarChart(
        title=str(_("When people write")),
        unit=str(_("mentions")),
        labels=labels,
        series=[Series(str(_("Mentions")), values)],
        upright=True,
        n=239,
        window="1–28 Mar 2026",
        label_title=str(_("Hour")),
    )


def _points() -> PointChart:
    rows = [(0.42, 0.38, 21), (0.55, 0.57, 64), (0.68, 0.66, 130), (0.81, 0.84, 244), (0.95, 0.93, 512)]
    return PointChart(
        title=str(_("Promised and true")),
        points=[Point(x, y, n, max(0.0, y - 1 / n**0.5), min(1.0, y + 1 / n**0.5)) for x, y, n in rows],
        x_title=str(_("Confidence")),
        y_title=str(_("Share that was right")),
        n=971,
        diagonal=True,
    )


def _signs() -> ShareBar:
    parts = [
        Share(str(_("Favourable")), 1_812, "favourable"),
        Share(str(_("Neutral")), 604, "neutral"),
        Share(str(_("Unfavourable")), 498, "unfavourable"),
    ]
    return ShareBar(title=str(_("What mentions say")), parts=parts, window="1–28 Mar 2026")


def _channels() -> ShareBar:
    parts = [
        Share("Forum", 420),
        Share("Review site", 310),
        Share("问答", 150),
        Share("Blog", 88),
        Share("News", 31),
    ]
    return ShareBar(title=str(_("Where people write")), parts=parts, window="1–28 Mar 2026")


def _facet_values() -> list[FacetValue]:
    return [
        FacetValue(str(_("Favourable")), "#facets", 1_812, icon="favourable"),
        FacetValue(str(_("Neutral")), "#facets", 604, icon="neutral"),
        FacetValue(str(_("Unfavourable")), "#facets", 498, current=True, icon="unfavourable"),
        FacetValue(LONG, "#facets", 12_345),
    ]


def _rows(now: datetime) -> list[dict[str, Any]]:
    texts = [
        (
            "The teacher answered within the hour and my son asked for the next lesson himself.",
            "favourable",
            "en",
            214,
        ),
        (CJK, "neutral", "zh", 12_345),
        ("Refund took three weeks and nobody could tell me why.", "unfavourable", "en", 3),
        (LONG, None, "de", None),
    ]
    return [
        {
            "text": text,
            "sentiment": sign,
            "language": code,
            "reach": reach,
            "at": now - timedelta(hours=7 * at),
        }
        for at, (text, sign, code, reach) in enumerate(texts)
    ]
