"""Training a model from labelled texts, in one call."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from goodword.core.errors import InputError

from .counted import Counted, counted
from .features import Shape
from .fitting import Recipe, fit
from .head import Head
from .language import languages
from .model import Model
from .shipped import shipped_head

Profile = Literal["quality", "fast"]
RECIPES: dict[str, Recipe] = {
    "quality": Recipe(Shape(runs=4), rare_cost=0.3, plain_costs=(0.3, 1.0), folds=5, cues=True),
    "fast": Recipe(Shape(longest_piece=4), rare_cost=0.3, plain_costs=(), folds=5, cues=False),
}
_MOST_CLASSES = 1_000


def train(
    texts: Sequence[str | None],
    labels: Sequence[str],
    *,
    profile: Profile = "quality",
    seed: int = 0,
    weights: Sequence[float] | None = None,
) -> Model:
    """Train a model on texts with one label each, of any closed list, in any language.

    `weights` say how sure each label is (an annotator's confidence, say; more than 0). The `quality` profile also
    looks at what the shipped rules find and, for English, at what the shipped sentiment model makes of a text;
    `fast` looks at the words alone. The same texts, labels and seed give the same model, byte for byte.

    Raises InputError where the labels do not fit the texts or are all the same.

    >>> train(["yes", "no", "yes yes", "no no"], ["y", "n", "y", "n"], profile="fast").predict(["oh yes"]).tolist()
    ['y']
    """
    recipe = RECIPES.get(profile)
    if recipe is None:
        raise InputError(f"There is no profile “{profile}”. Choose quality or fast.")
    classes, numbers = numbered_labels(texts, labels)
    costs = _costs(weights, len(texts))
    read = counted(texts, recipe.shape)
    base = shipped_base(read) if profile == "quality" else None
    return Model(fit(read, numbers, classes, recipe, costs=costs, base=base, seed=seed).head)


def numbered_labels(
    texts: Sequence[str | None], labels: Sequence[str]
) -> tuple[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the labels that occur, sorted, and the number of each text's; InputError where they are no such list."""
    if len(texts) != len(labels):
        raise InputError(
            f"There are {len(texts)} texts and {len(labels)} labels. Give one label for each text."
        )
    missing = next((n for n, label in enumerate(labels) if label is None or str(label) == ""), None)
    if missing is not None:
        raise InputError(f"Text number {missing + 1} has no label. Give it one or leave it out.")
    classes = tuple(sorted({str(label) for label in labels}))
    if len(classes) < 2:
        raise InputError(
            f"Training needs texts of two labels or more; here is {len(classes)}. Add texts with another."
        )
    if len(classes) > _MOST_CLASSES:
        raise InputError(f"There are {len(classes):,} different labels; at most {_MOST_CLASSES:,} can be told apart. "
                         "Is this the right column?")  # fmt: skip
    number = {label: n for n, label in enumerate(classes)}
    return classes, np.array([number[str(label)] for label in labels], dtype=np.int64)


def _costs(
    weights: Sequence[float] | None, texts: int
) -> np.ndarray[tuple[int], np.dtype[np.float32]] | None:
    if weights is None:
        return None
    costs = np.asarray(weights, dtype=np.float32)
    if costs.shape != (texts,) or not bool(np.all(np.isfinite(costs) & (costs > 0))):
        raise InputError(
            "Weights must be one number above 0 for each text. Leave out texts that should not count."
        )
    return costs


def shipped_base(read: Counted) -> Head | None:
    """Return the shipped sentiment head, where most of the texts are English.

    Not for Chinese: what that head was trained on comes from the same sites as the public sets, so that no gain
    could be measured honestly.
    """
    codes, _ = languages(read.characters)
    return shipped_head("en") if (codes == "en").mean() > 0.5 else None
