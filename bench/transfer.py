"""What the shipped sentiment heads make of texts from elsewhere, with every text they may have seen left out.

uv run python bench/transfer.py

A text counts as seen if its first 30 letters (case, width, spaces and signs aside) begin or are inside a training text of its
language, or if it is a near-duplicate of one. Sets with two labels are measured on the side of the two that the head
finds likelier; `kept` and `right` are the share the reader labels at its threshold (and not neutral, in two-label sets)
and how often that label is right. The docs' model card quotes this table.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from goodword.text import Reader, near_duplicates, normalize
from goodword.text.counted import counted
from goodword.text.head import Head
from goodword.text.reader import ABSTAIN, SHAPE

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data/text"
LETTERS = 30
MOST = 8_000  # texts taken of a set
MOSTLY = 0.5  # where more than this share was seen, a twin of the head is trained without what it saw
FAVOURABLE, NEUTRAL, UNFAVOURABLE = range(3)
WORDS = {"positive": FAVOURABLE, "neutral": NEUTRAL, "negative": UNFAVOURABLE, "Pos": FAVOURABLE, "Neu": NEUTRAL,
         "Neg": UNFAVOURABLE, "Positive": FAVOURABLE, "Neutral": NEUTRAL, "Negative": UNFAVOURABLE,
         "1": FAVOURABLE, "0": UNFAVOURABLE}  # fmt: skip
STARS = {"1": UNFAVOURABLE, "2": UNFAVOURABLE, "3": NEUTRAL, "4": FAVOURABLE, "5": FAVOURABLE}
# name, language, file, label column, meaning of the labels
SETS: tuple[tuple[str, str, str, str, dict[str, int]], ...] = (
    ("airline tweets", "en", "en_airline", "sentiment", WORDS),
    ("course reviews (EduRABSA)", "en", "en_edurabsa_reviews", "overall_sentiment", WORDS),
    ("course reviews, stars", "en", "en_coursera_reviews", "rating", STARS),
    ("film sentences (SST-2)", "en", "en_sst2", "label", WORDS),
    ("food delivery (waimai)", "zh", "zh_waimai_10k", "label", WORDS),
    ("hotels", "zh", "zh_hotel_htl_all", "label", WORDS),
    ("shopping", "zh", "zh_online_shopping_10_cats", "label", WORDS),
    ("ChnSentiCorp", "zh", "zh_chnsenticorp", "label", WORDS),
)
Numbers = NDArray[np.int64]


def read(name: str, label: str, meaning: dict[str, int]) -> tuple[list[str], Numbers]:
    """Return the different texts of a set that have a known label, at most MOST of them, and their labels."""
    table = pq.read_table(DATA / f"{name}.parquet").to_pydict()
    pairs = {
        text: meaning[str(each)]
        for text, each in zip(table["text"], table[label], strict=True)
        if text and text.strip() and str(each) in meaning
    }
    texts = list(pairs)
    drawn = np.sort(np.random.default_rng(0).permutation(len(texts))[:MOST])
    return [texts[n] for n in drawn], np.array([pairs[texts[n]] for n in drawn])


def letters(text: str) -> str:
    """Return the letters and digits of a normalised text."""
    return "".join(each for each in normalize(text) if each.isalnum())


def seen(texts: list[str], training: list[str]) -> NDArray[np.bool_]:
    """Return which texts the training holds, in part or nearly."""
    inside = "\n".join(letters(text) for text in training)
    begun = np.array([letters(text)[:LETTERS] in inside for text in texts])
    ids = near_duplicates([*training, *texts])
    return begun | np.isin(ids[len(training) :], ids[: len(training)])


def holding(training: list[str], texts: list[str]) -> NDArray[np.bool_]:
    """Return which training texts hold the first letters of one of these texts anywhere."""
    begun = {letters(text)[:LETTERS] for text in texts}
    inside = [letters(text) for text in training]
    return np.array([any(text[n : n + LETTERS] in begun for n in range(len(text))) for text in inside])


def line(name: str, head: Head, texts: list[str], truth: Numbers) -> None:
    """Print how often a head is right on texts."""
    found = head.probabilities(counted(texts, SHAPE))
    two = not (truth == NEUTRAL).any()
    best = found[:, [FAVOURABLE, UNFAVOURABLE]].argmax(1) * UNFAVOURABLE if two else found.argmax(1)
    sure = found.max(1) >= ABSTAIN["sentiment"]
    if two:
        sure &= found.argmax(1) != NEUTRAL
    classes = np.unique(truth)
    f1 = [
        2 * np.sum((best == c) & (truth == c)) / max(np.sum(best == c) + np.sum(truth == c), 1)
        for c in classes
    ]
    print(f"{name:44} {len(texts):6,} {len(classes):3}  {np.mean(best == truth):.3f}  {np.mean(f1):.3f}  "
          f"{np.mean(sure):5.0%}  {np.mean((best == truth)[sure]):.3f}", flush=True)  # fmt: skip


def main() -> None:
    """Print the table, and where most was seen a twin of the head that has not learned from it."""
    models = made()
    learned: dict[str, Any] = {"en": models.english(DATA), "zh": models.chinese(DATA)}
    heads = Reader.default().heads
    print(f"{'set':44} {'texts':>6} lab  acc    mF1    kept  right   (seen)")
    for name, language, file, label, meaning in SETS:
        texts, truth = read(file, label, meaning)
        known = seen(texts, learned[language][0])
        head = heads[f"sentiment.{language}"]
        print(f"{name}: {known.mean():.1%} seen in training")
        line("  all", head, texts, truth)
        new = np.flatnonzero(~known)
        line("  not seen", head, [texts[n] for n in new], truth[new])
        if known.mean() > MOSTLY:
            other = twin(models.fitted, learned[language], texts)
            line("  all, by a twin that saw none of them", other, texts, truth)


def twin(
    fitted: Callable[[Any], Any], labelled: tuple[list[str], list[int], list[float]], texts: list[str]
) -> Head:
    """Return a head learned from the training texts that are none of these."""
    apart = np.flatnonzero(~(seen(labelled[0], texts) | holding(labelled[0], texts)))
    print(f"  twin: {len(apart):,} of {len(labelled[0]):,} training texts are left")
    head: Head = fitted(tuple([part[n] for n in apart] for part in labelled)).head
    return head


def made() -> ModuleType:
    """Return tools/models.py, which made the heads."""
    spec = importlib.util.spec_from_file_location("models", ROOT / "tools/models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
