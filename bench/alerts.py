"""How soon a rise is noticed at a stated false-alarm rate: our detector beside the rules others use.

Synthetic hourly counts (negative binomial, with a day's curve). Every rule is tuned on quiet series to at most one
false alarm in 30 days; then each is shown the same bursts. `--calibrate` prints the table of
`goodword.forecast.calibration` instead; `--quick` uses fewer series.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from goodword.forecast import Report, replay, share, spike_detector, volume
from goodword.forecast.calibration import LEVELS, SCORES

Array = NDArray[np.float64]
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
LEARN, WATCH, MONTH = 28 * 24, 30 * 24, 720
COOL_DOWN = 24
CASES = ((1.0, 8, 3), (1.0, 3, 12), (10.0, 8, 3), (10.0, 3, 12))
SIZE = 5.0  # of the negative binomial: variance m + m²/5


def curve(hours: int) -> Array:
    """Return the day's curve with mean 1: quiet at night, almost six times as much in the afternoon."""
    t = np.arange(hours) % 24
    return 1 + 0.7 * np.sin(2 * np.pi * (t - 9) / 24)


def counts(
    random: np.random.Generator, base: float, n: int, size: float = SIZE, factor: Array | float = 1
) -> Array:
    """Return n series (n, hours) of counts at a base rate per hour."""
    mean = base * curve(LEARN + WATCH) * factor * np.ones((n, 1))
    return random.negative_binomial(size, size / (size + mean)).astype(float)


@dataclass(frozen=True)
class Burst:
    """Series with one rise each, and the hour it begins."""

    values: Array
    begins: NDArray[np.int64]


def burst(random: np.random.Generator, base: float, times: int, hours: int, n: int) -> Burst:
    """Return series with a rise at any hour of the 20th to 29th day that is watched."""
    begins = LEARN + random.integers(20 * 24, 28 * 24, n)
    at = np.arange(LEARN + WATCH)
    inside = (at >= begins[:, None]) & (at < begins[:, None] + hours)
    return Burst(counts(random, base, n, factor=np.where(inside, times, 1)), begins)


def usual(values: Array) -> Array:
    """Return the mean of each hour of the day over the 28 days before: what the textbook rules are given."""
    by_day = values.reshape(len(values), -1, 24)
    sums = np.cumsum(by_day, 1)
    mean = (
        sums[:, 27:-1]
        - np.concatenate([np.zeros_like(sums[:, :1]), sums[:, :-29]], 1)[:, : sums.shape[1] - 28]
    ) / 28
    return np.maximum(mean.reshape(len(values), -1), 1 / 28)


def scores_nb(values: Array) -> Array:
    """Return (count - mean) / deviation of the watched hours, variance m + m²/5."""
    mean = usual(values)
    return (values[:, LEARN:] - mean) / np.sqrt(mean + mean**2 / SIZE)


def ewma(values: Array) -> Array:
    """NB scores, exponentially weighted with 0.3."""
    found, state = scores_nb(values), np.zeros(len(values))
    for i in range(found.shape[1]):
        state = 0.7 * state + 0.3 * found[:, i]
        found[:, i] = state
    return found


def cusum(values: Array) -> Array:
    """NB scores, summed above half a deviation."""
    found, state = scores_nb(values), np.zeros(len(values))
    for i in range(found.shape[1]):
        state = np.minimum(np.maximum(0, state + found[:, i] - 0.5), 60)
        found[:, i] = state
    return found


def recent_mean(values: Array, hours: int, lag: int) -> Array:
    """Return the mean of `hours` hours that ended `lag` hours before each watched hour's end."""
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, 1)], 1)
    ends = np.arange(LEARN, values.shape[1]) + 1 - lag
    return (sums[:, ends] - sums[:, ends - hours]) / hours


def hour_against_12(values: Array) -> Array:
    """How many times the last hour is the mean of the twelve before."""
    return (values[:, LEARN:] + 0.5) / (recent_mean(values, 12, 1) + 0.5)


