"""One walk over folded texts that finds the phrases of all tasks: longest first, negation heeded."""

from typing import Any

import numpy as np
from numba import njit

from ..alphabet import DIGIT, IDEOGRAPH, LETTER, SPACE
from ..characters import class_of
from .automaton import ENDS, HAS_GAP, HAS_REST, HAS_SHORT_GAP, HAS_WORD, child, may_follow
from .kernels import step
from .phrases import GAP, ONE_WORD, REST_OF_WORD, SHORT_GAP

# The first task of an automaton is negation: weight 1 negates what follows, 0 only looks as if it did.
NEGATION = 0
DROPPED, KEPT = -1, -2  # columns of a negated phrase: it counts as nothing, as what it is

# What a character is to a phrase, kept above its code. A BREAK ends a clause: . ! ? ; : , | 。 、 …
_BLANK, _WORD, _IDEOGRAPH, _MARK, _BREAK = range(5)
_BREAKS = (0x2E, 0x21, 0x3F, 0x3B, 0x3A, 0x2C, 0x7C, 0x3002, 0x3001, 0x2026)
_APOSTROPHE = _MARK << 24 | 0x27
_CODE = 0xFFFFFF

# The longest distance, and what each kind of character takes of it: a negation reaches over two words or three
# Chinese characters, a gap over three words or six characters, a short one over one word or three characters.
_DISTANCE = 6
_NEGATION_COSTS = (0, 3, 2, 1, 7)
_GAP_COSTS = (0, 2, 1, 1, 7)
_SHORT_GAP_COSTS = (0, 6, 2, 1, 7)
# 不 没 未 无, and not, no, …n't: no gap runs over them.
_NEGATORS = (
    _IDEOGRAPH << 24 | 0x4E0D,
    _IDEOGRAPH << 24 | 0x6CA1,
    _IDEOGRAPH << 24 | 0x672A,
    _IDEOGRAPH << 24 | 0x65E0,
)
_N, _O, _T = _WORD << 24 | 0x6E, _WORD << 24 | 0x6F, _WORD << 24 | 0x74
_STACK = 256


@njit(cache=True, nogil=True)
def _with_kinds(codes: Any, classes: Any) -> Any:
    text = np.empty(len(codes), np.uint32)
    for at in range(len(codes)):
        kind = class_of(codes[at], classes)
        if kind == SPACE:
            text[at] = _BLANK << 24 | codes[at]
        elif kind in (LETTER, DIGIT):
            text[at] = _WORD << 24 | codes[at]
        elif kind == IDEOGRAPH:
            text[at] = _IDEOGRAPH << 24 | codes[at]
        else:
            text[at] = (_BREAK if codes[at] in _BREAKS else _MARK) << 24 | codes[at]
    return text


@step
def _word_end(text: Any, at: int, end: int) -> int:
    while at < end and (text[at] >> 24 == _WORD or text[at] == _APOSTROPHE):
        at += 1
    return at


@step
def _is_boundary(text: Any, at: int, begin: int, end: int) -> bool:
    return at <= begin or at >= end or text[at] >> 24 != _WORD or text[at - 1] >> 24 != _WORD


@step
def _is_negated(text: Any, negation: int, at: int) -> bool:
    """Is a phrase at `at` in the reach of a negation that ended at `negation`?"""
    spent = 0
    while negation < at and spent <= _DISTANCE:
        spent += _NEGATION_COSTS[text[negation] >> 24]
        negation = max(negation + 1, _word_end(text, negation, at))
    return spent <= _DISTANCE


@step
def _push(stack: Any, depth: int, node: int, at: int) -> int:
    stack[depth, 0] = node
    stack[depth, 1] = at
    return depth + 1


@step
def _negates(text: Any, at: int, stop: int) -> bool:
    if stop - at == 1:
        return text[at] in _NEGATORS
    if text[at] == _N and text[at + 1] == _O:
        return stop - at == 2 or (stop - at == 3 and text[at + 2] == _T)
    return bool(text[stop - 1] == _T and text[stop - 2] == _APOSTROPHE)


@step
def _push_gap(text: Any, at: int, end: int, node: int, offer: int, costs: Any, stack: Any, depth: int) -> int:
    """Go on after a gap at every word or character in reach that may follow it."""
    spent = 0
    while at < end and spent <= _DISTANCE and depth < len(stack):
        if may_follow(offer, text[at] & _CODE):
            depth = _push(stack, depth, node, at)
        stop = max(at + 1, _word_end(text, at, end))
        spent += 7 if _negates(text, at, stop) else costs[text[at] >> 24]
        at = stop
    return depth


