"""Links in memory: a sorted array of hashes, an array of places, and one run of bytes with all records."""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from goodword.edge.days import Days
from goodword.edge.errors import LinkError
from goodword.edge.rows import Card


@dataclass(frozen=True, slots=True)
class Campaign:
    """What many links share: the start of their events, the calendar of their brand, the card."""

    tenant: str
    facts: str
    days: Days
    card: Card

    @classmethod
    def read(cls, text: str) -> "Campaign":
        """Return a campaign from the link file."""
        found: dict[str, Any] = json.loads(text)
        names = ("tenant", "channel", "lever", "tie_strength", "programme_id")
        facts = json_members({name: found.get(name) for name in names})
        return cls(found["tenant"], facts, Days(found["time_zone"]), Card(**found["card"]))


class Link(NamedTuple):
    """One link, ready to be served: `location` + click token + `fragment`, and the members of its events."""

    code: str
    location: str
    fragment: str
    facts: str
    campaign: Campaign
    expires_us: int | None
    withdrawn: bool


def json_members(values: Mapping[str, object]) -> str:
    """Return the members of a JSON object without its braces, those that are None left out.

    >>> json_members({"tenant": "1", "channel": None, "depth": 2})
    '"tenant":"1","depth":2'
    """
    given = {name: value for name, value in values.items() if value is not None}
    return json.dumps(given, separators=(",", ":"))[1:-1]


class Records:
    """The records of many links, about their own length plus 12 bytes each.

    >>> records = Records([("b", "1\\t/tea"), ("a", "1\\t/")])
    >>> records.find("b"), records.find("c"), len(records)
    (['b', '1', '/tea'], None, 2)
    """

    def __init__(self, links: Iterable[tuple[str, str]] = ()) -> None:
        hashes, starts, self._bytes = array("q"), array("Q"), bytearray()
        for code, record in links:
            hashes.append(hash(code))
            starts.append(len(self._bytes))
            self._bytes += f"{code}\t{record}\n".encode()
        _check_bytes(self._bytes)
        order = np.argsort(np.frombuffer(hashes, dtype=np.int64), kind="stable")
        self._hashes = array("q", np.frombuffer(hashes, dtype=np.int64)[order].tobytes())
        letter = "I" if len(self._bytes) < 2**32 else "Q"
        sorted_starts = np.frombuffer(starts, dtype=np.uint64)[order]
        self._starts = array(
            letter, sorted_starts.astype(np.uint32 if letter == "I" else np.uint64).tobytes()
        )

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, code: str) -> list[str] | None:
        """Return the code and the fields of its record, None if there is none."""
        wanted = hash(code)
        hashes = self._hashes
        index = bisect_left(hashes, wanted)
        while index < len(hashes) and hashes[index] == wanted:
            start = self._starts[index]
            fields = self._bytes[start : self._bytes.index(b"\n", start)].decode("ascii").split("\t")
            if fields[0] == code:
                return fields
            index += 1
        return None

    @property
    def nbytes(self) -> int:
        """How many bytes the records take in memory."""
        arrays = (self._hashes, self._starts)
        return len(self._bytes) + sum(each.itemsize * len(each) for each in arrays)


def _check_bytes(data: bytearray) -> None:
    """Refuse anything that could end a header line or hide in one; records are printable ASCII, tab and newline."""
    letters = np.frombuffer(data, dtype=np.uint8)
    if letters.size and ((letters > 126) | ((letters < 32) & (letters != 9) & (letters != 10))).any():
        raise LinkError(
            "The link file holds letters that no link has. Write it anew from the console's database."
        )


def read_link(fields: list[str], places: Mapping[str, str], campaigns: Mapping[str, Campaign]) -> Link:
    """Return the link of a record's fields, its code first."""
    code, place, path, fragment, number, link_id, referrer, root, depth, expires, withdrawn = fields
    campaign = campaigns[number]
    facts = f'{campaign.facts},"link_id":"{link_id}"'
    if referrer:
        facts += f',"referrer_id":"{referrer}"'
    if root:
        facts += f',"root_id":"{root}"'
    if depth:
        facts += f',"depth":{depth}'
    location = places[place] + path
    return Link(code, location, fragment, facts, campaign, int(expires) if expires else None, bool(withdrawn))