def day_against_week(values: Array) -> Array:
    """How many deviations of hours the mean of 24 hours lies above that of 7 days (the published rule alarms at 3)."""
    mean, square = recent_mean(values, 168, 0), recent_mean(values**2, 168, 0)
    return (recent_mean(values, 24, 0) - mean) / np.sqrt(np.maximum(square - mean**2, 1e-9))


def detector(values: Array) -> Array:
    """Our detector: minus the logarithm of how often a month chance goes as far."""
    return -np.log(report(values).rate[:, LEARN:])


def report(values: Array, **options: float) -> Report:
    """Return what our detector says, each series watched by itself."""
    found = spike_detector([volume(str(i)) for i in range(len(values))], **options)
    return found.read(FIRST, values)


RULES: dict[str, Callable[[Array], Array]] = {
    "ours": detector,
    "NB EWMA": ewma,
    "NB CUSUM": cusum,
    "NB Shewhart": scores_nb,
    "1 h vs 12 h": hour_against_12,
    "24 h vs 7 d": day_against_week,
}


def false_alarms(scores: Array, threshold: float) -> float:
    """Return the alarms in 30 days: crossings with 24 quiet hours before."""
    over = scores >= threshold
    n, last = 0, np.full(len(scores), -10_000)
    for i in range(scores.shape[1]):
        n += int((over[:, i] & (i - last > COOL_DOWN)).sum())
        last = np.where(over[:, i], i, last)
    return n / len(scores) / (scores.shape[1] / MONTH)


def tuned(scores: Array, wanted: float = 1.0) -> float:
    """Return the lowest threshold with at most that many false alarms in 30 days."""
    low, high = float(np.quantile(scores, 0.9)), float(scores.max()) + 1e-6
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if false_alarms(scores, middle) <= wanted else (middle, high)
    return high


def found(scores: Array, threshold: float, begins: NDArray[np.int64]) -> tuple[float, float]:
    """Return the share of bursts with an alarm within 24 hours, and the median delay in hours of those found."""
    delays = []
    for row, begin in zip(scores >= threshold, begins - LEARN, strict=True):
        hits = np.flatnonzero(row[begin : begin + 24])
        delays.append(int(hits[0]) if len(hits) else -1)
    known = [delay for delay in delays if delay >= 0]
    return len(known) / len(delays), float(np.median(known)) if known else float("nan")


def detection(n: int) -> None:
    """Print the table of rules."""
    print(f"Found within 24 h / median delay; each rule at most 1 false alarm in 30 days; {n} bursts each.")
    print(f"{'':18}" + "".join(f"{name:>14}" for name in RULES) + f"{'ours as set':>14}")
    quiet = {base: counts(np.random.default_rng([1, int(base)]), base, n) for base in (1.0, 10.0)}
    lines = {
        (base, name): tuned(rule(values)) for base, values in quiet.items() for name, rule in RULES.items()
    }
    for base, times, hours in CASES:
        shown = burst(np.random.default_rng([2, int(base), times]), base, times, hours, n)
        figures = []
        for name, rule in RULES.items():
            scores = rule(shown.values)
            figures.append(found(scores, lines[base, name], shown.begins))
            if name == "ours":
                as_set = found(scores, 0.0, shown.begins)
        print(
            f"{base:>3.0f}/h, x{times} for {hours:>2} h "
            + "".join(f"{f'{part:.2f} / {delay:.0f} h':>14}" for part, delay in [*figures, as_set]),
            flush=True,
        )
    rule = day_against_week(quiet[1.0])
    print(f"24 h vs 7 d + 3 sd as published: {false_alarms(rule, 3.0):.2f} false alarms in 30 days; ", end="")
    shown = burst(np.random.default_rng([2, 1, 8]), 1.0, 8, 3, n)
    print(f"finds {found(day_against_week(shown.values), 3.0, shown.begins)[0]:.2f} of x8 for 3 h at 1/h.")


