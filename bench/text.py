"""Understanding text: every task of the table beside VADER, TextBlob and SnowNLP, in one process.

uv run python bench/text.py [--quick]        (also: make bench-text)

Quality is the mean of five seeded splits (two of the large shopping sets; 80/20, labels in proportion, each text once)
of the sets beside the project; ChnSentiCorp has its own split. Speed is texts per CPU second, and V is VADER's on
tweets, measured in the same process just before.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedShuffleSplit
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from goodword.text import Reader, assess, detect_language, train
from goodword.text.training import Profile

DATA = Path(__file__).resolve().parents[2] / "shared/data/text"
SEEDS = 2 if "--quick" in sys.argv else 5
LARGE = 20_000  # texts from which two seeds are enough
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Task:
    """A labelled set and where the issue wants us to be: (metric, at least) for the quality profile, and for fast."""

    name: str
    texts: Texts
    labels: Texts
    quality: tuple[tuple[str, float], ...]
    fast: tuple[tuple[str, float], ...] = ()
    split: Texts | None = None


def column(name: str, *columns: str) -> list[Texts]:
    """Return columns of a set as arrays of objects."""
    table = pq.read_table(DATA / f"{name}.parquet").to_pydict()
    return [np.array(table[each], dtype=object) for each in columns]


def task(name: str, texts: Texts, labels: Texts, *targets: tuple[tuple[str, float], ...]) -> Task:
    """Return a task of different texts, those without a label left out."""
    first = {text: n for n, text in reversed(list(enumerate(texts))) if text and labels[n] not in (None, "")}
    kept = np.array(sorted(first.values()))
    return Task(name, texts[kept], labels[kept].astype(str).astype(object), *targets)


def tasks() -> list[Task]:
    """Return all tasks of the table."""
    tweets, sentiment, cause = column("en_airline", "text", "sentiment", "cause")
    shop, good, category = column("zh_online_shopping_10_cats", "text", "label", "cat")
    hotel = column("zh_chnsenticorp", "text", "label", "split")
    return [
        task("airline sentiment", tweets, sentiment, (("accuracy", 0.835), ("macro-F1", 0.775)), (("macro-F1", 0.755),)),
        task("airline cause, 10", tweets, cause, (("macro-F1", 0.53),)),
        Task("ChnSentiCorp validation", hotel[0], hotel[1].astype(str).astype(object), (("accuracy", 0.942),),
             (("accuracy", 0.93),), hotel[2]),
        task("waimai", *column("zh_waimai_10k", "text", "label"), (("macro-F1", 0.89),)),
        task("shopping sentiment", shop, good, (("accuracy", 0.94),)),
        task("shopping category, 10", shop, category, (("macro-F1", 0.89),)),
        task("course reviews overall, 3", *column("en_edurabsa_reviews", "text", "overall_sentiment"), (("macro-F1", 0.70),)),
        task("purchase intent, 3", *column("en_purchase_intent_iphone", "text", "class"), (("macro-F1", 0.65),)),
    ]  # fmt: skip


def splits(task: Task) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return training and test rows of each seed."""
    if task.split is not None:
        inside = task.split != "validation"
        return [(np.flatnonzero(inside), np.flatnonzero(~inside))]
    seeds = SEEDS if len(task.texts) < LARGE else 2
    drawn = StratifiedShuffleSplit(seeds, test_size=0.2, random_state=0)
    return list(drawn.split(task.texts, task.labels))


def timed(texts: Sequence[str], work: Callable[[], object]) -> float:
    """Return texts per CPU second."""
    started = time.process_time()
    work()
    return len(texts) / max(time.process_time() - started, 1e-9)


def vader_speed(tweets: Sequence[str]) -> float:
    """Return how many tweets VADER reads in a CPU second."""
    analyzer = SentimentIntensityAnalyzer()
    return timed(tweets, lambda: [analyzer.polarity_scores(text) for text in tweets])


def measure(task: Task, profile: Profile, tweets: Sequence[str]) -> None:
    """Print a line: what the profile reaches on a task, at how many times VADER's speed."""
    rows = []
    for seed, (inside, outside) in enumerate(splits(task)):
        started = time.process_time()
        model = train(task.texts[inside].tolist(), task.labels[inside].tolist(), profile=profile, seed=seed)
        seconds = time.process_time() - started
        texts, truth = task.texts[outside].tolist(), task.labels[outside].tolist()
        model.predict_proba(texts[:50])
        vader = vader_speed(tweets)
        speed = timed(texts, lambda model=model, texts=texts: model.predict_proba(texts))  # type: ignore[misc]
        found = assess(truth, model.classes, model.predict_proba(texts))
        named = model.predict(texts)
        accuracy, f1 = float(np.mean(named == truth)), macro_f1(truth, named.tolist(), model.classes)
        top2 = np.argsort(-model.predict_proba(texts), 1)[:, :2]
        hit = np.mean([truth[n] in {model.classes[c] for c in row} for n, row in enumerate(top2)])
        rows.append([accuracy, f1, hit, found.calibration_error, found.coverage[0].share, found.coverage[1].share, speed,
                     speed / vader, seconds])  # fmt: skip
    mean = np.mean(rows, 0)
    values = {"accuracy": mean[0], "macro-F1": mean[1]}
    wanted = [
        *(task.quality if profile == "quality" else task.fast),
        ("V", 2.0 if profile == "quality" else 4.0),
    ]
    values["V"] = mean[7]
    verdict = " ".join(f"{name}≥{least:g}{'✓' if values[name] >= least else '✗'}" for name, least in wanted)
    print(f"{task.name:26} {profile:8} {mean[0]:.4f} {mean[1]:.4f} {mean[2]:.3f} {mean[3]:.3f} {mean[4]:5.0%} {mean[5]:5.0%} "
          f"{mean[6]:9,.0f} {mean[7]:5.1f} {mean[8]:7.1f}  {verdict}", flush=True)  # fmt: skip


