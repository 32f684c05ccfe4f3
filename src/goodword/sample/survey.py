"""The survey "Why do you share?": its wording, and answers from a planted structural model."""

import math
from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
import pyarrow as pa

from . import planted
from .population import Population
from .window import DAY, Float64, Int64, Window

SCALE_EN: Final = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
SCALE_ZH: Final = ("非常不同意", "不同意", "说不清", "同意", "非常同意")
ATTENTION_ANSWER: Final = 4
SOURCES_ASKED: Final = (
    "friend",
    "family",
    "colleague",
    "teacher",
    "social_media",
    "search",
    "other",
    "cannot_remember",
)
_STRAIGHT, _RANDOM = 0, 1


@dataclass(frozen=True, slots=True)
class Item:
    """One statement, answered from 1 (strongly disagree) to 5; `reverse`: agreeing means less of it."""

    name: str
    construct: str
    en: str
    zh: str
    reverse: bool = False


def _items() -> tuple[Item, ...]:
    lines = files("goodword.sample.texts").joinpath("survey.tsv").read_text("utf-8").splitlines()
    rows = DictReader(lines, delimiter="\t", quoting=QUOTE_NONE)
    return tuple(Item(r["name"], r["construct"], r["en"], r["zh"], r["reverse"] == "yes") for r in rows)


ITEMS: Final = _items()
ATTENTION_EN: Final = "To show that you are reading, please choose “agree” here."
ATTENTION_ZH: Final = "为确认您在认真阅读，请在此选择“同意”。"


@dataclass(frozen=True)
class Answers:
    """The table of answers, and per respondent whether they were careless."""

    table: pa.Table
    careless: list[str]


def answer(
    population: Population,
    window: Window,
    generator: np.random.Generator,
    scale: float,
    referred: list[tuple[int, ...]],
) -> Answers:
    """Return answers of people there for two weeks who consented, asked in the last third of the window."""
    first = int(window.midnights[int(window.days * 2 / 3)])
    there = population.joined_by(first - 14 * DAY)
    there = there[population.consent[there]]
    n = min(round(planted.ANSWERS * scale), len(there))
    who = np.sort(generator.choice(there, n, replace=False))
    weights = np.where(window.midnights[:-1] >= first, window.weights, 0.0)
    submitted = window.times(generator, n, weights)
    factors = latent_factors(generator, population.ease[who])
    points = np.stack([_points(generator, item, factors[item.construct]) for item in ITEMS], axis=1)
    seconds = (260 * generator.lognormal(0, 0.35, n)).astype(np.int64) + 60
    attention = np.where(generator.random(n) < 0.98, ATTENTION_ANSWER, generator.integers(1, 6, n))
    careless = np.sort(generator.choice(n, round(planted.CARELESS * n), replace=False))
    _spoil(generator, points, attention, seconds, careless)
    told, teller = _told(population, generator, who, referred)
    table = pa.table(
        {
            "response_id": [f"lumen-r-{i:05d}" for i in range(1, n + 1)],
            "respondent": [population.ids[i] for i in who],
            "submitted_at": submitted,
            "seconds": pa.array(seconds, pa.int32()),
            "language": [planted.LANGUAGES[code] for code in population.language[who]],
            **{item.name: pa.array(points[:, i], pa.int16()) for i, item in enumerate(ITEMS)},
            "attention": pa.array(attention, pa.int16()),
            "who_told_you": told,
            "told_by": pa.array(teller, pa.string()),
        }
    )
    return Answers(table, [population.ids[who[i]] for i in careless])


