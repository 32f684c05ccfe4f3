"""How far the hand-written rules reach, on labelled texts kept beside the project, and how long a text takes.

uv run python bench/rules.py [even]

Rows of even number were read while the rules were written; the table is of the odd ones unless `even` is asked for.
A text without any cue counts as wrong. No set has our causes or intents: what each label stands for is said below.
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from goodword.text import rules
from goodword.text.characters import characters

DATA = Path(__file__).resolve().parents[2] / "shared/data/text"
HALF = 0 if "even" in sys.argv else 1
ROUNDS = 3

# Flight booking problems are left out: half are the website, half are the staff.
AIRLINE_CAUSES = {
    "Customer Service Issue": "service_problem",
    "Flight Attendant Complaints": "service_problem",
    "longlines": "service_problem",
    "Late Flight": "delivery",
    "Cancelled Flight": "delivery",
    "Lost Luggage": "delivery",
    "Damaged Luggage": "delivery",
    "Bad Flight": "product_defect",
}
# Beginnings and ends of the categories of laptops and restaurants.
ACOS_CAUSES = {
    "SERVICE#": "service_problem",
    "SUPPORT#QUALITY": "service_problem",
    "SUPPORT#OPERATION": "service_problem",
    "SHIPPING#": "delivery",
    "#PRICE": "price",
    "#QUALITY": "product_defect",
    "#OPERATION_PERFORMANCE": "product_defect",
    "#DESIGN_FEATURES": "product_defect",
    "#USABILITY": "product_defect",
    "#CONNECTIVITY": "product_defect",
}
ACOS_ASPECTS = {
    "#PRICE": "price",
    "SERVICE#": "service",
    "SUPPORT#": "support",
    "SHIPPING#": "delivery",
    "AMBIENCE#": "environment",
    "LOCATION#": "environment",
    "#QUALITY": "quality",
    "#OPERATION_PERFORMANCE": "quality",
    "#DESIGN_FEATURES": "quality",
    "#USABILITY": "usability",
    "SOFTWARE#": "usability",
    "OS#": "usability",
}
COURSE_ASPECTS = {
    "Staff - ": "teacher",
    "Course - Content": "content",
    "Course - Course materials": "content",
    "Course - Assessment": "assessment",
    "Course - Difficulty": "difficulty",
    "Course - Workload": "difficulty",
    "Course - Technology": "usability",
    "University - Campus": "environment",
    "University - Social": "community",
    "University - Cost": "price",
    "University - Opportunities": "certificate",
}

Rows = list[dict[str, Any]]


def rows(name: str) -> Rows:
    """Return one half of a data set."""
    found = pq.read_table(DATA / f"{name}.parquet").to_pylist()
    return [row for number, row in enumerate(found) if number % 2 == HALF]


def say(task: str, name: str, n: int, **figures: float) -> None:
    """Print a line of the table."""
    print(
        f"{task:<10} {name:<34} {n:>6}  " + "  ".join(f"{key} {value:.3f}" for key, value in figures.items())
    )


def chosen(task: str, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the label with the highest score of each text ("" without any) and its share of all scores."""
    labels = np.array([*map(str, rules.default().tasks[task])], dtype=object)
    scores = rules.default().scores(characters(texts))[task]
    total = scores.sum(axis=1)
    best = labels[scores.argmax(axis=1)]
    best[total == 0] = ""
    return best, np.divide(scores.max(axis=1), total, out=np.zeros(len(total), np.float32), where=total > 0)


def closed(task: str, name: str, texts: list[str], labels: list[str]) -> None:
    """Print accuracy and macro-F1 of one label a text; what is not asked for is `neither`."""
    found, _ = chosen(task, texts)
    cue = float((found != "").mean())
    if "neither" in labels:
        found = np.where(np.isin(found, [*labels]), found, "neither")
    truth = np.array(labels, dtype=object)
    f1 = [_f1(found == label, truth == label) for label in sorted(set(labels))]
    figures = {
        "accuracy": float((found == truth).mean()),
        "macro-F1": float(np.mean(f1)),
        "cue": cue,
    }
    say(task, name, len(texts), **figures)
    for label, value in zip(sorted(set(labels)), f1, strict=True):
        print(f"{'':<14} {label:<30} {int((truth == label).sum()):>6}  F1 {value:.3f}")


def several(name: str, texts: list[str], labels: list[set[str]]) -> None:
    """Print micro-F1 of several labels a text, and the F1 of each."""
    scores = rules.default().scores(characters(texts))["aspect"]
    keys = rules.default().tasks["aspect"]
    asked = sorted(set().union(*labels))
    found = {key: scores[:, keys.index(key)] > 0 for key in asked}
    truth = {key: np.array([key in each for each in labels]) for key in asked}
    together = _f1(np.concatenate([*found.values()]), np.concatenate([*truth.values()]))
    f1 = {key: _f1(found[key], truth[key]) for key in asked}
    say("aspect", name, len(texts), **{"micro-F1": together, "macro-F1": float(np.mean([*f1.values()]))})
    for key, value in f1.items():
        print(f"{'':<14} {key:<30} {int(truth[key].sum()):>6}  F1 {value:.3f}")


def _f1(found: np.ndarray, truth: np.ndarray) -> float:
    both = float((found & truth).sum())
    return 2 * both / max(1.0, float(found.sum() + truth.sum()))


