"""Exports of platforms and tools that are known by the names of their columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .profiles import Profile
from .schema_types import listed
from .schemas import normal_header
from .source import Source

_ENOUGH = 0.6
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Platform:
    """How an export of a platform looks.

    `fields` names, for each field, the columns that hold it, the best first: a comment's own id comes before that of
    the post it stands under, which is then its thread. `marks` are columns that only this platform has, one of which
    settles it together with anything else that speaks for it; of `hints` alone, four are needed. Addresses at one of its
    `hosts` count as a mark. `constants` is what every row gets.
    """

    name: str
    title_zh: str
    fields: Mapping[str, str]
    marks: str
    hints: str
    constants: Mapping[str, str] = field(default_factory=dict)
    hosts: str = ""

    def score(self, source: Source) -> float:
        """Return how much speaks for a file coming from here."""
        there = {normal_header(column) for column in source.columns}
        marks = sum(normal_header(name) in there for name in listed(self.marks))
        hints = sum(normal_header(name) in there for name in listed(self.hints))
        file_name = source.name.casefold()
        is_named = self.name.casefold() in file_name or self.title_zh in file_name
        mapping = self.mapping(source)
        marks += self._is_linked(source, mapping.get("url"))
        weight = 0.5 * marks + hints / 6 + (0.1 if is_named else 0.0)
        return weight if mapping.get("text") else 0.0

    def _is_linked(self, source: Source, column: str | None) -> bool:
        """Tell whether the addresses in a column lead here."""
        if column is None or not self.hosts:
            return False
        addresses = [row[column] for row in source.sample(_LOOKED_AT) if row.get(column)]
        hosts = "|".join(re.escape(host) for host in listed(self.hosts))
        there = [
            address for address in addresses if re.match(rf"(?:https?://)?(?:[\w-]+\.)*(?:{hosts})/", address)
        ]
        return len(there) * 2 > len(addresses)

    def mapping(self, source: Source) -> dict[str, str]:
        """Return field → column for a file; each column is used once."""
        columns = {normal_header(column): column for column in reversed(source.columns)}
        found: dict[str, str] = {}
        for name, headers in self.fields.items():
            for header in map(normal_header, listed(headers)):
                if header in columns:
                    found[name] = columns.pop(header)
                    break
        return found

    def profile(self, source: Source) -> Profile:
        """Return how a file of this platform is read."""
        mapping = self.mapping(source)
        constants = {name: value for name, value in self.constants.items() if name not in mapping}
        return Profile(self.name, "mentions", mapping, constants, None, tuple(source.columns))

    @property
    def plain_profile(self) -> Profile:
        """What is known of every file of this platform; its columns are left to recognition."""
        return Profile(self.name, "mentions", {}, self.constants)


def known_platform(source: Source) -> Platform | None:
    """Return the platform a file was exported from, None when it is none that is known."""
    from .platform_list import PLATFORMS

    scored = [(platform.score(source), platform) for platform in PLATFORMS]
    best, platform = max(scored, key=lambda pair: pair[0])
    return platform if best >= _ENOUGH else None


def platform_named(name: str) -> Platform | None:
    """Return the platform of a name, English or Chinese, None when there is none."""
    from .platform_list import PLATFORMS

    wanted = name.strip().casefold()
    return next(
        (each for each in PLATFORMS if wanted in (each.name.casefold(), each.title_zh.casefold())), None
    )


def platform_profiles(source: Source, kind: str) -> list[Profile]:
    """Return how a file is read when it comes from a platform that is known: none or one profile."""
    platform = known_platform(source) if kind == "mentions" else None
    return [platform.profile(source)] if platform else []
