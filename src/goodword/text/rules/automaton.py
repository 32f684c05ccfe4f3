"""All phrases of all tasks as one tree of code points, in flat arrays that a kernel walks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from goodword.core.errors import InputError

from .kernels import step
from .phrases import GAP, ONE_WORD, REST_OF_WORD, SHORT_GAP

# What a node offers: five flags, and above them a filter of its children's codes that spares most look-ups.
ENDS, HAS_REST, HAS_WORD, HAS_GAP, HAS_SHORT_GAP = 1, 2, 4, 8, 16
_SIGNS = ((REST_OF_WORD, HAS_REST), (ONE_WORD, HAS_WORD), (GAP, HAS_GAP), (SHORT_GAP, HAS_SHORT_GAP))
_FLAGS, _FILTER = 5, 59
# An entry of the hash table is a node, a code and the node after it, in 24, 21 and 19 bits.
_CODE_BITS, _CHILD_BITS = 21, 19
_CHILD_MASK = (1 << _CHILD_BITS) - 1
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Automaton(NamedTuple):
    """`table` (uint64) leads from a node and a code to a node; `shift` places an entry in it.

    `nodes` (uint64, 2 each) are what a node offers and where its outputs begin and end; `outputs` (int32, 3 each)
    are task, column and column where negated; `weights` (float32) belong to them.
    """

    table: NDArray[np.uint64]
    shift: np.uint64
    nodes: NDArray[np.uint64]
    outputs: NDArray[np.int32]
    weights: NDArray[np.float32]


class Output(NamedTuple):
    """What a phrase stands for: a column of a task with a weight, another column (or none) where negated."""

    task: int
    column: int
    negated: int
    weight: float


def automaton(phrases: Sequence[str], outputs: Sequence[Output], of_phrase: Sequence[int]) -> Automaton:
    """Return the tree of compiled phrases; `of_phrase` is the number of each one's output."""
    codes = np.frombuffer("".join(phrases).encode("utf-32-le"), dtype=np.uint32)
    starts = np.zeros(len(phrases) + 1, np.int64)
    np.cumsum([len(phrase) for phrase in phrases], out=starts[1:])
    large, shift = _empty_table(len(codes) + 1)
    count, ends = _grow(codes, starts, large, shift)
    if count > _CHILD_MASK:
        raise InputError(
            f"The lexicons make {count} nodes, more than {_CHILD_MASK}. Take out phrases or alternatives."
        )
    entries = large[large != _EMPTY]
    table, shift = _empty_table(count)
    _insert(entries, table, shift)
    order = np.argsort(ends, kind="stable")
    bounds = np.searchsorted(ends[order], np.arange(count + 1)).astype(np.uint64)
    nodes = np.stack((_offers(entries, count, ends), bounds[:-1] << np.uint64(32) | bounds[1:]), axis=1)
    given = np.array(outputs, np.float64)[np.array(of_phrase, np.int64)[order]]
    return Automaton(table, shift, nodes, given[:, :3].astype(np.int32), given[:, 3].astype(np.float32))


def _empty_table(items: int) -> tuple[NDArray[np.uint64], np.uint64]:
    bits = max(4, (2 * items).bit_length())
    return np.full(1 << bits, _EMPTY), np.uint64(64 - bits)


def _offers(entries: NDArray[np.uint64], count: int, ends: NDArray[np.int32]) -> NDArray[np.uint64]:
    offers = np.zeros(count, np.uint64)
    offers[ends] |= np.uint64(ENDS)
    parents = (entries >> np.uint64(_CODE_BITS + _CHILD_BITS)).astype(np.int64)
    codes = (entries >> np.uint64(_CHILD_BITS)) & np.uint64((1 << _CODE_BITS) - 1)
    np.bitwise_or.at(offers, parents, np.uint64(1) << (codes % np.uint64(_FILTER) + np.uint64(_FLAGS)))
    for code, flag in _SIGNS:
        offers[parents[codes == code]] |= np.uint64(flag)
    return offers


@step
def may_follow(offer: int, code: int) -> bool:
    """Is it possible that `code` follows a node with this offer?"""
    return bool((np.uint64(offer) >> np.uint64(code % _FILTER + _FLAGS)) & np.uint64(1))


@step
def child(node: int, code: int, table: Any, shift: Any) -> Any:
    """Return the node after `code`, or −1."""
    key = (np.uint64(node) << np.uint64(_CODE_BITS)) | np.uint64(code)
    slot = (key * _MULTIPLIER) >> shift
    found = np.int64(-1)
    while table[slot] != _EMPTY:
        if table[slot] >> np.uint64(_CHILD_BITS) == key:
            found = np.int64(table[slot] & np.uint64(_CHILD_MASK))
            break
        slot = (slot + np.uint64(1)) & np.uint64(len(table) - 1)
    return found


@njit(cache=True, nogil=True)
def _put(entry: Any, table: Any, shift: Any) -> None:
    slot = ((entry >> np.uint64(_CHILD_BITS)) * _MULTIPLIER) >> shift
    while table[slot] != _EMPTY:
        slot = (slot + np.uint64(1)) & np.uint64(len(table) - 1)
    table[slot] = entry


@njit(cache=True, nogil=True)
def _insert(entries: Any, table: Any, shift: Any) -> None:
    for entry in entries:
        _put(entry, table, shift)


@njit(cache=True, nogil=True)
def _grow(codes: Any, starts: Any, table: Any, shift: Any) -> tuple[int, Any]:
    """Put all phrases into the table; return the number of nodes and where each phrase ends."""
    ends = np.empty(len(starts) - 1, np.int32)
    count = 1
    for number in range(len(starts) - 1):
        node = 0
        for at in range(starts[number], starts[number + 1]):
            following = child(node, codes[at], table, shift)
            if following < 0 and count <= _CHILD_MASK:
                following = count
                key = (np.uint64(node) << np.uint64(_CODE_BITS)) | np.uint64(codes[at])
                _put((key << np.uint64(_CHILD_BITS)) | np.uint64(following), table, shift)
                count += 1
            node = max(following, 0)
        ends[number] = node
    return count, ends
