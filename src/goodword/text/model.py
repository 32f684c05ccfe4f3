"""A model that tells one closed list of labels apart."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import model_file
from .counted import counted
from .head import Head
from .head_arrays import put_together, taken_apart
from .model_file import ModelFileError
from .spans import Span, spans

_KIND = "model"


class Model:
    """What `train` returns: labels with calibrated probabilities, and the words that carried them.

    >>> from goodword.text import train
    >>> model = train(["good", "very good", "bad", "so bad", "好", "很好", "差", "太差"], ["+", "+", "-", "-"] * 2)
    >>> model.classes, model.predict(["good!", "太差了"]).tolist()
    (('+', '-'), ['+', '-'])
    """

    def __init__(self, head: Head) -> None:
        self.head = head

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in the order of the probabilities' columns."""
        return self.head.classes

    def predict_proba(self, texts: Sequence[str | None]) -> NDArray[np.float32]:
        """Return the calibrated probability of each label, float32 (texts, labels)."""
        return self.head.probabilities(counted(texts, self.head.shape))

    def predict(self, texts: Sequence[str | None]) -> NDArray[np.str_]:
        """Return the label of each text; where classes are uneven, a rare one is named a little earlier."""
        return np.array(self.classes, dtype=np.str_)[self.head.chosen(self.predict_proba(texts))]

    def spans(self, text: str, label: str | None = None) -> list[Span]:
        """Return the parts of a text that spoke for a label (the predicted one), as places in the text."""
        wanted = str(self.predict([text])[0]) if label is None else label
        return spans(text, self.head, wanted)

    def evidence(self, text: str) -> list[tuple[str, float]]:
        """Return the words that spoke for the predicted label, each with its share (0 to 1), the strongest first."""
        return [(text[span.start : span.end], span.weight) for span in self.spans(text)]

    def to_bytes(self) -> bytes:
        """Return the model as its file holds it; the same model gives the same bytes."""
        described, arrays = taken_apart(self.head, "head")
        return model_file.packed({"kind": _KIND, "head": described}, arrays)

    def save(self, path: str | Path) -> None:
        """Write the model to a file, whole or not at all."""
        described, arrays = taken_apart(self.head, "head")
        model_file.write(Path(path), {"kind": _KIND, "head": described}, arrays)

    @classmethod
    def load(cls, path: str | Path) -> "Model":
        """Read a model from its file; ModelFileError if it is damaged or none."""
        described, arrays = model_file.read(Path(path))
        if described.get("kind") != _KIND:
            raise ModelFileError(
                f"{Path(path).name} holds a {described.get('kind')}, not a model of one task."
            )
        return cls(put_together(described.get("head"), arrays, "head"))
