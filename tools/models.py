"""Make the shipped models from permissive data: python tools/models.py DATA-FOLDER [OUT-FOLDER].

The folder holds the Parquet files that docs/reference/model-card.md names, with their sources. The same files give the same
bytes on every machine.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from goodword.core.vocabulary import Sentiment
from goodword.text import model_file, shipped
from goodword.text.counted import counted
from goodword.text.fitting import Fitted, Recipe, fit
from goodword.text.head_arrays import taken_apart
from goodword.text.reader import SENTIMENTS, SHAPE
from goodword.text.rules import neutral_sentences, plain_opinions

RECIPE = Recipe(SHAPE, rare_cost=0.3, plain_costs=(0.3,), folds=5, cues=True)
_CLEAR = 0.6  # a mean rating this far from 0, on −4 to +4, is a valence; nearer is neutral
_NEUTRAL_COST = {"en": 2.0, "zh": 8.0}  # the few hand-written neutral sentences stand for many
_PLAIN_COST = 0.5  # reviews are long and tell “太好了” mostly in complaints; said alone it is praise
_PLAIN_FRAMES = ("{}", "{}!!!")
FAVOURABLE, NEUTRAL, UNFAVOURABLE = range(3)

Labelled = tuple[list[str], list[int], list[float]]


def english(folder: Path) -> Labelled:
    """Rated tweets, reviews and editorials (MIT), review sentences (CC BY 4.0), our own sentences and phrases."""
    rated = pq.read_table(folder / "permissive_en_vader_rated.parquet").to_pydict()
    said = pq.read_table(folder / "en_sentence_polarity_uci.parquet").to_pydict()
    labels = [_of_rating(each) for each in rated["rating"]]
    labels += [FAVOURABLE if each else UNFAVOURABLE for each in said["label"]]
    return with_our_own([*rated["text"], *said["text"]], labels, "en")


def chinese(folder: Path) -> Labelled:
    """Product, book and hotel reviews (MIT), our own sentences and phrases."""
    reviews = pq.read_table(folder / "permissive_zh_reviews.parquet").to_pydict()
    labels = [FAVOURABLE if each else UNFAVOURABLE for each in reviews["label"]]
    return with_our_own(reviews["text"], labels, "zh")


def with_our_own(texts: list[str], labels: list[int], language: str) -> Labelled:
    """Add what is written by hand: sentences that say neither good nor bad, and plain praise and blame."""
    neutral = neutral_sentences(language)
    plain = [
        (frame.format(said), FAVOURABLE if label == Sentiment.FAVOURABLE else UNFAVOURABLE)
        for said, label in plain_opinions(language)
        for frame in _PLAIN_FRAMES
    ]
    costs = [1.0] * len(texts) + [_NEUTRAL_COST[language]] * len(neutral) + [_PLAIN_COST] * len(plain)
    return (
        [*texts, *neutral, *(said for said, _label in plain)],
        [*labels, *[NEUTRAL] * len(neutral), *(label for _said, label in plain)],
        costs,
    )


def _of_rating(rating: float) -> int:
    return FAVOURABLE if rating > _CLEAR else UNFAVOURABLE if rating < -_CLEAR else NEUTRAL


def fitted(labelled: Labelled) -> Fitted:
    """Learn the sentiment head of one language."""
    texts, labels, costs = labelled
    kept = [n for n, text in enumerate(texts) if text and text.strip()]
    return fit(
        counted([texts[n] for n in kept], SHAPE),
        np.array([labels[n] for n in kept], dtype=np.int64),
        SENTIMENTS,
        RECIPE,
        costs=np.array([costs[n] for n in kept], dtype=np.float32),
    )


def main(data: str, out: str = "src/goodword/text/models") -> None:
    """Write one file a language."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for language, labelled in (("en", english), ("zh", chinese)):
        learned = fitted(labelled(Path(data)))
        described, arrays = taken_apart(learned.head, "sentiment")
        path = Path(out) / f"{language}.model"
        model_file.write(
            path, {"kind": "shipped", "version": shipped.VERSION, "sentiment": described}, arrays
        )
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
