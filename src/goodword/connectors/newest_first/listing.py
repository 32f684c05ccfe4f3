"""What a connector says of a listing: its pages, and the entries on them."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from ..protocol import Gap, Mention


class Known(NamedTuple):
    """What is remembered of an entry that was read before."""

    at: datetime
    version: str


class Found(NamedTuple):
    """What an entry holds: usually one mention, more with its replies."""

    mentions: list[Mention]
    gaps: list[Gap] = []


class Entry(NamedTuple):
    """One entry of a page.

    `at` is what the listing is sorted by; `version` changes whenever the entry is to be read again (see `version_of`).
    `read` is called for new and changed entries only, with what was known before; it may ask the source for more.
    """

    id: str
    at: datetime
    version: str
    read: Callable[[Known | None], Found]


class Page(NamedTuple):
    """One page, the newest entry first.

    `next` names the page after it (None: there is none), `resume` the page to go on with in a later pull where that
    differs: page numbers shift. `capped` says that the source ends here although it has older entries; `gaps` are what
    the page itself could not show.
    """

    entries: list[Entry]
    next: str | None = None
    resume: str | None = None
    capped: bool = False
    gaps: list[Gap] = []


class StalePageError(Exception):
    """The source does not know the name of a page any more: the listing is begun anew."""


class Listing(Protocol):
    """One listing of a source: the comments under a video, the reviews in a country."""

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        ...

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read a page (None: the first). `own` is the listing's own memory, what JSON can hold; it may be changed.

        Raises a `PullError` as a pull does, and `StalePageError` for a page the source has forgotten.
        """
        ...

    def tired(self) -> bool:
        """Tell whether this pull has asked enough, so that the next goes on."""
        ...

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return which of some entries, missing where they stood, the source says are deleted."""
        ...
