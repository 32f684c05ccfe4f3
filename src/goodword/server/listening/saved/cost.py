"""What a query would cost at the sources that are searched by words: how many calls a day, against what they allow."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from goodword.connectors import hacker_news, reddit, stack_exchange, youtube
from goodword.connectors.hacker_news import connector as hn
from goodword.connectors.protocol import ConnectorSpec
from goodword.connectors.reddit import things
from goodword.connectors.reddit.spec import OVERLAP
from goodword.connectors.stack_exchange import connector as se
from goodword.connectors.youtube import searching as yt
from goodword.text.query import All, Between, Given, Near, Node, Not, Phrase, Same
from goodword.text.query import Any as AnyOf


@dataclass(frozen=True, slots=True)
class WordSearch:
    """How a kind of source is searched, as its connector does it: how many calls a day are allowed, items on a page,
    calls a page takes, how far back each poll reads again, pages at most, whether words take turns at the polls.
    """

    title: str
    spec: ConnectorSpec
    allowed: int
    items: int
    calls_a_page: int = 1
    again: timedelta = timedelta(0)
    most_pages: int | None = None
    in_turn: bool = False

    @property
    def kind(self) -> str:
        """The kind of source."""
        return self.spec.kind

    def calls(self, searches: int, items_a_day: float) -> int:
        """Return the calls a day for so many searches that find so many items together."""
        asked = 1 if self.in_turn else searches
        read = items_a_day / asked * ((self.spec.every + self.again) / _DAY)  # by one search at one poll
        pages = max(1, ceil(read / self.items))
        return asked * ceil(_DAY / self.spec.every) * min(pages, self.most_pages or pages) * self.calls_a_page


_DAY = timedelta(days=1)
# What the providers allow is what they document; all of these calls are free of charge.
SEARCHES = (
    WordSearch("Hacker News", hacker_news.SPEC, 240_000, hn.CAP, again=timedelta(seconds=hn.OVERLAP)),
    WordSearch(
        "Stack Exchange",
        stack_exchange.SPEC,
        stack_exchange.SPEC.budget or 0,
        se.PAGE,
        calls_a_page=se.CALLS_A_PAGE,
        again=timedelta(seconds=se.OVERLAP),
    ),
    WordSearch("YouTube", youtube.SPEC, yt.CALLS_A_DAY, yt.A_PAGE, most_pages=yt.MOST_PAGES, in_turn=True),
    WordSearch(
        "Reddit",
        reddit.SPEC,
        144_000,
        things.PAGE_SIZE,
        again=OVERLAP,
        most_pages=things.CAP // things.PAGE_SIZE,
    ),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one source would be asked: `calls` a day, None when it cannot be searched for this query."""

    search: WordSearch
    calls: int | None

    @property
    def fits(self) -> bool:
        """Whether the calls are within what the provider allows."""
        return self.calls is not None and self.calls <= self.search.allowed


def searches_of(node: Node) -> int | None:
    """Return how many plain word searches together find everything a query may find; None when none can.

    A source is asked for the alternatives one by one, and what it returns is narrowed here.

    >>> from goodword.text.query import parse_query
    >>> [searches_of(parse_query(q).tree) for q in ("a OR b", "(a OR b) c -d", "-a", "a OR rating:1")]
    [2, 1, None, None]
    """
    match node:
        case Phrase():
            return 1
        case Near(left, right):
            return min(len(left), len(right))
        case All(parts):
            possible = [ways for ways in map(searches_of, parts) if ways is not None]
            return min(possible, default=None)
        case AnyOf(parts):
            each = [searches_of(part) for part in parts]
            return None if None in each else sum(ways for ways in each if ways is not None)
        case Not() | Same() | Given() | Between():
            return None
    raise TypeError(f"{type(node).__name__} is no node of a query.")


def costs_of(node: Node, items_a_day: float) -> list[Cost]:
    """Return what each kind of source would be asked a day for a query that finds so many items."""
    searches = searches_of(node)
    return [
        Cost(search, None if searches is None else search.calls(searches, items_a_day)) for search in SEARCHES
    ]