def _mapped(category: str, mapping: dict[str, str]) -> str | None:
    return next((label for part, label in mapping.items() if part in category), None)


def _grouped(found: Iterable[dict[str, Any]], key: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in found:
        groups.setdefault(row[key], []).append(row)
    return groups


def causes() -> None:
    """Print how often the cause is the labelled one."""
    airline = [row for row in rows("en_airline") if row["cause"] in AIRLINE_CAUSES]
    closed(
        "cause",
        "airline tweets",
        [row["text"] for row in airline],
        [AIRLINE_CAUSES[row["cause"]] for row in airline],
    )
    negative = [row for row in rows("en_acos_quads") if row["polarity"] == "negative"]
    groups = {
        text: {_mapped(row["category"], ACOS_CAUSES) for row in group}
        for text, group in _grouped(negative, "text").items()
    }
    single = {text: found.pop() for text, found in groups.items() if len(found) == 1 and None not in found}
    closed("cause", "laptops and restaurants", [*single], [str(label) for label in single.values()])


def aspects() -> None:
    """Print how well the default aspects are found."""
    acos = _grouped(rows("en_acos_quads"), "text")
    labels = [{_mapped(row["category"], ACOS_ASPECTS) for row in group} - {None} for group in acos.values()]
    several("laptops and restaurants", [*acos], labels)  # type: ignore[arg-type]
    quads = _grouped(pq.read_table(DATA / "en_edurabsa_quads.parquet").to_pylist(), "id")
    reviews = [row for row in rows("en_edurabsa_reviews") if row["id"] in quads]
    labels = [{_mapped(q["category"], COURSE_ASPECTS) for q in quads[row["id"]]} - {None} for row in reviews]
    several("course reviews", [row["text"] for row in reviews], labels)  # type: ignore[arg-type]


def intents() -> None:
    """Print how often complaints, questions, wishes to buy and praise are read as such."""
    airline = rows("en_airline")
    tweets = [row["text"] for row in airline]
    labels = [_airline_intent(row) for row in airline]
    kept = [number for number, label in enumerate(labels) if label]
    closed("intent", "airline tweets", [tweets[n] for n in kept], [labels[n] for n in kept])
    wishes = rows("en_purchase_intent_iphone")
    scores = rules.default().scores(characters([row["text"] for row in wishes]))["intent"]
    wants = scores[:, rules.default().tasks["intent"].index("purchase_intent")] > 0
    say(
        "intent",
        "tweets: wants to buy",
        len(wishes),
        F1=_f1(wants, np.array([row["class"] == "yes" for row in wishes])),
    )
    shopping = [*rows("zh_online_shopping_10_cats"), *rows("zh_waimai_10k")]
    asked = [row["text_a"] for row in rows("zh_duplicate_questions")]
    texts = [row["text"] for row in shopping] + asked
    truth = ["neither" if row["label"] else "complaint" for row in shopping] + ["question"] * len(asked)
    closed("intent", "Chinese reviews and questions", texts, truth)


def _airline_intent(row: dict[str, Any]) -> str:
    if row["sentiment"] == "neutral":
        return "question" if "?" in row["text"] else ""
    return {"negative": "complaint", "positive": "neither"}[row["sentiment"]]


def valences() -> None:
    """Print the sign of favourable less unfavourable cues beside VADER's, where both must choose."""
    analyzer = SentimentIntensityAnalyzer()
    good, bad, _ = range(3)
    sets = {"airline tweets": "en_airline", "film sentences": "en_sst2", "Chinese hotels, books, laptops": "zh_chnsenticorp",
            "Chinese food delivery": "zh_waimai_10k", "Chinese shopping": "zh_online_shopping_10_cats"}  # fmt: skip
    for title, name in sets.items():
        found = [row for row in rows(name) if row.get("sentiment") != "neutral"]
        truth = np.array([str(row.get("sentiment", row.get("label"))) in ("1", "positive") for row in found])
        texts = [row["text"] for row in found]
        scores = rules.default().scores(characters(texts))["sentiment"]
        figures = {"accuracy": float(((scores[:, good] > scores[:, bad]) == truth).mean())}
        if name.startswith("en"):
            compound = np.array([analyzer.polarity_scores(text)["compound"] for text in texts])
            figures["VADER"] = float(((compound > 0) == truth).mean())
        say("sentiment", title, len(texts), **figures)


def speed() -> None:
    """Print the microseconds of processor time a text takes, beside VADER in this process."""
    analyzer = SentimentIntensityAnalyzer()
    tweets = [row["text"] for row in rows("en_airline")][:4000]
    reviews = [row["text"] for row in rows("zh_waimai_10k")][:4000]
    vader = _seconds(lambda: [analyzer.polarity_scores(text) for text in tweets]) / len(tweets)
    for name, texts in (("tweets", tweets), ("Chinese reviews", reviews)):
        folded = characters(texts)
        walk = _seconds(lambda folded=folded: rules.default().scores(folded)) / len(texts)
        length = len(folded.codes) / len(texts)
        say("speed", f"{name}, characters {length:.0f}", len(texts), **{
            "µs a text": walk * 1e6, "µs per 100 characters": walk * 1e8 / length, "VADER, times as long": vader / walk,
        })  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    if not DATA.exists():
        sys.exit(f"The labelled texts are not there: {DATA}")
    for part in (causes, aspects, intents, valences, speed):
        part()
