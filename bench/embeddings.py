"""What the sentence embeddings add: models from few labels, questions asked twice, speed.

uv run python bench/embeddings.py        (about four minutes; needs the extra goodword[embeddings])
"""

import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from goodword.text import near_duplicates, train, train_few
from goodword.text.embeddings import SAME, encode

DATA = Path(__file__).resolve().parents[2] / "shared/data/text"
SEEDS, SIZES, ASKED = 3, (50, 100, 200, 500), 600
SETS = (("airline tweets, 3", "en_airline", "sentiment"), ("course reviews, 3", "en_edurabsa_reviews", "overall_sentiment"),
        ("food delivery, 2", "zh_waimai_10k", "label"))  # fmt: skip
Objects = NDArray[np.object_]


def labelled(file: str, label: str) -> tuple[Objects, Objects]:
    """Return the different texts of a set and their labels."""
    table = pq.read_table(DATA / f"{file}.parquet").to_pydict()
    pairs = {
        text: str(each)
        for text, each in zip(table["text"], table[label], strict=True)
        if text and each not in (None, "")
    }
    return np.array(list(pairs), dtype=object), np.array(list(pairs.values()), dtype=object)


def scores(truth: Objects, named: NDArray[np.str_]) -> tuple[float, float]:
    """Return accuracy and macro-F1."""
    f1 = [
        2 * np.sum((named == c) & (truth == c)) / max(np.sum(named == c) + np.sum(truth == c), 1)
        for c in set(truth)
    ]
    return float(np.mean(named == truth)), float(np.mean(f1))


def few_labels() -> None:
    """Print both kinds of model for growing numbers of labels, means of three seeds."""
    print(f"{'':20} {'labels':>6}   words alone       with sentences    seconds to train")
    for name, file, label in SETS:
        texts, labels = labelled(file, label)
        for size in SIZES:
            rows = []
            for seed in range(SEEDS):
                order = np.random.default_rng(seed).permutation(len(texts))
                inside, asked = order[:size], order[-ASKED:]
                known = texts[inside].tolist(), labels[inside].tolist()
                words = train(*known, seed=seed).predict(texts[asked].tolist())
                started = time.process_time()
                model = train_few(*known, seed=seed)
                spent = time.process_time() - started
                both = model.predict(texts[asked].tolist())
                rows.append([*scores(labels[asked], words), *scores(labels[asked], both), spent])
            mean = np.mean(rows, 0)
            print(f"{name:20} {size:6}   {mean[0]:.3f} / {mean[1]:.3f}     {mean[2]:.3f} / {mean[3]:.3f}     {mean[4]:.1f}",
                  flush=True)  # fmt: skip


def questions() -> None:
    """Print how well a threshold set on one half of the question pairs does on the other."""
    table = pq.read_table(DATA / "zh_duplicate_questions.parquet").to_pydict()
    first, second, same = table["text_a"], table["text_b"], np.array(table["label"]) == 1
    started = time.process_time()
    vectors = encode([*first, *second])
    print(f"\nshort questions: {len(vectors) / (time.process_time() - started):,.0f} texts per CPU second")
    cosines = (vectors[: len(first)] * vectors[len(first) :]).sum(1)
    half = np.random.default_rng(0).permutation(len(first)) % 2 == 0
    steps = np.arange(0.4, 0.99, 0.01)
    most = max(steps, key=lambda t: np.mean((cosines >= t)[half] == same[half]))
    sure = next(t for t in steps if same[half & (cosines >= t)].mean() >= 0.8)
    print(
        f"thresholds from one half: {most:.2f} most accurate, {sure:.2f} for a precision of .8; on the other half:"
    )
    for threshold in (most, sure, SAME):
        report(f"cosine ≥ {threshold:.2f}", cosines[~half] >= threshold, same[~half])
    copies = np.array([len(set(near_duplicates([a, b]))) == 1 for a, b in zip(np.array(first)[~half][:2000],
                                                                       np.array(second)[~half][:2000], strict=True)])  # fmt: skip
    report("near_duplicates (words), 2,000 of them", copies, same[~half][:2000])


def report(name: str, said: NDArray[np.bool_], same: NDArray[np.bool_]) -> None:
    """Print how right a yes is."""
    precision, recall = same[said].mean(), said[same].mean()
    print(f"  {name:40} accuracy {np.mean(said == same):.3f}  precision {precision:.3f}  recall {recall:.3f}  "
          f"F1 {2 * precision * recall / (precision + recall):.3f}")  # fmt: skip


def speed() -> None:
    """Print how many texts are encoded in a CPU second."""
    for name, file, label in SETS:
        texts = labelled(file, label)[0][:500].tolist()
        started = time.process_time()
        encode(texts)
        print(f"{name}: {len(texts) / (time.process_time() - started):,.0f} texts per CPU second")


if __name__ == "__main__":
    encode(["warm"])
    few_labels()
    questions()
    speed()
