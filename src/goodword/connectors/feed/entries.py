"""What a feed holds, whichever format it is in."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; a missing piece is empty."""

    guid: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    author_url: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One reading of a feed: its entries as they stand in it, the guids it says were deleted, where older ones are."""

    title: str
    entries: list[Entry]
    deleted: list[str] = field(default_factory=list)
    older: str = ""  # the address of the page before, where a feed has pages (RFC 5005, JSON Feed's next_url)


def sane(moment: datetime | None, now: datetime) -> datetime | None:
    """Return a date a feed gave, unless it cannot be: before the web, or more than a day ahead."""
    if moment is None or moment.year < 1990 or (moment - now).total_seconds() > 86400:
        return None
    return moment
