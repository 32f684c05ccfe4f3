"""What a query would cost at the sources that are searched by words: how many calls a day, against what they allow."""

from dataclasses import dataclass
from math import ceil

from goodword.text.query import All, Between, Given, Near, Node, Not, Phrase, Same
from goodword.text.query import Any as AnyOf


@dataclass(frozen=True, slots=True)
class WordSearch:
    """How a kind of source is searched: items a call returns, polls a day, calls a day that are allowed."""

    kind: str
    title: str
    items: int
    polls: int
    allowed: int


# What the providers document; all of these calls are free of charge.
SEARCHES = (
    WordSearch("hacker_news", "Hacker News", 1000, 96, 240_000),
    WordSearch("stack_exchange", "Stack Exchange", 100, 48, 300),
    WordSearch("youtube", "YouTube", 50, 4, 100),
    WordSearch("reddit", "Reddit", 100, 96, 144_000),
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
    found = []
    for search in SEARCHES:
        pages = max(1, ceil(items_a_day / search.polls / search.items))
        found.append(Cost(search, None if searches is None else searches * search.polls * pages))
    return found
