"""The pictures of the model page: quality over versions, promise against truth, how much is kept at which price."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodword.server.shell.charts import LineChart, Series
from goodword.server.shell.point_chart import Point, PointChart
from goodword.text.assessment import wilson

from .models import ModelVersion
from .quality import Quality, assessed

_HEATS = 5
Place = Callable[[str, str], str]


def over_versions(versions: Sequence[ModelVersion], task: str) -> LineChart | None:
    """Draw the macro-F1 of each version that was judged, with its interval; nothing with fewer than two values.

    `versions` come newest first. The first value is that of the model the first version was compared with.
    """
    scores = [(each, found) for each in reversed(versions) if (found := assessed(each, task))]
    if not scores:
        return None
    judged, values = [each for each, _found in scores], [found for _each, found in scores]
    labels = [_("no. %(n)s") % {"n": each.number} for each in judged]
    if before := judged[0].metrics[task]["before"]:
        values, labels = [before, *values], [_("before"), *labels]
    if len(values) < 2:
        return None
    score = [value["macro_f1"] for value in values]
    refused = [
        (_("no. %(n)s") % {"n": each.number}, _("refused"))
        for each in judged
        if each.state == ModelVersion.State.REFUSED
    ]
    return LineChart(
        title=_("Quality over versions"),
        labels=labels,
        label_title=_("Version"),
        series=[
            Series(
                _("Macro-F1"),
                [each["value"] for each in score],
                [each["low"] for each in score],
                [each["high"] for each in score],
            ),
            Series(_("Right"), [value["accuracy"]["value"] for value in values], dashed=True),
        ],
        percent=True,
        from_zero=False,
        window=_("each on the labels that judged it, with its interval"),
        moments=refused,
        key=f"model-quality-{task.replace(':', '-')}",
    )


def calibration(quality: Quality) -> PointChart:
    """Draw how often the model was right against how sure it was."""
    points = []
    for each in quality.found["calibration"]:
        if each["count"]:
            range_ = wilson(round(each["accuracy"] * each["count"]), each["count"])
            points.append(Point(each["confidence"], each["accuracy"], each["count"], range_.low, range_.high))
    return PointChart(
        title=_("Confidence and truth"),
        points=points,
        x_title=_("Confidence"),
        y_title=_("Right"),
        n=quality.n,
        window=_("on the dashed line, what it promises is true"),
        diagonal=True,
        key=f"model-calibration-{quality.task.replace(':', '-')}",
    )


def kept(quality: Quality) -> PointChart:
    """Draw how accurate the surest readings are against the share that is kept of them."""
    points, right, count = [], 0.0, 0
    for each in reversed(quality.found["calibration"]):
        if each["count"]:
            right, count = right + each["accuracy"] * each["count"], count + each["count"]
            points.append(Point(count / quality.n, min(1.0, right / count), count))
    return PointChart(
        title=_("Kept and right"),
        points=points,
        x_title=_("Kept, the surest first"),
        y_title=_("Right among those kept"),
        n=quality.n,
        window=_("what is not kept is left to people"),
        joined=True,
        key=f"model-kept-{quality.task.replace(':', '-')}",
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of a table of two labels, and where what stands behind it is listed."""

    count: int
    heat: int
    is_same: bool
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by two labels: rows of one, columns of the other; the darker, the larger the share of its row."""

    title: str
    row_title: str
    column_title: str
    columns: list[str]
    rows: list[tuple[str, list[Cell], int]]

    @property
    def n(self) -> int:
        """How many there are."""
        return sum(total for _name, _cells, total in self.rows)


def matrix(
    title: str, row_title: str, column_title: str, counts: dict[tuple[str, str], int],
    labels: Sequence[str], name: Callable[[str], str], url: Place,
) -> Matrix:  # fmt: skip
    """Make a table of the counts of pairs (row, column); labels that never occur are left out."""
    used = [label for label in labels if any(n and label in pair for pair, n in counts.items())]
    rows = []
    for row in used:
        total = sum(counts.get((row, column), 0) for column in used)
        cells = [_cell(row, column, counts.get((row, column), 0), total, name, url) for column in used]
        rows.append((name(row), cells, total))
    return Matrix(title, row_title, column_title, [name(label) for label in used], rows)


def _cell(row: str, column: str, count: int, total: int, name: Callable[[str], str], url: Place) -> Cell:
    heat = -(-count * _HEATS // total) if total else 0
    said = _("%(row)s, read as %(column)s: %(n)s") % {"row": name(row), "column": name(column), "n": count}
    return Cell(count, heat, row == column, url(row, column) if count else "", said)
