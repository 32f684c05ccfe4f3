"""Topics of real texts beside scikit-learn's k-means on TF-IDF: agreement with known categories, speed, names."""

import random
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from goodword.text import find_topics, normalize

DATA = Path(__file__).parents[2] / "shared" / "data" / "text"
SEEDS, MOST = 3, 12_000


def main() -> None:
    """Print a line a set and method, then the names of one run."""
    find_topics(["Kernels are compiled at first use.", "快递太慢"] * 20)
    shopping = labelled("zh_online_shopping_10_cats", "cat")
    airline = [row for row in labelled("en_airline", "cause") if row[1] not in (None, "None", "Can't Tell")]
    print(f"{'set':22} {'topics':>6} {'method':8} {'AMI':>5} {'purity':>6} {'texts/s':>8}")
    for name, rows, analyzer in (
        ("shopping, 10 categories", shopping, pairs),
        ("airline, 9 causes", airline, words),
    ):
        for topics in (10, 20):
            compare(name, rows, analyzer, topics)
    for name, rows in (("shopping", shopping), ("airline", airline)):
        for topic in find_topics([text for text, _ in rows]).topics:
            print(f"{name} {topic.size:6,} {' | '.join(topic.phrases)}\n      {topic.sentence}")


def labelled(name: str, column: str) -> list[tuple[str, str]]:
    """Return texts with their category, in a fixed random order."""
    rows = [
        (row["text"], row[column])
        for row in pq.read_table(DATA / f"{name}.parquet").to_pylist()
        if row["text"]
    ]
    random.Random(0).shuffle(rows)
    return rows[:MOST]


def compare(name: str, rows: list[tuple[str, str]], analyzer: object, topics: int) -> None:
    """Print how well both methods find the categories."""
    texts, truth = [text for text, _ in rows], np.unique([label for _, label in rows], return_inverse=True)[1]
    for method in ("goodword", "sklearn"):
        scores, started = [], time.process_time()
        for seed in range(SEEDS):
            if method == "goodword":
                found = find_topics(texts, topics=topics, seed=seed).assignments + 1
            else:
                vectors = TfidfVectorizer(
                    analyzer=analyzer, min_df=3, max_df=0.2, sublinear_tf=True
                ).fit_transform(texts)
                found = KMeans(topics, n_init=4, random_state=seed).fit_predict(vectors)
            purity = sum(np.bincount(truth[found == number]).max() for number in np.unique(found)) / len(
                truth
            )
            scores.append((adjusted_mutual_info_score(truth, found), purity))
        speed = SEEDS * len(texts) / (time.process_time() - started)
        agreement, purity = np.mean(scores, axis=0)
        print(f"{name:22} {topics:6} {method:8} {agreement:5.3f} {purity:6.3f} {speed:8,.0f}")


def words(text: str) -> list[str]:
    """Return the English words that are no stop words."""
    return STOPPED(normalize(text).replace("xuser", " ").replace("xurl", " "))


def pairs(text: str) -> list[str]:
    """Return the pairs of ideographs."""
    folded = normalize(text)
    return [
        folded[k : k + 2] for k in range(len(folded) - 1) if "\u4e00" <= min(folded[k : k + 2]) <= "\u9fff"
    ]


STOPPED = TfidfVectorizer(stop_words="english", token_pattern=r"[a-z]{2,}").build_analyzer()  # noqa: S106 - no password

if __name__ == "__main__":
    main()
