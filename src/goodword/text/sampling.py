"""Which texts people are asked to label next: the uncertain ones, and a few at random that keep the figures honest."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodword.core.errors import InputError

UNCERTAIN, RANDOM = "uncertain", "random"
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Texts to label, in the order to ask: their `indexes` (int64) and the `reasons` (`uncertain` or `random`)."""

    indexes: Indexes
    reasons: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.indexes)


def choose(
    uncertainty: ArrayLike,
    clusters: ArrayLike,
    n: int,
    *,
    random_share: float = 0.15,
    seed: int,
    labelled: Collection[int] = (),
) -> Choice:
    """Choose up to `n` texts to be labelled, one of each cluster of near-duplicates.

    The random ones are drawn first and from all texts, so that they are a fair sample of what comes in; the rest
    are the most uncertain (1 minus the difference of the two highest probabilities: margin sampling, Scheffer et
    al. 2001). Both are mixed, so that a person who stops early has labelled some of each.

    `uncertainty` (float, one a text), `clusters` (int, one a text, see `near_duplicates`), `labelled`: clusters of
    which a text is labelled already.

    >>> choice = choose([0.1, 0.9, 0.8, 0.2], [0, 1, 1, 3], 2, random_share=0, seed=0)
    >>> choice.indexes.tolist(), choice.reasons.tolist()
    ([1, 3], ['uncertain', 'uncertain'])
    """
    unsure, cluster = np.asarray(uncertainty, dtype=np.float64), np.asarray(clusters, dtype=np.int64)
    _check(unsure, cluster, n, random_share)
    generator = np.random.Generator(np.random.PCG64(seed))
    shuffled = generator.permutation(len(unsure))
    open_ = shuffled[~np.isin(cluster[shuffled], np.fromiter(labelled, np.int64, len(labelled)))]
    # Rounded up as often as the fraction says: also a queue of one text at a time gets its share.
    at_random = int(n * random_share + generator.random())
    drawn = _one_of_each(open_, cluster)[:at_random]
    left = open_[~np.isin(cluster[open_], cluster[drawn])]
    by_doubt = left[np.argsort(-unsure[left], kind="stable")]
    asked = _one_of_each(by_doubt, cluster)[: n - len(drawn)]
    return _mixed(asked, drawn, generator)


def _check(unsure: NDArray[np.float64], cluster: Indexes, n: int, random_share: float) -> None:
    if unsure.shape != cluster.shape or unsure.ndim != 1:
        raise InputError(
            f"There are {unsure.size} uncertainties and {cluster.size} clusters. Give one of each a text."
        )
    if not np.isfinite(unsure).all():
        raise InputError("An uncertainty is not a number. Give numbers from 0 to 1.")
    if n < 0 or not 0 <= random_share <= 1:
        raise InputError(
            f"{n} texts with a random share of {random_share} cannot be chosen. Give 0 to 1 as the share."
        )


def _one_of_each(order: Indexes, cluster: Indexes) -> Indexes:
    """Return the first text of each cluster, in the given order."""
    _, first = np.unique(cluster[order], return_index=True)
    return order[np.sort(first)]


def _mixed(asked: Indexes, drawn: Indexes, generator: np.random.Generator) -> Choice:
    """Put the random ones anywhere between the uncertain ones, which stay in order."""
    is_drawn = np.zeros(len(asked) + len(drawn), dtype=bool)
    is_drawn[generator.permutation(len(is_drawn))[: len(drawn)]] = True
    indexes = np.empty(len(is_drawn), dtype=np.int64)
    indexes[is_drawn], indexes[~is_drawn] = drawn, asked
    return Choice(indexes, np.where(is_drawn, RANDOM, UNCERTAIN))
