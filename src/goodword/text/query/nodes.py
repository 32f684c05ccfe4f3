"""What a query is made of, once read: a tree of what must be there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; with `prefix` the last may go on. `within` is `title`, `text` or empty for either."""

    words: tuple[str, ...]
    prefix: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """One of the left phrases and one of the right ones, in either order, with at most `distance` words between.

    The distance is that of SQLite's FTS5: from the end of the one that begins first to the beginning of the other.
    Both must be in the title or both in the text.
    """

    left: tuple[Phrase, ...]
    right: tuple[Phrase, ...]
    distance: int

    @property
    def pairs(self) -> Iterator[tuple[Phrase, Phrase]]:
        """Every left phrase with every right one."""
        return ((one, other) for one in self.left for other in self.right)


@dataclass(frozen=True, slots=True)
class Same:
    """A field has this value, or one that begins with it; letters of ASCII count the same in upper and lower case."""

    field: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A field has any value."""

    field: str


@dataclass(frozen=True, slots=True)
class Between:
    """A field's number, or its day (as `date.toordinal`), lies in a range; an open end is None.

    The ends belong to it, unless `beyond_low` or `below_high` say that they do not.
    """

    field: str
    low: float | None = None
    high: float | None = None
    beyond_low: bool = False
    below_high: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it holds; nothing in it asks for nothing."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one thing in it holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What is in it does not hold."""

    part: "Node"


Text: TypeAlias = Phrase | Near
Predicate: TypeAlias = Same | Given | Between
Node: TypeAlias = Text | Predicate | All | Any | Not


def is_text(node: Node) -> bool:
    """Return whether a tree asks for words alone, so that a text index answers it."""
    match node:
        case Phrase() | Near():
            return True
        case All(parts) | Any(parts):
            return bool(parts) and all(map(is_text, parts))
        case Not(part):
            return is_text(part)
    return False


def wanted(node: Node) -> Iterator[Phrase]:
    """Yield the phrases a tree asks for, without those it rules out."""
    match node:
        case Phrase():
            yield node
        case Near(left, right):
            yield from (*left, *right)
        case All(parts) | Any(parts):
            for part in parts:
                yield from wanted(part)
