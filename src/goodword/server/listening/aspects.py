"""Several aspects in one text: how a mention keeps them, so that an index holds them and a filter finds them."""

from collections.abc import Iterable

MARK = "|"


def packed(keys: Iterable[str]) -> str:
    """Return keys as one text, each once and in order.

    >>> packed(["teacher", "price", "price"]), packed([])
    ('|price|teacher|', '')
    """
    some = sorted({key for key in keys if key})
    return f"{MARK}{MARK.join(some)}{MARK}" if some else ""


def unpacked(text: str) -> tuple[str, ...]:
    """Return the keys of such a text.

    >>> unpacked("|price|teacher|"), unpacked("")
    (('price', 'teacher'), ())
    """
    return tuple(key for key in text.split(MARK) if key)
