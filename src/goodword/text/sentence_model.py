"""A model from few labels: the words decide as far as they can, the meaning of the sentence moves that.

With 50 to 500 labels most words of a new text were never seen. A multinomial logistic model over the sentence's
512 numbers starts from what the word model says (its held-out opinion, as offsets) and is held back by a ridge
chosen on folds: where the sentence adds nothing, nothing changes.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import model_file
from .calibration import Calibration, Doubles, calibrate, log_probabilities
from .counted import counted
from .embeddings import SIZE, encode
from .fitting import Labels, fit
from .head import Floats, Head
from .head_arrays import put_together, taken_apart
from .model_file import Arrays, ModelFileError
from .training import RECIPES, numbered_labels, shipped_base

_KIND = "sentence_model"
_ENCODER = "universal-sentence-encoder-multilingual-3"
_RIDGES = (3.0, 10.0, 30.0, 100.0)
_FOLDS = 5
_PARTS = ("centre", "scale", "weights")


class SentenceModel:
    """What `train_few` returns; it has the names of `Model` and needs the extra `goodword[embeddings]`."""

    def __init__(self, head: Head, sentence: Calibration) -> None:
        self.head = head
        self.sentence = sentence

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in the order of the probabilities' columns."""
        return self.head.classes

    def predict_proba(self, texts: Sequence[str | None]) -> NDArray[np.float32]:
        """Return the calibrated probability of each label, float32 (texts, labels)."""
        said = log_probabilities(self.head.probabilities(counted(texts, self.head.shape)))
        return self.sentence.probabilities(encode(texts), said)

    def predict(self, texts: Sequence[str | None]) -> NDArray[np.str_]:
        """Return the label of each text; where classes are uneven, a rare one is named a little earlier."""
        return np.array(self.classes, dtype=np.str_)[self.head.chosen(self.predict_proba(texts))]

    def to_bytes(self) -> bytes:
        """Return the model as its file holds it."""
        return model_file.packed(*self._packed())

    def save(self, path: str | Path) -> None:
        """Write the model to a file, whole or not at all."""
        model_file.write(Path(path), *self._packed())

    def _packed(self) -> tuple[dict[str, Any], Arrays]:
        described, arrays = taken_apart(self.head, "head")
        arrays |= {f"sentence/{part}": getattr(self.sentence, part) for part in _PARTS}
        return {"kind": _KIND, "encoder": _ENCODER, "head": described}, arrays

    @classmethod
    def load(cls, path: str | Path) -> "SentenceModel":
        """Read a model from its file; ModelFileError if it is damaged, another kind, or of another encoder."""
        described, arrays = model_file.read(Path(path))
        if (described.get("kind"), described.get("encoder")) != (_KIND, _ENCODER):
            raise ModelFileError(
                f"{Path(path).name} is not a model from few labels for this encoder. Train it anew."
            )
        try:
            head = put_together(described["head"], arrays, "head")
            sentence = Calibration(*(arrays[f"sentence/{part}"] for part in _PARTS))
        except KeyError as error:
            raise ModelFileError(f"{Path(path).name} lacks a part. Train the model anew.") from error
        sizes = [each.shape for each in (sentence.centre, sentence.scale, sentence.weights)]
        if sizes != [(SIZE,), (SIZE,), (len(head.classes), SIZE + 1)] or not (sentence.scale > 0).all():
            raise ModelFileError(f"The parts of {Path(path).name} do not fit each other. Train it anew.")
        return cls(head, sentence)


def train_few(texts: Sequence[str | None], labels: Sequence[str], *, seed: int = 0) -> SentenceModel:
    """Train a model on few labelled texts (some dozens to 500; with more, `train` is as good and far faster).

    Takes seconds. On one machine the same texts, labels and seed give the same model. Raises InputError where the
    labels do not fit the texts or are all the same, EnvironmentProblem where the extra
    is not installed.
    """
    classes, numbers = numbered_labels(texts, labels)
    sentences = encode(texts)
    recipe = RECIPES["quality"]
    read = counted(texts, recipe.shape)
    words = fit(read, numbers, classes, recipe, base=shipped_base(read), seed=seed)
    said = log_probabilities(words.held_out)
    folds = _dealt(numbers, seed)
    loss = {ridge: _held_out_loss(sentences, numbers, said, folds, ridge) for ridge in _RIDGES}
    return SentenceModel(words.head, _fitted(sentences, numbers, said, min(_RIDGES, key=loss.__getitem__)))


def _dealt(labels: Labels, seed: int) -> NDArray[np.int64]:
    """Return the fold of each text, the texts of a class dealt out in a shuffled order."""
    shuffled = np.random.Generator(np.random.PCG64(seed)).permutation(len(labels))
    folds = np.empty(len(labels), np.int64)
    folds[shuffled[np.argsort(labels[shuffled], kind="stable")]] = np.arange(len(labels)) % _FOLDS
    return folds


def _fitted(sentences: Floats, labels: Labels, said: Doubles, ridge: float) -> Calibration:
    even = np.ones(len(labels), np.float32)
    return calibrate(sentences, labels, even, said.shape[1], offsets=said, ridge=ridge)


def _held_out_loss(
    sentences: Floats, labels: Labels, said: Doubles, folds: NDArray[np.int64], ridge: float
) -> float:
    """Return the log loss of texts under what was learned from the other folds, summed."""
    total = 0.0
    for fold in range(int(folds.max()) + 1):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if not len(inside):
            continue
        learned = _fitted(sentences[inside], labels[inside], said[inside], ridge)
        found = log_probabilities(learned.probabilities(sentences[outside], said[outside]))
        total -= float(found[np.arange(len(outside)), labels[outside]].sum())
    return total
