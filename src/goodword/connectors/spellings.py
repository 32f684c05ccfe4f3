"""One entry, however a person writes it: an address, a name with a prefix, or the bare id."""

import re
from collections.abc import Iterable

from .protocol import SettingError


def each(field: str, values: Iterable[str], pattern: str, wanted: str) -> list[str]:
    """Return what the first group of a pattern finds in every value, each once.

    The first value the pattern does not match as a whole is a `SettingError` that says what is wanted.

    >>> each("app", ["https://shop.example/app/id42", "42"], r"(?:https://shop.example/app/id)?([0-9]+)", "a number")
    ['42']
    """
    found = []
    for value in values:
        match = re.fullmatch(pattern, value.strip())
        if match is None:
            raise SettingError(field, f"“{value[:80]}” does not work here: give {wanted}.")
        found.append(match[1])
    return list(dict.fromkeys(found))
