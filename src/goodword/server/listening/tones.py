"""How mentions split by sentiment, as it is drawn."""

from collections.abc import Mapping
from typing import Any

from goodword.core.vocabulary import Sentiment


def split_of(tones: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return sentiments on a line of 100: which, where it begins, how wide it is. Those without one are left out.

    >>> [part["width"] for part in split_of({"favourable": 3, "unfavourable": 1})]
    ['75.00', '0.00', '25.00']
    """
    whole, left, found = sum(tones.get(each.value, 0) for each in Sentiment) or 1, 0.0, []
    for each in Sentiment:
        width = 100 * tones.get(each.value, 0) / whole
        found.append({"tone": each.value, "x": f"{left:.2f}", "width": f"{width:.2f}"})
        left += width
    return found
