"""A number with everything one must know to trust it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .moments import exact_moment
from .tables import to_csv
from .values import exact, exact_percent, percent, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number: its name, what it means (`definition`, translatable), its value and where it came from.

    `value` is None when it cannot be said; `why_none` then says why. With `is_share` it lies between 0 and 1.
    `interval` holds the ends of the `level` interval (0.95 unless said otherwise). `url` leads to the card.
    """

    name: str | Promise
    definition: str | Promise
    value: float | int | None
    unit: str | Promise = ""
    is_share: bool = False
    window: str | Promise = ""
    n: int | None = None
    interval: tuple[float, float] | None = None
    level: float = 0.95
    method: str | Promise = ""
    version: str = ""
    fresh_as_of: datetime | None = None
    query: str = ""
    why_none: str | Promise = ""
    key: str = ""
    url: str = ""

    @property
    def spoken(self) -> str:
        """The value as a person would say it."""
        if self.value is None:
            return "–"
        return percent(self.value) if self.is_share else rounded(self.value)

    @property
    def exact(self) -> str:
        """The value with all its digits."""
        return "" if self.value is None else self._exact(self.value)

    @property
    def interval_text(self) -> str:
        """The interval as a person reads it."""
        if self.interval is None:
            return ""
        places = {
            "low": self._exact(self.interval[0]),
            "high": self._exact(self.interval[1]),
            "level": percent(self.level),
        }
        return _("%(low)s to %(high)s (%(level)s)") % places

    @property
    def definitions(self) -> list[tuple[str, str, str]]:
        """The definition in English and Chinese (tag, own name, text); one if both are equal."""
        found = []
        for code, tag, name in (("en", "en", "English"), ("zh-hans", "zh-Hans", "中文")):
            with translation.override(code):
                found.append((tag, name, str(self.definition)))
        return found if found[0][2] != found[1][2] else found[:1]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the card lists, in order; unknown things are left out."""
        rows = [
            (_("Time window"), str(self.window)),
            (_("Observations"), "" if self.n is None else exact(self.n)),
            (_("Interval"), self.interval_text),
            (_("Method"), str(self.method)),
            (_("Version"), self.version),
            (_("Data as of"), exact_moment(self.fresh_as_of) if self.fresh_as_of else ""),
        ]
        return [(name, text) for name, text in rows if text]

    @property
    def csv(self) -> str:
        """The card as CSV with one row."""
        columns = {
            "name": str(self.name),
            "value": "" if self.value is None else repr(self.value),
            "unit": str(self.unit),
            "low": repr(self.interval[0]) if self.interval else "",
            "high": repr(self.interval[1]) if self.interval else "",
            "n": "" if self.n is None else str(self.n),
            "window": str(self.window),
            "method": str(self.method),
            "version": self.version,
            "as_of": self.fresh_as_of.isoformat() if self.fresh_as_of else "",
            "definition": str(self.definition),
        }
        return to_csv(list(columns), [list(columns.values())])

    @property
    def file_name(self) -> str:
        """The name of the files it is saved as, without their ending."""
        return self.key or slugify(str(self.name), allow_unicode=True) or "number"

    @property
    def to_copy(self) -> str:
        """What the card's buttons copy, as JSON."""
        value = f"{self.spoken} {self.unit}".strip()
        lines = [f"{name}: {text}" for name, text in self.facts]
        card = {
            "key": self.file_name,
            "name": str(self.name),
            "value": value,
            "lines": lines,
            "csv": self.csv,
            "link": self.url,
        }
        return json.dumps(card, cls=DjangoJSONEncoder, ensure_ascii=False)

    def _exact(self, value: float | int) -> str:
        return exact_percent(value) if self.is_share else exact(value)


@dataclass(frozen=True, slots=True)
class Change:
    """How a number moved against an earlier one; `better` says which direction is good news, if either is."""

    value: float
    against: str | Promise
    better: Literal["up", "down", ""] = ""
    is_share: bool = True

    @property
    def text(self) -> str:
        """The change with its sign."""
        said = percent(abs(self.value)) if self.is_share else rounded(abs(self.value))
        return said if not self.value else f"{'+' if self.value > 0 else '−'}{said}"

    @property
    def verdict(self) -> str:
        """`good`, `bad` or nothing."""
        if not self.value or not self.better:
            return ""
        return "good" if (self.value > 0) == (self.better == "up") else "bad"

    @property
    def icon(self) -> str:
        """The sign that goes with the colour."""
        return "favourable" if self.value > 0 else "unfavourable" if self.value < 0 else "neutral"