def macro_f1(truth: Sequence[str], named: Sequence[str], classes: Sequence[str]) -> float:
    """Return the mean of the classes' F1."""
    pairs = list(zip(truth, named, strict=True))
    scores = []
    for each in classes:
        right = sum(a == b == each for a, b in pairs)
        scores.append(2 * right / max(sum(a == each for a, _ in pairs) + sum(b == each for _, b in pairs), 1))
    return float(np.mean(scores))


def peers(tweets: Texts, sentiment: Texts) -> None:
    """Print the peers' figures: VADER and TextBlob on all airline tweets, SnowNLP on some hotel and book reviews."""
    from snownlp import SnowNLP
    from textblob import TextBlob

    analyzer = SentimentIntensityAnalyzer()
    for name, score, high, low in (
        ("VADER", lambda text: analyzer.polarity_scores(text)["compound"], 0.05, -0.05),
        ("TextBlob", lambda text: TextBlob(text).sentiment.polarity, 0.05, -0.05),
    ):
        started = time.process_time()
        values = np.array([score(text) for text in tweets])
        speed = len(tweets) / (time.process_time() - started)
        named = np.where(values >= high, "positive", np.where(values <= low, "negative", "neutral")).tolist()
        classes = ("negative", "neutral", "positive")
        accuracy = np.mean(np.array(named, dtype=object) == sentiment)
        print(
            f"{'airline sentiment':26} {name:8} {accuracy:.4f} {macro_f1(sentiment, named, classes):.4f} {'':21}{speed:13,.0f}"
        )
    texts, labels, part = column("zh_chnsenticorp", "text", "label", "split")
    texts, labels = texts[part == "validation"][:150], labels[part == "validation"][:150]
    started = time.process_time()
    named = [str(int(SnowNLP(text).sentiments >= 0.5)) for text in texts]
    speed = len(texts) / (time.process_time() - started)
    accuracy = np.mean([a == str(b) for a, b in zip(named, labels, strict=True)])
    print(f"{'ChnSentiCorp, 150 of them':26} {'SnowNLP':8} {accuracy:.4f} {'':28}{speed:13,.0f}")


def whole_path(tweets: Sequence[str], vader: float) -> None:
    """Print the speed of reading with all heads, shipped and taught."""
    reader = Reader.default()
    chinese = column("zh_waimai_10k", "text")[0].tolist()
    for name, texts in (("tweets", tweets), ("Chinese reviews", chinese)):
        table = pa.table({"text": texts})
        reader.read_table(table.slice(0, 100))
        vader = vader_speed(tweets[:3000])
        speed = timed(texts, lambda table=table: reader.read_table(table))  # type: ignore[misc]
        print(f"whole path, five tasks, {name}: {speed:,.0f} texts per CPU second, {speed / vader:.1f} V")


def languages() -> None:
    """Print how often the language is right, on parts of texts from two characters up."""
    draw = np.random.default_rng(0)
    sets = {"en": ("en_airline", "permissive_en_vader_rated", "en_coursera_reviews"),
            "zh": ("permissive_zh_reviews", "zh_waimai_10k", "zh_online_shopping_10_cats")}  # fmt: skip
    for code, names in sets.items():
        texts = [
            text for name in names for text in column(name, "text")[0].tolist() if text and len(text) >= 2
        ]
        whole = [texts[n] for n in draw.integers(0, len(texts), 5_000)]
        right = np.mean([each.code == code for each in detect_language(whole)])
        print(f"language of {code} texts: {right:.4f} right (≥ .99)")


def main() -> None:
    """Print the table."""
    every = tasks()
    tweets = every[0].texts.tolist()
    vader = vader_speed(tweets[:3000])
    print(f"VADER: {vader:,.0f} texts per CPU second = 1 V\n")
    print(f"{'task':26} {'':8} {'acc':6} {'mF1':6} {'top-2':5} {'ECE':5} {'at90%':5} {'at95%':5} {'texts/s':>9} {'V':>5} "
          f"{'train s':>7}")  # fmt: skip
    peers(every[0].texts, every[0].labels)
    for each in every:
        for profile in ("quality", "fast"):
            measure(each, profile, tweets[:1500])  # type: ignore[arg-type]
    print()
    whole_path(tweets, vader)
    languages()


if __name__ == "__main__":
    main()
