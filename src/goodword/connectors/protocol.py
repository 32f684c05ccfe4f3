"""What every connector is: something that is pulled, says what it found and what it could not see, and where it stopped.

A source is read by asking its connector `pull(cursor)` again and again. Each answer holds mentions, gaps and the next
cursor; whoever asks keeps all three in one transaction. So nothing is lost (a cursor never passes what was not kept) and
nothing is doubled (the same item comes with the same `native_id`). A pull that fails raises and moves nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from goodword.core.vocabulary import SourceType

if TYPE_CHECKING:
    from .wire import Answer, Net

Cursor = dict[str, Any]
"""Where a source was left: what JSON can hold; empty at the very beginning. `more: True` asks to be pulled again at once."""


class Kind(StrEnum):
    """What a mention is, in the words of ActivityStreams 2.0 and schema.org."""

    NOTE = "note"
    ARTICLE = "article"
    QUESTION = "question"
    ANSWER = "answer"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a mention, as the source shows them."""

    id: str
    name: str = ""
    handle: str = ""
    url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One item of a source. A `deleted` one is a tombstone: it carries its id and nothing that was said."""

    native_id: str
    text: str = ""
    title: str = ""
    url: str = ""
    kind: Kind = Kind.NOTE
    source: str = ""  # the place by name, such as a host; empty: the source's own name
    source_type: SourceType | None = None  # None: what the connector's spec says
    author: Author | None = None
    published: datetime | None = None  # aware; None: the source does not say
    updated: datetime | None = None
    reply_to: str = ""  # the native id of what it answers
    thread: str = ""  # the native id of the conversation's first item
    language: str = ""  # as the source says, ISO 639-1; only a hint
    rating: float | None = None
    best_rating: float | None = None
    engagement: Mapping[str, int] = field(default_factory=dict)  # such as {"likes": 3, "shares": 1}
    deleted: bool = False


class GapReason(StrEnum):
    """Why a stretch of time is incomplete."""

    PROVIDER_CAP = "provider_cap"  # the source does not hand out more than so many items
    WINDOW = "window"  # a feed shows its last items only, and more had come since
    RATE_LIMITED = "rate_limited"  # 429, or the day's budget is used up
    REFUSED = "refused"  # 401 or 403: the key is gone, or may not see this
    OUTAGE = "outage"  # no answer, or 5xx
    UNREADABLE = "unreadable"  # an answer that is not what the protocol says
    RENUMBERED = "renumbered"  # the source gave its items new ids (IMAP's UIDVALIDITY)
    PAUSED = "paused"  # somebody switched the source off, or nothing was running
    SKIPPED = "skipped"  # single items the source shows but that could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a pull could not see, and will not see later; the time between two moments (None: unknown)."""

    reason: GapReason
    start: datetime | None = None
    end: datetime | None = None
    detail: str = ""  # what happened, for a person; never a secret
    missing: int | None = None  # how many items, as far as the source lets one tell


class Pull(NamedTuple):
    """What one pull found, what it could not see, and where the next begins."""

    mentions: list[Mention]
    gaps: list[Gap]
    cursor: Cursor

    @property
    def more(self) -> bool:
        """Whether the source has more waiting now."""
        return bool(self.cursor.get("more"))


class Connector(Protocol):
    """A source that can be read."""

    def pull(self, cursor: Cursor) -> Pull:
        """Return what came since `cursor` ({} at the beginning): one page or a few, bounded in size and time.

        Raises a `PullError` when the source cannot be read; then nothing of this pull counts.
        """
        ...


class FieldKind(StrEnum):
    """How a setting is asked for."""

    TEXT = "text"
    URL = "url"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    LIST = "list"  # one a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting of a kind of source, as a form asks for it in both languages."""

    name: str
    label_en: str
    label_zh: str
    help_en: str = ""
    help_zh: str = ""
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    default: Any = None
    example: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()  # value, English, Chinese
    where: bool = True  # a text or an address says where to read: another one is read from the beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSpec:
    """A kind of source: its name, what it asks for, what it can and cannot see, and how it is opened.

    `open(settings, net)` takes the settings by field name and returns the connector; it raises `SettingError` (a
    sentence) when they cannot work. It must not touch the network.
    """

    kind: str  # a slug: "rss", "mastodon"
    title_en: str
    title_zh: str
    source_type: SourceType
    fields: tuple[Field, ...]
    open: Callable[[Mapping[str, Any], "Net"], Connector]
    sees_en: str
    sees_zh: str
    misses_en: str
    misses_zh: str
    limits_en: str
    limits_zh: str
    docs: str = ""  # the page of the documentation, "rss"
    every: timedelta = timedelta(minutes=15)
    budget: int | None = None  # requests a day the provider allows, if it says
    pushed: bool = False  # it is never pulled: items are sent to us (a webhook)
    notice_en: str = ""  # must be accepted before it is switched on (Reddit's terms)
    notice_zh: str = ""


class SettingError(ValueError):
    """A setting cannot work; the message says which, why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        """Name the field and say what is wrong with it."""
        super().__init__(message)
        self.field = field


class PullError(Exception):
    """A source could not be read; `reason` says why, the message says what happened, without secrets."""

    reason = GapReason.OUTAGE
    answer: "Answer | None" = None  # what the server said, when it said something

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Say what happened, and after how many seconds the source asked to be tried again."""
        super().__init__(message)
        self.retry_after = retry_after


class UnavailableError(PullError):
    """No answer, a broken connection, a time-out, or 5xx."""


class LimitedError(PullError):
    """429, or a budget that is used up."""

    reason = GapReason.RATE_LIMITED


class RefusedError(PullError):
    """401, 403 or an address that may not be fetched: a person has to do something."""

    reason = GapReason.REFUSED


class UnreadableError(PullError):
    """The answer is not what the protocol says: HTML with status 200, broken JSON, another schema."""

    reason = GapReason.UNREADABLE
