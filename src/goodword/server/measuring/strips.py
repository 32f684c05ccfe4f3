"""Several values of one thing on one line, so that one sees how far they lie apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDTH, _SIDE = 240.0, 8.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One value on the line, with what it is."""

    x: str
    told: str
    kind: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The dots, and the stretch from the lowest to the highest end."""

    dots: list[Dot]
    left: str
    width: str
    zero: str


def strip(
    values: Sequence[tuple[str, float]],
    scale: tuple[float, float],
    *,
    ends: tuple[float, float] | None = None,
    kind: str = "",
) -> Strip:
    """Return a line with named values on it, between the least and the most of a scale; `ends` bound an interval."""
    places = [place(value, scale) for _name, value in values]
    low, high = (place(end, scale) for end in ends) if ends else (min(places), max(places))
    dots = [Dot(f"{x:.1f}", name, kind) for (name, _value), x in zip(values, places, strict=True)]
    return Strip(dots, f"{low:.1f}", f"{max(high - low, 0.5):.1f}", f"{place(0, scale):.1f}")


def place(value: float, scale: tuple[float, float]) -> float:
    """Return where a value lies on the line; what is beyond its ends lies at them."""
    least, most = scale
    share = (value - least) / (most - least) if most > least else 0.0
    return _SIDE + (_WIDTH - 2 * _SIDE) * min(max(share, 0.0), 1.0)


def scale_of(values: Iterable[float]) -> tuple[float, float]:
    """Return a scale from zero that holds all values."""
    known = [0.0, *values]
    return min(known), max(known) or 1.0
