"""Understanding text: every row of the table, each with a tick or a cross, beside VADER, TextBlob and SnowNLP.

uv run python bench/text.py [--quick] [--only labels,paths,languages,duplicates]        (also: make bench-text)

Quality is the mean of five seeded splits (80/20, labels in proportion, each text once; --quick: two) of the sets beside
the project; ChnSentiCorp has its own split. The peers read what the first seed holds out. Speed is texts per CPU second,
and V is VADER's on tweets, measured in the same process just before; both are the medians of three runs.
"""

import argparse
import time
from collections.abc import Callable, Iterator

import near_duplicates
import numpy as np
from _text_reading import print_languages, print_paths
from _text_sets import Target, Task, beside_vader, macro_f1, tasks, vader_speed, verdict
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from goodword.text import assess, train
from goodword.text.training import Profile

SNOWNLP_READS = 2_000  # texts of a set, drawn by the split; it takes seconds for each hundred
LEAST_V = {"quality": 2.0, "fast": 4.0}
Values = dict[str, float]


def print_labels(seeds: int) -> None:
    """Print what the two profiles reach on every task, and what the peers do where it is about sentiment."""
    print(f"{'task':26} {'':8} {'acc':6} {'mF1':6} {'top-2':5} {'ECE':5} {'at90%':5} {'at95%':5} {'texts/s':>9} {'V':>5} "
          f"{'train s':>7}")  # fmt: skip
    for each in tasks():
        best = max((print_peer(each, name, named) for name, named in peers(each)), default=0.0)
        beside: tuple[Target, ...] = (("macro-F1", "≥", best),) if best else ()
        print_profile(each, "quality", seeds, (*each.quality, *beside))
        print_profile(each, "fast", seeds, (*each.fast, *beside))


def print_profile(task: Task, profile: Profile, seeds: int, targets: tuple[Target, ...]) -> None:
    """Print a line: what a profile reaches on a task, at how many times VADER's speed."""
    runs = [
        measured(task, profile, seed, inside, outside)
        for seed, (inside, outside) in enumerate(task.splits(seeds))
    ]
    mean = {name: float(np.mean([each[name] for each in runs])) for name in runs[0]}
    told = verdict(mean, (*targets, ("V", "≥", LEAST_V[profile])))
    print(f"{task.name:26} {profile:8} {mean['accuracy']:.4f} {mean['macro-F1']:.4f} {mean['top-2']:.3f} {mean['ECE']:.3f} "
          f"{mean['at90%']:5.0%} {mean['at95%']:5.0%} {mean['speed']:9,.0f} {mean['V']:5.1f} {mean['seconds']:7.1f}  {told}",
          flush=True)  # fmt: skip


def measured(task: Task, profile: Profile, seed: int, inside: np.ndarray, outside: np.ndarray) -> Values:
    """Return what one seed of a task gives."""
    started = time.process_time()
    model = train(task.texts[inside].tolist(), task.labels[inside].tolist(), profile=profile, seed=seed)
    seconds = time.process_time() - started
    texts, truth = task.texts[outside].tolist(), task.labels[outside].tolist()
    model.predict_proba(texts[:50])
    speed, in_v = beside_vader(texts, lambda: model.predict_proba(texts))
    probabilities = model.predict_proba(texts)
    found = assess(truth, model.classes, probabilities)
    named = model.predict(texts).tolist()
    top = np.array(model.classes, dtype=object)[np.argsort(-probabilities, 1)[:, :2]]
    return {
        "accuracy": float(np.mean([a == b for a, b in zip(named, truth, strict=True)])),
        "macro-F1": macro_f1(truth, named, model.classes),
        "top-2": float(np.mean([label in row for label, row in zip(truth, top, strict=True)])),
        "ECE": found.calibration_error,
        "at90%": found.coverage[0].share,
        "at95%": found.coverage[1].share,
        "speed": speed, "V": in_v, "seconds": seconds,
    }  # fmt: skip


def peers(task: Task) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield who else tells the sentiment of a task, and how; nobody where it is about something else."""
    if not task.polarity:
        return
    if task.language == "zh":
        from snownlp import SnowNLP

        yield "SnowNLP", lambda text: task.polarity[int(SnowNLP(text).sentiments >= 0.5)]
        return
    from textblob import TextBlob

    analyzer = SentimentIntensityAnalyzer()
    yield "VADER", lambda text: of_three(task, analyzer.polarity_scores(text)["compound"])
    yield "TextBlob", lambda text: of_three(task, TextBlob(text).sentiment.polarity)


def of_three(task: Task, score: float) -> str:
    """Return the label of a score from −1 to 1, with the bounds that VADER's authors give."""
    return task.polarity[0 if score <= -0.05 else 2 if score >= 0.05 else 1]


def print_peer(task: Task, name: str, label: Callable[[str], str]) -> float:
    """Print what a peer reaches on the texts that the first seed holds out; return its macro-F1."""
    outside = task.splits(1)[0][1][: SNOWNLP_READS if name == "SnowNLP" else None]
    texts, truth = task.texts[outside].tolist(), task.labels[outside].tolist()
    started = time.process_time()
    named = [label(text) for text in texts]
    speed = len(texts) / (time.process_time() - started)
    f1 = macro_f1(truth, named, task.polarity)
    accuracy = np.mean([a == b for a, b in zip(named, truth, strict=True)])
    print(f"{task.name:26} {name:8} {accuracy:.4f} {f1:.4f} {'':23} {speed:9,.0f}", flush=True)
    return f1


def main() -> None:
    """Print the table, or some of its parts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="two seeds")
    parser.add_argument(
        "--only", default="labels,paths,languages,duplicates", help="parts, with commas between"
    )
    chosen = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "labels": lambda: print_labels(2 if chosen.quick else 5),
        "paths": print_paths,
        "languages": print_languages,
        "duplicates": near_duplicates.main,
    }
    names = chosen.only.split(",")
    if unknown := [name for name in names if name not in parts]:
        parser.error(f"There is no part {', '.join(unknown)}. Choose from {', '.join(parts)}.")
    print(f"VADER: {vader_speed():,.0f} texts per CPU second = 1 V\n")
    for name in names:
        parts[name]()
        print()


if __name__ == "__main__":
    main()