@step
def _note(node: int, at: int, found: int, nodes: Any, outputs: Any, best: Any) -> int:
    """Write a phrase that ends at `at` to `best` where it is the longest of its task."""
    span = nodes[node, 1]
    for output in range(span >> 32, span & 0xFFFFFFFF):
        task = outputs[output, 0]
        if not (found >> task) & 1 or at >= best[task, 0]:
            found |= 1 << task
            best[task, 0] = at
            best[task, 1] = node
    return found


@step
def _walk(
    text: Any, start: int, begin: int, end: int, table: Any, shift: Any, nodes: Any, outputs: Any, stack: Any, best: Any
) -> int:  # fmt: skip
    """Write the longest phrase of each task at `start` to `best` (its end, its node); return a bit for each."""
    found = 0
    depth = _push(stack, 0, 0, start)
    while depth > 0:
        depth -= 1
        node, at = stack[depth, 0], stack[depth, 1]
        while node >= 0:
            offer = nodes[node, 0]
            if offer & (ENDS | HAS_GAP | HAS_SHORT_GAP) and _is_boundary(text, at, begin, end):
                if offer & ENDS:
                    found = _note(node, at, found, nodes, outputs, best)
                if offer & HAS_GAP:
                    after = child(node, GAP, table, shift)
                    depth = _push_gap(text, at, end, after, nodes[after, 0], _GAP_COSTS, stack, depth)
                if offer & HAS_SHORT_GAP:
                    after = child(node, SHORT_GAP, table, shift)
                    depth = _push_gap(text, at, end, after, nodes[after, 0], _SHORT_GAP_COSTS, stack, depth)
            if offer & (HAS_REST | HAS_WORD) and depth + 2 <= len(stack):
                stop = _word_end(text, at, end)
                if offer & HAS_REST:
                    depth = _push(stack, depth, child(node, REST_OF_WORD, table, shift), stop)
                if offer & HAS_WORD and stop > at:
                    depth = _push(stack, depth, child(node, ONE_WORD, table, shift), stop)
            if at >= end or not may_follow(offer, text[at] & _CODE):
                break
            node = child(node, text[at] & _CODE, table, shift)
            at += 1
    return found


@njit(cache=True, nogil=True)
def match(  # noqa: C901 - one pass over all texts
    codes: Any, starts: Any, classes: Any, rules: Any, tasks: int, scores: Any, hits: Any, weights: Any
) -> int:
    """Add the weights of all phrases found to `scores` (texts, columns) and return how many there were.

    As many as fit are written to `hits` (column, first code, end) and `weights`.
    """
    table, shift, nodes, outputs, output_weights = rules
    text = _with_kinds(codes, classes)
    stack, best = np.empty((_STACK, 2), np.int64), np.empty((tasks, 2), np.int64)
    reach, class_reach = np.zeros(tasks, np.int64), np.zeros(scores.shape[1], np.int64)
    class_weight = np.zeros(scores.shape[1], np.float32)
    count = 0
    for number in range(len(starts) - 1):
        begin, end = starts[number], starts[number + 1]
        negator = negation = -1  # where the last negation begins and ends
        for at in range(begin, end):
            if not may_follow(nodes[0, 0], text[at] & _CODE) or not _is_boundary(text, at, begin, end):
                continue
            found = _walk(text, at, begin, end, table, shift, nodes, outputs, stack, best)
            if found == 0:
                continue
            # A phrase that begins with a negation (没收到) is complete: it is not negated by that or an earlier one.
            begins = found & 1 and output_weights[nodes[best[NEGATION, 1], 1] >> 32] > 0
            is_negated = negation >= 0 and not begins and _is_negated(text, negation, at)
            for task in range(tasks):
                stop = best[task, 0]
                if not (found >> task) & 1 or stop <= reach[task]:
                    continue  # nothing, or within a longer phrase
                # Not turned by a negation that an earlier phrase of the task has used up.
                is_turned = is_negated and (negation >= reach[task] or at < reach[task])
                reach[task] = stop
                span = nodes[best[task, 1], 1]
                for output in range(span >> 32, span & 0xFFFFFFFF):
                    if outputs[output, 0] != task:
                        continue
                    if task == NEGATION:
                        if output_weights[output] > 0:
                            negator, negation = at, stop
                        continue
                    is_negative = is_turned and outputs[output, 2] != KEPT
                    column = outputs[output, 2] if is_negative else outputs[output, 1]
                    weight = output_weights[output]
                    if column == DROPPED or (at < class_reach[column] and weight <= class_weight[column]):
                        continue
                    # Of phrases of a class that overlap, the heaviest counts.
                    counted = class_weight[column] if at < class_reach[column] else np.float32(0)
                    scores[number, column] += weight - counted
                    class_reach[column], class_weight[column] = stop, weight
                    if count < len(hits):
                        hits[count, 0], hits[count, 2] = column, stop
                        hits[count, 1] = negator if is_negative else at
                        weights[count] = weight
                    count += 1
    return count
