"""The one reply a business gives to a review: it may be taken back, and given anew."""

from typing import Any

_KEPT = 500


def reply_id(review: str, own: dict[str, Any]) -> str:
    """Return the id of a review's reply; after one was taken back, the next is another.

    What was deleted stays deleted, so a new reply under the old id would never be seen. `own` is the listing's memory.

    >>> own = {}
    >>> first = reply_id("r1", own); take_back("r1", own)
    >>> first, reply_id("r1", own)
    ('r1/reply', 'r1/reply/2')
    """
    before = own.get("replies", {}).get(review, 0)
    return f"{review}/reply/{before + 1}" if before else f"{review}/reply"


def take_back(review: str, own: dict[str, Any]) -> None:
    """Note that a review's reply is gone."""
    counts: dict[str, int] = own.setdefault("replies", {})
    counts[review] = counts.pop(review, 0) + 1
    while len(counts) > _KEPT:
        del counts[next(iter(counts))]
