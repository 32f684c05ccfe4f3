"""How ids are ordered and how a server says where its pages go on."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from ..wire import Answer

_LINK = re.compile(r"<([^>]*)>\s*;[^,]*?rel=\"?(\w+)")


def order(key: str) -> tuple[int, str]:
    """Return what ids are sorted by: numbers as numbers, and the letters other servers use as they are.

    >>> sorted(["100", "99", "9toA"], key=order)
    ['99', '100', '9toA']
    """
    return len(key), key


def newest(keys: Iterable[str]) -> str:
    """Return the newest of some ids; empty where there is none."""
    return max(keys, key=order, default="")


def linked(answer: Answer, relation: str, name: str) -> str:
    """Return a parameter of one of the addresses in the Link header; empty when it is not there.

    Only the parameter is taken: where to ask stays our business.
    """
    for address, found in _LINK.findall(answer.headers.get("link", "")):
        if found == relation:
            values = parse_qs(urlsplit(str(address)).query).get(name, [""])
            return values[0]
    return ""