def stated(n: int) -> None:
    """Print stated against measured false alarms on fresh series."""
    print("\nFalse alarms in 30 days on fresh series: stated → measured (counts, each series by itself)")
    rates = (0.3, 1.0, 3.0)
    print(f"{'':34}" + "".join(f"{f'stated {rate:g}':>14}" for rate in rates))
    days = np.arange(LEARN + WATCH) / 24
    kinds: list[tuple[str, Array]] = [
        (f"{base:g}/h", counts(np.random.default_rng([3, place]), base, n))
        for place, base in enumerate((0.1, 1.0, 10.0))
    ]
    kinds += [
        ("10/h, overdispersed (size 1)", counts(np.random.default_rng(34), 10, n, size=1.0)),
        ("10/h, days differ by a quarter", _uneven(np.random.default_rng(35), 10, n)),
        ("10/h, growing 2 % a day", counts(np.random.default_rng(36), 10, n, factor=1.02 ** (days - 30))),
        ("10/h, falling 2 % a day", counts(np.random.default_rng(37), 10, n, factor=1.02 ** (30 - days))),
    ]
    for name, values in kinds:
        scores = detector(values)
        measured = [false_alarms(scores, -np.log(rate)) for rate in rates]
        print(f"{name:34}" + "".join(f"{value:>14.2f}" for value in measured), flush=True)


