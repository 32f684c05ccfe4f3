"""Pictures as data: made here, drawn in the browser, and always with the numbers behind them.

A page passes one of these to the template tag `{% chart picture %}`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from .tables import to_csv
from .values import exact, exact_percent

Tone = Literal["", "favourable", "neutral", "unfavourable", "unknown"]
Height = Literal["low", "", "high"]
Values = Sequence[float | int | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars; `low` and `high` bound its interval, None is a value nobody knows."""

    name: str
    values: Values
    low: Values | None = None
    high: Values | None = None
    tone: Tone = ""
    dashed: bool = False

    def __post_init__(self) -> None:
        """Refuse an interval with one end, and parts of different lengths."""
        if (self.low is None) != (self.high is None):
            raise ValueError(f"Series {self.name!r} has one end of an interval. Give both or neither.")
        lengths = {len(part) for part in (self.values, self.low, self.high) if part is not None}
        if len(lengths) > 1:
            raise ValueError(f"Series {self.name!r} has parts of different lengths {sorted(lengths)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart says: title, unit, how many observations, which window; `key` names its files."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    n: int | None = None
    window: str = ""
    percent: bool = False
    label_title: str = ""
    height: Height = ""
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse a series that is longer or shorter than the labels."""
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(
                    f"Series {series.name!r} has {len(series.values)} values for {len(self.labels)} labels."
                )

    @property
    def file_name(self) -> str:
        """The name of the files it is downloaded as, without their ending."""
        return self.key or slugify(self.title, allow_unicode=True) or "chart"

    @property
    def description(self) -> str:
        """What a person who does not see the picture is told; the table says the rest."""
        parts = [self.title, self.window, *(self._range(series) for series in self.series)]
        return ". ".join(part for part in parts if part)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What the colours mean where the picture does not say it: (name, fill); none unless a kind of chart needs it."""
        return []

    @property
    def header(self) -> list[str]:
        """The head of the table behind the picture."""
        columns = [self.label_title or _("Day")]
        for series in self.series:
            columns.append(series.name)
            if series.low is not None:
                columns += [
                    _("%(name)s, low") % {"name": series.name},
                    _("%(name)s, high") % {"name": series.name},
                ]
        return columns

    @property
    def rows(self) -> list[list[str]]:
        """The table behind the picture, as people read it."""
        return self._rows(self._said)

    @property
    def csv(self) -> str:
        """The table behind the picture as CSV, numbers as machines read them."""
        return to_csv(self.header, self._rows(lambda value: "" if value is None else repr(value)))

    def to_spec(self) -> dict[str, Any]:
        """Return what the browser draws it from."""
        return {
            "unit": self.unit,
            "percent": self.percent,
            "labels": list(self.labels),
            "description": self.description,
            "series": [_series_spec(series) for series in self.series],
            "words": {"no_data": _("no data")},
        }

    def _rows(self, say: Any) -> list[list[str]]:
        rows = []
        for index, label in enumerate(self.labels):
            row = [str(label)]
            for series in self.series:
                row.append(say(series.values[index]))
                if series.low is not None and series.high is not None:
                    row += [say(series.low[index]), say(series.high[index])]
            rows.append(row)
        return rows

    def _said(self, value: float | int | None) -> str:
        if value is None:
            return _("no data")
        return exact_percent(value) if self.percent else exact(value)

    def _range(self, series: Series) -> str:
        known = [value for value in series.values if value is not None]
        if not known:
            return _("%(name)s: no data") % {"name": series.name}
        places = {"name": series.name, "low": self._said(min(known)), "high": self._said(max(known))}
        return _("%(name)s: from %(low)s to %(high)s") % places


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Chart):
    """Values over time; `moments` are (label, name) of things that happened."""

    from_zero: bool = True
    moments: Sequence[tuple[str, str]] = ()

    @property
    def gaps(self) -> list[tuple[str, str, str]]:
        """Stretches in which no series has a value: first label, last label, the word for it."""
        unknown = [all(series.values[i] is None for series in self.series) for i in range(len(self.labels))]
        found: list[tuple[str, str, str]] = []
        start: int | None = None
        for index, gone in enumerate([*unknown, False]):
            if gone and start is None:
                start = index
            elif not gone and start is not None:
                first, last = max(0, start - 1), min(index, len(self.labels) - 1)
                found.append((self.labels[first], self.labels[last], _("no data")))
                start = None
        return found

    def to_spec(self) -> dict[str, Any]:
        """Return what the browser draws it from."""
        more = {"kind": "line", "gaps": self.gaps, "moments": list(self.moments), "from_zero": self.from_zero}
        return Chart.to_spec(self) | more


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Chart):
    """Values to compare, from zero; lying unless `upright`; `tones` give single bars a meaning."""

    upright: bool = False
    stacked: bool = False
    tones: Sequence[Tone] = ()

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The names of several series with their fills: bars have no room for direct labels."""
        if len(self.series) < 2:
            return []
        return [(each.name, each.tone or str(place % 6 + 1)) for place, each in enumerate(self.series)]

    def to_spec(self) -> dict[str, Any]:
        """Return what the browser draws it from."""
        more = {"kind": "bar", "upright": self.upright, "stacked": self.stacked, "tones": list(self.tones)}
        return Chart.to_spec(self) | more


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole."""

    name: str
    value: float | int
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBar:
    """Parts of one whole on one line, drawn without any script."""

    title: str
    parts: Sequence[Share]
    unit: str = ""
    window: str = ""
    key: str = ""

    @property
    def n(self) -> float | int:
        """The whole."""
        return sum(part.value for part in self.parts)

    @property
    def segments(self) -> list[dict[str, Any]]:
        """Each part with its share, and where it lies on a line of 100."""
        segments: list[dict[str, Any]] = []
        left = 0.0
        for number, part in enumerate(self.parts, start=1):
            share = part.value / self.n if self.n else 0.0
            fill = part.tone or str((number - 1) % 6 + 1)
            lies = {"x": f"{left:.3f}", "width": f"{share * 100:.3f}"}
            segments.append({"part": part, "share": share, "fill": fill, **lies})
            left += share * 100
        return segments


def _series_spec(series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "values": list(series.values),
        "low": None if series.low is None else list(series.low),
        "high": None if series.high is None else list(series.high),
        "tone": series.tone,
        "dashed": series.dashed,
    }
