"""Texts as points: the weighted words of a text seen along the directions in which the texts differ most."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..exact import log
from .tokens import Hashes, Tokens, common_pairs, pair_hash

DIMENSIONS = 32
_MOST_TERMS = 30_000
_FEWEST = 3  # texts a term must be in
_LARGEST_SHARE, _FEW = 0.2, 30  # of the texts; what is in more of them, and not few, tells nothing apart
_ROUNDS = 4
Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Space:
    """The terms that count (`terms` uint64, in order), their `weights` and their `directions` (terms × dimensions)."""

    terms: Hashes
    weights: NDArray[np.float32]
    directions: Points

    def points(self, found: Tokens) -> Points:
        """Return each text as a point of length 1 (float32, texts × dimensions); zeros where no term is known."""
        rows = _rows(found, self)
        return _project(*rows, self.directions)  # type: ignore[no-any-return]


def fit_space(found: Tokens, *, groups: int, seed: int) -> Space:
    """Find the terms of texts and the subspace of their largest singular values, by orthogonal iteration.

    It has 32 dimensions, or one for eight texts where there are few, but no fewer than `groups` to tell apart.

    Latent semantic analysis: Deerwester et al. 1990; the iteration: Halko, Martinsson and Tropp 2011, algorithm 4.4.
    """
    texts = len(found.starts) - 1
    terms, spread = _terms(found, texts)
    weights = np.array([log((1 + texts) / (1 + count)) + 1 for count in spread.tolist()], dtype=np.float32)
    generator = np.random.Generator(np.random.PCG64(seed))
    size = max(1, min(len(terms), DIMENSIONS, max(groups, texts // 8)))
    directions = (generator.random((len(terms), size)) - 0.5).astype(np.float32)
    space = Space(terms, weights, directions)
    columns, values, starts = _rows(found, space)
    for _ in range(_ROUNDS):
        directions = _through(columns, values, starts, _orthonormal(directions))
    return Space(terms, weights, _orthonormal(directions))


def _terms(found: Tokens, texts: int) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the terms that are neither too rare nor everywhere, and how many texts have each."""
    hashes, owners = _terms_of(found)
    terms, number = np.unique(hashes, return_inverse=True)
    cells = np.unique(owners * max(len(terms), 1) + number)
    spread = np.bincount(cells % max(len(terms), 1), minlength=len(terms))
    fewest = _FEWEST if texts >= 100 else 1
    kept = (spread >= fewest) & (spread <= max(_LARGEST_SHARE * texts, _FEW))
    terms, spread = terms[kept], spread[kept]
    largest = np.sort(np.lexsort((terms, -spread))[:_MOST_TERMS])
    return terms[largest], spread[largest]


def _rows(found: Tokens, space: Space) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]:
    """Return texts as rows of weighted terms, each of length 1."""
    hashes, owners = _terms_of(found)
    place = np.searchsorted(space.terms, hashes)
    known = place < len(space.terms)
    known[known] = space.terms[place[known]] == hashes[known]
    cells, counts = np.unique(owners[known] * (len(space.terms) + 1) + place[known], return_counts=True)
    rows, columns = np.divmod(cells, len(space.terms) + 1)
    values = np.sqrt(counts.astype(np.float32)) * space.weights[columns]
    starts = np.searchsorted(rows, np.arange(len(found.starts)))
    _normalize(values, starts)
    return columns.astype(np.int32), values, starts.astype(np.int64)


def _terms_of(found: Tokens) -> tuple[Hashes, NDArray[np.int64]]:
    return _all_terms(found.hashes, found.kinds, found.roles, found.joined, found.starts, common_pairs())


@njit(cache=True, nogil=True)
def _all_terms(hashes: Any, kinds: Any, roles: Any, joined: Any, starts: Any, common: Any) -> tuple[Any, Any]:
    """Return the words (in the singular) and pairs of ideographs, and the text of each."""
    terms, owners = np.empty(len(hashes), np.uint64), np.empty(len(hashes), np.int64)
    size = 0
    for number in range(len(starts) - 1):
        for at in range(starts[number], starts[number + 1]):
            if kinds[at] == 0:
                if roles[at] != 0:
                    continue
                term = hashes[at]
            else:
                if not joined[at] or roles[at] == 2 or roles[at - 1] == 2:
                    continue
                term = pair_hash(hashes[at - 1], hashes[at])
                place = np.searchsorted(common, term)
                if place < len(common) and common[place] == term:
                    continue
            terms[size], owners[size] = term, number
            size += 1
    return terms[:size].copy(), owners[:size].copy()


@njit(cache=True, nogil=True)
def _normalize(values: Any, starts: Any) -> None:
    for number in range(len(starts) - 1):
        total = 0.0
        for k in range(starts[number], starts[number + 1]):
            total += values[k] * values[k]
        if total > 0:
            scale = np.float32(1 / np.sqrt(total))
            for k in range(starts[number], starts[number + 1]):
                values[k] *= scale


@njit(cache=True, nogil=True)
def _project(columns: Any, values: Any, starts: Any, directions: Any) -> Any:
    points = np.zeros((len(starts) - 1, directions.shape[1]), np.float32)
    for number in range(len(points)):
        for k in range(starts[number], starts[number + 1]):
            for d in range(directions.shape[1]):
                points[number, d] += values[k] * directions[columns[k], d]
        total = 0.0
        for d in range(directions.shape[1]):
            total += points[number, d] * points[number, d]
        if total > 1e-12:
            points[number] *= np.float32(1 / np.sqrt(total))
    return points


@njit(cache=True, nogil=True)
def _through(columns: Any, values: Any, starts: Any, directions: Any) -> Any:
    """Return the product of the rows' transpose, the rows and the directions."""
    product = np.zeros_like(directions)
    row = np.empty(directions.shape[1], np.float32)
    for number in range(len(starts) - 1):
        row[:] = 0
        for k in range(starts[number], starts[number + 1]):
            for d in range(len(row)):
                row[d] += values[k] * directions[columns[k], d]
        for k in range(starts[number], starts[number + 1]):
            for d in range(len(row)):
                product[columns[k], d] += values[k] * row[d]
    return product


@njit(cache=True, nogil=True)
def _orthonormal(directions: Any) -> Any:
    """Return the columns made orthogonal and of length 1 (modified Gram–Schmidt), a dependent one zero."""
    rows = directions.T.copy()
    for d in range(len(rows)):
        for e in range(d):
            along = np.float32(_product(rows[d], rows[e]))
            for k in range(rows.shape[1]):
                rows[d, k] -= along * rows[e, k]
        length = np.sqrt(_product(rows[d], rows[d]))
        rows[d] *= np.float32(1 / length) if length > 1e-6 else np.float32(0)
    return rows.T.copy()


@njit(cache=True, nogil=True)
def _product(one: Any, other: Any) -> float:
    total = 0.0
    for k in range(len(one)):
        total += one[k] * other[k]
    return total