def _uneven(random: np.random.Generator, base: float, n: int) -> Array:
    days = random.gamma(16, 1 / 16, (n, (LEARN + WATCH) // 24))
    return counts(random, base, n, factor=np.repeat(days, 24, axis=1))


def discoveries(brands: int) -> None:
    """Print the false discoveries among 200 series of which some rise."""
    alarms, false, kept, planted = 0, 0, 0, 0
    for brand in range(brands):
        random = np.random.default_rng([4, brand])
        levels = random.choice([0.2, 1.0, 5.0], (200, 1))
        factor = np.ones((200, LEARN + WATCH))
        rising = {
            int(row): LEARN + int(random.integers(24, WATCH - 24)) for row in random.choice(200, 20, False)
        }
        for row, begin in rising.items():
            factor[row, begin : begin + 12] = 4
        values = counts(random, 1.0, 200, factor=factor * levels)
        said = replay(report(values), [1.0])[0].alarms
        hits = {
            (alarm.series)
            for alarm in said
            if int(alarm.series) in rising and 0 <= _hour(alarm.at) - rising[int(alarm.series)] < 24
        }
        alarms, kept, planted = alarms + len(said), kept + len(hits), planted + len(rising)
        false += len(said) - len(hits)
    share_false = false / max(alarms, 1)
    print(
        f"\n200 series together, 1 false alarm in 30 days over all of them, 20 with a rise (x4 for 12 h): {brands} runs\n"
        f"{alarms} alarms, {false} false ({share_false:.1%} of all alarms, {false / brands:.2f} in 30 days), "
        f"{kept} of {planted} rises found"
    )


def _hour(moment: datetime) -> int:
    return int((moment - FIRST).total_seconds() // 3600)


def shares(n: int) -> None:
    """Print what the detector finds of a grown unfavourable share."""
    print(
        "\nUnfavourable share, usually 20 %: false alarms stated 1 → measured; found within 24 h / median delay"
    )
    for base in (2.0, 10.0):
        random = np.random.default_rng([5, int(base)])
        totals = counts(random, base, n)
        begins = LEARN + random.integers(20 * 24, 28 * 24, n)
        at = np.arange(LEARN + WATCH)
        inside = (at >= begins[:, None]) & (at < begins[:, None] + 24)
        cells = []
        for part in (0.2, 0.35, 0.5):
            mean = np.where(inside, part, 0.2)
            hits = random.binomial(totals.astype(np.int64), random.beta(mean * 20, (1 - mean) * 20))
            watched = spike_detector([share(str(i)) for i in range(n)])
            scores = -np.log(watched.read(FIRST, hits, totals).rate[:, LEARN:])
            if part == 0.2:
                cells.append(f"{false_alarms(scores, 0.0):.2f} false alarms")
            else:
                figures = found(scores, 0.0, begins)
                cells.append(f"to {part:.0%} for a day: {figures[0]:.2f} / {figures[1]:.0f} h")
        print(f"{base:g} mentions/h: " + ", ".join(cells), flush=True)


def one_by_one(said: Report) -> Iterator[Report]:
    """Yield the report of each series, as if it were watched alone."""
    arrays = [each.name for each in fields(said) if isinstance(getattr(said, each.name), np.ndarray)]
    for row in range(len(said.series)):
        part = {name: getattr(said, name)[row : row + 1] for name in arrays}
        yield replace(said, series=(said.series[row],), **part)


def alarms(n: int) -> None:
    """Print what becomes of alarms, set to 1: how many are said for nothing, and whether what comes back is in one."""
    print("\nAlarms as they are said, set to 1, each series by itself")
    for base in (1.0, 10.0):
        quiet = one_by_one(report(counts(np.random.default_rng([7, int(base)]), base, n)))
        begun = sum(_hour(each.at) >= LEARN for one in quiet for each in replay(one, [1.0])[0].alarms)
        cells = [f"{begun / n:.2f} for nothing in 30 days"]
        for pause in (4, 10, 20):
            crisis = LEARN + 20 * 24 + 10
            factor = np.ones(LEARN + WATCH)
            factor[crisis - pause - 4], factor[crisis : crisis + 96] = 12, 4
            said = report(counts(np.random.default_rng([8, int(base), pause]), base, n, factor=factor))
            lasting = [
                any(_hour(a.at) <= crisis + 24 <= _hour(a.until) for a in replay(one, [1.0])[0].alarms)
                for one in one_by_one(said)
            ]
            cells.append(f"{pause} h after a short one: {np.mean(lasting):.2f}")
        print(
            f"{base:>3.0f}/h: {cells[0]}; in alarm a day into x4, begun " + ", ".join(cells[1:]), flush=True
        )


def speed() -> None:
    """Print how long a replay takes."""
    values = counts(np.random.default_rng(6), 1.0, 1_000)
    watched = spike_detector([volume(str(i)) for i in range(1_000)])
    watched.read(FIRST, values[:, :LEARN])
    start = time.process_time()
    said = watched.read(datetime(2026, 2, 2, tzinfo=UTC), values[:, LEARN:])
    read = time.process_time() - start
    start = time.process_time()
    replay(said, [0.5])
    again = time.process_time() - start
    print(f"\n1,000 series, 30 days of 24 hours: {read:.1f} CPU s; with another threshold: {again:.2f} CPU s")


def calibrate() -> None:
    """Print the table of the calibration: the worst of three spreads."""
    for level in LEVELS:
        worst = np.zeros(len(SCORES))
        for size in (2.0, 5.0, 1e6):
            random = np.random.default_rng([int(level * 1000), int(min(size, 99))])
            scores = report(counts(random, float(level), 300, size=size)).score[:, LEARN:]
            worst = np.maximum(worst, [false_alarms(scores, float(score)) for score in SCORES])
        print(f"{level:>6g}: " + ", ".join(f"{rate:.4f}" for rate in worst), flush=True)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer series")
    parser.add_argument("--calibrate", action="store_true", help="print the calibration's table instead")
    options = parser.parse_args()
    if options.calibrate:
        calibrate()
        return
    n = 60 if options.quick else 250
    detection(n)
    stated(n)
    discoveries(1 if options.quick else 3)
    shares(n)
    alarms(n // 5)
    speed()
    print(f"\n{time.process_time():.0f} CPU s in all")


if __name__ == "__main__":
    main()
