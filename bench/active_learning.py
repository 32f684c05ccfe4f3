"""Chosen labels against random ones: 200 random and 800 chosen in rounds, and the random labels that do as well.

uv run python bench/active_learning.py [SEEDS]

Airline tweets, sentiment in three classes. A fifth of the tweets is kept for measuring; the rest is asked about, 100 at a
time, each time with a model trained anew on the labels there are. What is random is random by the same seed.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from goodword.text import assess, choose, near_duplicates, train

DATA = Path(__file__).resolve().parents[2] / "shared/data/text/en_airline.parquet"
SEEDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
FIRST, AT_A_TIME, LAST = 200, 100, 1000
RANDOM = (200, 1000, 1500, 2000, 2500)
Indexes = NDArray[np.int64]


def main() -> None:
    """Print accuracy and macro-F1, mean and standard deviation over the seeds."""
    rows = pq.read_table(DATA).to_pydict()
    texts, labels = np.array(rows["text"], dtype=object), np.array(rows["sentiment"], dtype=object)
    clusters = near_duplicates(texts.tolist())
    results: dict[str, list[tuple[float, float]]] = {}
    started = time.perf_counter()
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(texts))
        held_out, pool = order[: len(order) // 5], order[len(order) // 5 :]
        for size in RANDOM:
            results.setdefault(f"{size:,} random", []).append(
                quality(texts, labels, pool[:size], held_out, seed)
            )
        chosen = asked(texts, labels, clusters, pool, seed)
        name = f"{FIRST} random, {LAST - FIRST} chosen"
        results.setdefault(name, []).append(quality(texts, labels, chosen, held_out, seed))
    for name, found in results.items():
        mean, spread = np.mean(found, axis=0), np.std(found, axis=0)
        print(
            f"{name:24} accuracy {mean[0]:.3f} ± {spread[0]:.3f}   macro-F1 {mean[1]:.3f} ± {spread[1]:.3f}"
        )
    print(f"{SEEDS} seeds, {time.perf_counter() - started:.0f} s")


def asked(
    texts: NDArray[np.object_], labels: NDArray[np.object_], clusters: Indexes, pool: Indexes, seed: int
) -> Indexes:
    """Return the texts that are labelled in the end, when the model chooses what it asks."""
    known, open_ = pool[:FIRST], pool[FIRST:]
    while len(known) < LAST:
        model = train(texts[known].tolist(), labels[known].tolist(), seed=seed)
        highest = np.sort(model.predict_proba(texts[open_].tolist()), axis=1)
        unsure = 1 - (highest[:, -1] - highest[:, -2])
        choice = choose(
            unsure, clusters[open_], AT_A_TIME, seed=seed + len(known), labelled=set(clusters[known].tolist())
        )
        known, open_ = np.append(known, open_[choice.indexes]), np.delete(open_, choice.indexes)
    return known


def quality(
    texts: NDArray[np.object_], labels: NDArray[np.object_], known: Indexes, held_out: Indexes, seed: int
) -> tuple[float, float]:
    """Return accuracy and macro-F1 of a model trained on some labels."""
    model = train(texts[known].tolist(), labels[known].tolist(), seed=seed)
    found = assess(labels[held_out].tolist(), model.classes, model.predict_proba(texts[held_out].tolist()))
    return found.accuracy.value, found.macro_f1.value


if __name__ == "__main__":
    main()
