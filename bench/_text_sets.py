"""What the text benches have in common: labelled sets, their splits, speed beside VADER, and a tick or cross for each target."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedShuffleSplit
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

DATA = Path(__file__).resolve().parents[2] / "shared/data/text"
Texts = NDArray[np.object_]
Target = tuple[str, str, float]  # what is measured, ≥ or ≤, the bound


@dataclass(frozen=True)
class Task:
    """A labelled set and where the two profiles have to be; `polarity` are its labels for bad, neutral and good."""

    name: str
    texts: Texts
    labels: Texts
    quality: tuple[Target, ...]
    fast: tuple[Target, ...] = ()
    polarity: tuple[str, ...] = ()
    language: str = "en"
    split: Texts | None = None

    def splits(self, seeds: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Return training and test rows of each seed: the set's own split, or 80/20 with labels in proportion."""
        if self.split is not None:
            inside = self.split != "validation"
            return [(np.flatnonzero(inside), np.flatnonzero(~inside))]
        drawn = StratifiedShuffleSplit(seeds, test_size=0.2, random_state=0)
        return list(drawn.split(self.texts, self.labels))


def column(name: str, *columns: str) -> list[Texts]:
    """Return columns of a set as arrays of objects."""
    table = pq.read_table(DATA / f"{name}.parquet").to_pydict()
    return [np.array(table[each], dtype=object) for each in columns]


def task(name: str, texts: Texts, labels: Texts, *targets: tuple[Target, ...], polarity: tuple[str, ...] = (),
         language: str = "en") -> Task:  # fmt: skip
    """Return a task of different texts, those without a label left out."""
    first = {text: n for n, text in reversed(list(enumerate(texts))) if text and labels[n] not in (None, "")}
    kept = np.array(sorted(first.values()))
    labelled = labels[kept].astype(str).astype(object)
    return Task(name, texts[kept], labelled, *targets, polarity=polarity, language=language)


def tasks() -> list[Task]:
    """Return all labelling tasks of the table, with where they have to be."""
    tweets, sentiment, cause = column("en_airline", "text", "sentiment", "cause")
    shop, good, category = column("zh_online_shopping_10_cats", "text", "label", "cat")
    hotel, kind, split = column("zh_chnsenticorp", "text", "label", "split")
    two = {"polarity": ("0", "1"), "language": "zh"}
    return [
        task("airline sentiment", tweets, sentiment,
             (("accuracy", "≥", 0.835), ("macro-F1", "≥", 0.775), ("ECE", "≤", 0.03), ("at90%", "≥", 0.78),
              ("at95%", "≥", 0.52)),
             (("macro-F1", "≥", 0.755),), polarity=("negative", "neutral", "positive")),
        task("airline cause, 10", tweets, cause, (("macro-F1", "≥", 0.53),)),
        Task("ChnSentiCorp validation", hotel, kind.astype(str).astype(object), (("accuracy", "≥", 0.942),),
             (("accuracy", "≥", 0.93),), split=split, **two),
        task("waimai", *column("zh_waimai_10k", "text", "label"), (("macro-F1", "≥", 0.89),), **two),
        task("shopping sentiment", shop, good, (("accuracy", "≥", 0.94),), **two),
        task("shopping category, 10", shop, category, (("macro-F1", "≥", 0.89),), language="zh"),
        task("course reviews overall, 3", *column("en_edurabsa_reviews", "text", "overall_sentiment"),
             (("macro-F1", "≥", 0.70),), polarity=("Neg", "Neu", "Pos")),
        task("purchase intent, 3", *column("en_purchase_intent_iphone", "text", "class"), (("macro-F1", "≥", 0.65),)),
    ]  # fmt: skip


def verdict(values: Mapping[str, float], targets: Sequence[Target]) -> str:
    """Return each target with a tick or a cross.

    >>> verdict({"V": 2.5, "ECE": 0.05}, [("V", "≥", 2), ("ECE", "≤", 0.03)])
    'V≥2✓ ECE≤0.03✗'
    """
    told = []
    for name, sign, bound in targets:
        is_met = values[name] >= bound if sign == "≥" else values[name] <= bound
        told.append(f"{name}{sign}{bound:.3g}{'✓' if is_met else '✗'}")
    return " ".join(told)


def timed(texts: Sequence[str], work: Callable[[], object]) -> float:
    """Return texts per CPU second."""
    started = time.process_time()
    work()
    return len(texts) / max(time.process_time() - started, 1e-9)


@cache
def tweets() -> list[str]:
    """Return the different airline tweets."""
    return [text for text in dict.fromkeys(column("en_airline", "text")[0].tolist()) if text]


def vader_speed() -> float:
    """Return how many airline tweets VADER reads in a CPU second: one V."""
    analyzer, texts = SentimentIntensityAnalyzer(), tweets()[:3_000]
    return timed(texts, lambda: [analyzer.polarity_scores(text) for text in texts])


def beside_vader(texts: Sequence[str], work: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Return texts per CPU second and that in V: the medians of some runs, VADER measured before each."""
    runs = []
    for _ in range(times):
        vader = vader_speed()
        speed = timed(texts, work)
        runs.append((speed, speed / vader))
    speed, in_v = np.median(runs, 0)
    return float(speed), float(in_v)


def macro_f1(truth: Sequence[str], named: Sequence[str], classes: Sequence[str]) -> float:
    """Return the mean of the classes' F1."""
    pairs = list(zip(truth, named, strict=True))
    scores = []
    for each in classes:
        right = sum(a == b == each for a, b in pairs)
        scores.append(2 * right / max(sum(a == each for a, _ in pairs) + sum(b == each for _, b in pairs), 1))
    return float(np.mean(scores))