def latent_factors(generator: np.random.Generator, ease: Float64) -> dict[str, Float64]:
    """Return standard normal factors (n) that follow the planted structure; `ease` (n) bends the intention.

    >>> sorted(latent_factors(np.random.default_rng(0), np.zeros(2)))[:2]
    ['connectivity', 'helping']
    """
    names = ("self_presentation", "connectivity", "privacy_concern", "perceived_responsibility")
    correlation = np.eye(4)
    for (a, b), r in planted.DRIVER_CORRELATIONS.items():
        i, j = names.index(a), names.index(b)
        correlation[i, j] = correlation[j, i] = r
    drawn = generator.multivariate_normal(np.zeros(4), correlation, len(ease), method="cholesky")
    factors = {name: drawn[:, i] for i, name in enumerate(names)}
    beta = planted.CONNECTIVITY_TO_HELPING
    noise = generator.standard_normal(len(ease))
    factors["helping"] = beta * factors["connectivity"] + math.sqrt(1 - beta**2) * noise
    explained = sum(b * factors[name] for name, b in planted.STRUCTURE.items())
    bridge = planted.INTENTION_FROM_PROPENSITY
    rest = math.sqrt(residual_variance() - bridge**2)
    factors["intention"] = explained + bridge * ease + rest * generator.standard_normal(len(ease))
    return factors


def residual_variance() -> float:
    """Return the variance of the intention that the five drivers leave, when it is 1 in all.

    >>> 0.4 < residual_variance() < 0.7
    True
    """
    b = dict(planted.STRUCTURE)
    r = dict(planted.DRIVER_CORRELATIONS)
    beta = planted.CONNECTIVITY_TO_HELPING
    r[("connectivity", "helping")] = beta
    for (x, y), value in planted.DRIVER_CORRELATIONS.items():
        if "connectivity" in (x, y):
            other = y if x == "connectivity" else x
            r[(other, "helping")] = beta * value
    return 1 - sum(v**2 for v in b.values()) - 2 * sum(b[x] * b[y] * value for (x, y), value in r.items())


def _points(generator: np.random.Generator, item: Item, factor: Float64) -> Int64:
    """Return the answers (1 to 5) to an item that loads on a factor (n)."""
    mine = [other.name for other in ITEMS if other.construct == item.construct]
    loading = planted.CONSTRUCTS[item.construct][mine.index(item.name)]
    noise = generator.standard_normal(len(factor))
    value = loading * factor + math.sqrt(1 - loading**2) * noise
    points = np.searchsorted(planted.CUTS, value) + 1
    return 6 - points if item.reverse else points


def _spoil(
    generator: np.random.Generator, points: Int64, attention: Int64, seconds: Int64, careless: Int64
) -> None:
    """Replace the answers of the careless: half tick one column, half anything, all of them fast."""
    kind = np.arange(len(careless)) % 2
    straight, anything = careless[kind == _STRAIGHT], careless[kind == _RANDOM]
    column = generator.integers(2, 6, len(straight))
    points[straight] = column[:, None]
    attention[straight] = column
    points[anything] = generator.integers(1, 6, (len(anything), len(ITEMS)))
    attention[anything] = generator.integers(1, 6, len(anything))
    seconds[careless] = generator.integers(25, 80, len(careless))


def _told(
    population: Population, generator: np.random.Generator, who: Int64, referred: list[tuple[int, ...]]
) -> tuple[list[str], list[str | None]]:
    """Return who each says told them: three in four of the referred name their friend."""
    friend = {row[0]: row[1] for row in referred}
    mix = np.array([0.24, 0.12, 0.1, 0.08, 0.2, 0.16, 0.04, 0.06])
    told: list[str] = []
    teller: list[str | None] = []
    for person in who:
        known = int(person) in friend and generator.random() < 0.75
        told.append("friend" if known else str(generator.choice(SOURCES_ASKED, p=mix)))
        teller.append(population.ids[friend[int(person)]] if known else None)
    return told, teller


def survey_definition() -> dict[str, object]:
    """Return the questionnaire as data: title, scale, items as asked, attention check, last question.

    >>> survey_definition()["title"]["zh"]
    '你为什么分享？'
    """
    items = [
        {"name": i.name, "construct": i.construct, "en": i.en, "zh": i.zh, "reverse": i.reverse}
        for i in ITEMS
    ]
    return {
        "title": {"en": "Why do you share?", "zh": "你为什么分享？"},
        "scale": {"en": list(SCALE_EN), "zh": list(SCALE_ZH)},
        "items": items,
        "attention": {"name": "attention", "en": ATTENTION_EN, "zh": ATTENTION_ZH, "right": ATTENTION_ANSWER},
        "who_told_you": {
            "en": "Who told you about the school?",
            "zh": "你是听谁说起这所学校的？",
            "options": list(SOURCES_ASKED),
        },
    }
