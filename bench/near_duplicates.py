"""Near-duplicates of real texts and seeded edits of them: recall, precision, and speed beside VADER.

Precision counts every pair of one cluster that is not an original and its edit; originals that are themselves
near-copies of each other (retweets, set phrases) count against it, so the sets are also given without them, and the
verdict is about those. A part of the table of text.py, too.
"""

import random
import time
from collections.abc import Callable

import numpy as np
from _text_sets import Target, column, vader_speed, verdict
from opencc import OpenCC

from goodword.text import near_duplicates

ENGLISH = ("en_airline", "permissive_en_vader_rated", "en_sst2", "en_coursera_reviews")
CHINESE = ("permissive_zh_reviews", "zh_waimai_10k", "zh_online_shopping_10_cats", "zh_chnsenticorp")
TEXTS, SHORTEST = 3000, 40
TARGETS: tuple[Target, ...] = (("recall", "≥", 0.97), ("alone", "≥", 0.99), ("V", "≥", 1.5))
Edit = Callable[[str, random.Random], str]


def main() -> None:
    """Print one line a set."""
    near_duplicates(["The kernels are compiled at first use."])
    print(
        f"{'near-duplicates of 40 characters or more':40} {'recall':>7} {'precision':>9} {'alone':>6} {'texts/s':>8} {'V':>5}"
    )
    for name in (*ENGLISH, *CHINESE):
        measure(name, is_chinese=name in CHINESE)


def measure(name: str, *, is_chinese: bool) -> None:
    """Print what is found of one set."""
    draw = random.Random(1)
    long = [
        text for text in dict.fromkeys(column(name, "text")[0].tolist()) if text and len(text) >= SHORTEST
    ]
    originals = draw.sample(long, min(TEXTS, len(long)))
    edits = chinese_edits() if is_chinese else english_edits()
    copies = [edits[number % len(edits)](text, draw) for number, text in enumerate(originals)]
    vader = vader_speed()
    started = time.process_time()
    ids = near_duplicates(originals + copies)
    speed = len(ids) / (time.process_time() - started)
    of_originals, of_copies = ids[: len(originals)], ids[len(originals) :]
    alone = np.isin(of_originals, np.flatnonzero(np.bincount(of_originals) == 1))
    found = {
        "recall": float(np.mean(of_originals == of_copies)),
        "precision": precision(of_originals, of_copies),
        "alone": precision(of_originals[alone], of_copies[alone]),
        "V": speed / vader,
    }
    print(
        f"{name:40} {found['recall']:7.3f} {found['precision']:9.3f} {found['alone']:6.3f} {speed:8,.0f} {found['V']:5.1f}  "
        f"{verdict(found, TARGETS)}",
        flush=True,
    )


def precision(originals: np.ndarray, copies: np.ndarray) -> float:
    """Return the share of pairs in a cluster that are an original and its edit."""
    sizes = np.unique(np.concatenate((originals, copies)), return_counts=True)[1]
    return float((originals == copies).sum() / (sizes * (sizes - 1) // 2).sum())


def english_edits() -> list[Edit]:
    """Return what people do to an English text when they pass it on."""
    return [
        *common_edits("abcdefghijklmnopqrstuvwxyz", ["really", "so", "again", "just"], " "),
        lambda t, _: t.upper(),
    ]


def chinese_edits() -> list[Edit]:
    """Return what people do to a Chinese text when they pass it on."""
    traditional = OpenCC("s2t")
    edits = common_edits("的一是了我不人在他有", ["真的", "非常", "觉得", "还是"], "，")
    return [*edits, lambda t, _: traditional.convert(t)]


def common_edits(letters: str, words: list[str], joint: str) -> list[Edit]:
    """Return the edits of any language."""

    def typo(text: str, draw: random.Random) -> str:
        place = draw.randrange(len(text))
        swapped = text[place + 1 : place + 2] + text[place : place + 1]
        return text[:place] + draw.choice(["", draw.choice(letters), swapped]) + text[place + len(swapped) :]

    def insert(text: str, draw: random.Random) -> str:
        parts = text.split(joint)
        parts.insert(draw.randrange(len(parts) + 1), draw.choice(words))
        return joint.join(parts)

    def remove(text: str, draw: random.Random) -> str:
        size = len(text) // 10
        place = draw.randrange(len(text) - size)
        return text[:place] + text[place + size :]

    return [
        typo,
        lambda t, d: typo(typo(t, d), d),
        lambda t, d: typo(typo(typo(t, d), d), d),
        insert,
        remove,
        lambda t, d: remove(insert(t, d), d),
        lambda t, d: f"RT @user{d.randrange(99)}: {t}",
        lambda t, d: f"{t} #{d.choice(words)} https://t.co/{d.randrange(10**6)}",
        lambda t, d: f"{d.choice('😀😡👍🔥')} {t}!!!",
    ]


if __name__ == "__main__":
    main()
