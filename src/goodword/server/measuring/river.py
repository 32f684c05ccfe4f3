"""The funnel as a river: bands that narrow, and take another share, from stage to stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from goodword.server.shell.values import exact, percent

from .figures import stage_label, wilson
from .queries import STAGES

_BANDS = 6
_STEP, _COLUMN, _HEIGHT = 100.0, 16.0, 100.0
_GAP = 0.8


@dataclass(frozen=True, slots=True)
class Bank:
    """One column of the river: a stage with its people, and the share that came from the stage before."""

    label: Any
    people: int
    share: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class Band:
    """One part of the river from its source to its end, as the path of a shape and as words."""

    name: str
    fill: str
    path: str
    told: str


@dataclass(frozen=True, slots=True)
class River:
    """The stages with their sums, and the bands; `is_shares` where every column is as high as the others."""

    banks: list[Bank]
    bands: list[Band]
    is_shares: bool
    width: float = _STEP * (len(STAGES) - 1) + _COLUMN

    @property
    def view_box(self) -> str:
        """The drawing's own coordinates."""
        return f"0 0 {self.width:g} {_HEIGHT:g}"


def river(rows: Sequence[tuple[str, dict[str, Any]]], whole: dict[str, Any], *, shares: bool) -> River | None:
    """Return the river of named parts; the smallest flow together where there are too many. None where nobody came.

    The parts of a stage may sum to more than `whole`: one person may have come by two channels.
    """
    named = sorted(rows, key=lambda row: (-row[1]["seen"], row[0]))
    if not named or not whole.get("seen"):
        return None
    parts = [(name, [int(row[stage]) for stage in STAGES]) for name, row in named[:_BANDS]]
    rest = [[int(row[stage]) for stage in STAGES] for _name, row in named[_BANDS:]]
    if rest:
        parts.append((_("All others"), [sum(column) for column in zip(*rest, strict=True)]))
    sums = [sum(counts[place] for _name, counts in parts) for place in range(len(STAGES))]
    scale = [
        _HEIGHT / (sums[place] if shares else max(sums)) if sums[place] else 0.0
        for place in range(len(STAGES))
    ]
    tops = _tops(parts, sums, scale)
    bands = [
        Band(
            name,
            "unknown" if place >= _BANDS else str(place + 1),
            _path(tops[place], [n * scale[i] for i, n in enumerate(counts)]),
            _told(name, counts, sums),
        )
        for place, (name, counts) in enumerate(parts)
    ]
    return River(_banks(whole), bands, shares)


def _banks(whole: dict[str, Any]) -> list[Bank]:
    banks = []
    for place, stage in enumerate(STAGES):
        people = int(whole[stage])
        # Telling is beside the stages: one can tell without buying, so it is a share of those who visited.
        before = int(whole[STAGES[2 if stage == "told" else place - 1]]) if place else 0
        low, high = wilson(min(people, before), before) if before else (0.0, 0.0)
        said = (
            _("%(low)s to %(high)s (95%%)") % {"low": percent(low), "high": percent(high)} if before else ""
        )
        banks.append(Bank(stage_label(stage), people, people / before if before else None, said))
    return banks


def _tops(
    parts: Sequence[tuple[str, list[int]]], sums: Sequence[int], scale: Sequence[float]
) -> list[list[float]]:
    """Return where each band begins at each stage; the river lies in the middle."""
    heads = [(_HEIGHT - total * scale[place]) / 2 for place, total in enumerate(sums)]
    found = []
    for _name, counts in parts:
        found.append(list(heads))
        heads = [head + counts[place] * scale[place] for place, head in enumerate(heads)]
    return found


def _path(tops: Sequence[float], heights: Sequence[float]) -> str:
    """Return the outline of a band: along its top from left to right, and back along its bottom."""
    bottoms = [top + max(height - _GAP, min(height, 0.3)) for top, height in zip(tops, heights, strict=True)]
    upper = [f"M0 {tops[0]:.2f}"] + [_stretch(tops, place) for place in range(len(tops))]
    lower = [f"L{_STEP * (len(tops) - 1) + _COLUMN:.2f} {bottoms[-1]:.2f}"]
    lower += [_stretch_back(bottoms, place) for place in range(len(tops) - 1, -1, -1)]
    return "".join([*upper, *lower, "Z"])


def _stretch(line: Sequence[float], place: int) -> str:
    left, right = _STEP * place, _STEP * place + _COLUMN
    along = f"L{right:.2f} {line[place]:.2f}"
    if place + 1 == len(line):
        return along
    middle = (right + left + _STEP) / 2
    return f"{along}C{middle:.2f} {line[place]:.2f} {middle:.2f} {line[place + 1]:.2f} {left + _STEP:.2f} {line[place + 1]:.2f}"


def _stretch_back(line: Sequence[float], place: int) -> str:
    left = _STEP * place
    along = f"L{left:.2f} {line[place]:.2f}"
    if place == 0:
        return along
    before = left - _STEP + _COLUMN
    middle = (before + left) / 2
    return f"{along}C{middle:.2f} {line[place]:.2f} {middle:.2f} {line[place - 1]:.2f} {before:.2f} {line[place - 1]:.2f}"


def _told(name: str, counts: Sequence[int], sums: Sequence[int]) -> str:
    said = [
        f"{stage_label(stage)}: {exact(counts[place])} ({percent(counts[place] / sums[place])})"
        for place, stage in enumerate(STAGES)
        if sums[place]
    ]
    return "\n".join([name, *said])
