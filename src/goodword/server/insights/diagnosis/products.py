"""Which product a mention is about, where its file or source said so in a field of its own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

# The names such a field commonly has; whatever fits no field of ours is kept in a mention's `extra` under its own name.
PRODUCT_FIELDS = (
    "product", "product_name", "Product", "sku", "item", "model", "airline", "hotel", "course", "category",
    "产品", "商品", "商品名称", "型号", "课程", "品类",
)  # fmt: skip


def product_of(extra: Any) -> str:
    """Return what a mention is about, or nothing.

    >>> product_of({"airline": "United", "note": "x"}), product_of({"price": 3}), product_of(None)
    ('United', '', '')
    """
    if not isinstance(extra, Mapping):
        return ""
    said = (extra.get(field) for field in PRODUCT_FIELDS)
    return next((value.strip()[:80] for value in said if isinstance(value, str) and value.strip()), "")


def most_named(products: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return the products named most with how often, the commonest first."""
    counted = Counter(filter(None, products))
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]
