"""Pairs of shares as a picture: what was promised against what came true, what is kept against how good it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from .charts import Height
from .tables import to_csv
from .values import exact, exact_percent


@dataclass(frozen=True, slots=True)
class Point:
    """One pair of shares between 0 and 1, from how many observations; `low` and `high` bound `y`."""

    x: float
    y: float
    n: int | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse an interval with one end."""
        if (self.low is None) != (self.high is None):
            raise ValueError("A point has one end of an interval. Give both or neither.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChart:
    """Points over two shares of 1; `joined` draws the line through them, `diagonal` where both are equal."""

    title: str
    points: Sequence[Point]
    x_title: str
    y_title: str
    n: int | None = None
    window: str = ""
    joined: bool = False
    diagonal: bool = False
    height: Height = ""
    key: str = ""
    unit: str = ""

    @property
    def file_name(self) -> str:
        """The name of the files it is downloaded as, without their ending."""
        return self.key or slugify(self.title, allow_unicode=True) or "chart"

    @property
    def keys(self) -> list[tuple[str, str]]:
        """No colour needs an explanation."""
        return []

    @property
    def description(self) -> str:
        """What a person who does not see the picture is told; the table says the rest."""
        sentence = _("%(y)s against %(x)s") % {"y": self.y_title, "x": self.x_title}
        return ". ".join(part for part in (self.title, self.window, sentence) if part)

    @property
    def header(self) -> list[str]:
        """The head of the table behind the picture."""
        bounds = [
            _("%(name)s, low") % {"name": self.y_title},
            _("%(name)s, high") % {"name": self.y_title},
        ]
        return [
            self.x_title,
            self.y_title,
            *(bounds if self._bounded else []),
            *(["n"] if self._counted else []),
        ]

    @property
    def rows(self) -> list[list[str]]:
        """The table behind the picture, as people read it."""
        return self._rows(lambda value: "" if value is None else exact_percent(value), exact)

    @property
    def csv(self) -> str:
        """The table behind the picture as CSV, numbers as machines read them."""
        return to_csv(self.header, self._rows(lambda value: "" if value is None else repr(value), str))

    def to_spec(self) -> dict[str, Any]:
        """Return what the browser draws it from."""
        return {
            "kind": "points",
            "percent": True,
            "unit": "",
            "points": [[each.x, each.y, each.n, each.low, each.high] for each in self.points],
            "x_title": self.x_title,
            "y_title": self.y_title,
            "joined": self.joined,
            "diagonal": self.diagonal,
            "description": self.description,
        }

    @property
    def _bounded(self) -> bool:
        return any(each.low is not None for each in self.points)

    @property
    def _counted(self) -> bool:
        return any(each.n is not None for each in self.points)

    def _rows(self, share: Callable[[float | None], str], count: Callable[[int], str]) -> list[list[str]]:
        return [
            [share(each.x), share(each.y)]
            + ([share(each.low), share(each.high)] if self._bounded else [])
            + (["" if each.n is None else count(each.n)] if self._counted else [])
            for each in self.points
        ]
