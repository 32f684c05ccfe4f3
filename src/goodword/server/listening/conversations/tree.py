"""A conversation as a tree, whatever order its parts came in; every step is a loop, so no depth is too deep."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One mention: its key here, its id at the source (may be empty), the id of what it answers, when it was said."""

    key: int
    own: str
    parent: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One place in the tree, in reading order: an item, or (`key` None) something answered that was never collected.

    `is_cut` says that the item answers, over others, itself: that tie was cut.
    """

    key: int | None
    own: str
    depth: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """The lines in reading order, and the shape: items, how deep answers go, the widest level, what is missing."""

    lines: list[Line]
    size: int
    depth: int
    breadth: int
    missing: int
    cut: int


def tree_of(items: Iterable[Item]) -> Tree:
    """Return items as a tree: answers under what they answer, earlier ones first.

    What is answered but not there gets an empty place; where answers go in a circle, the tie of the smallest id is cut.

    >>> tree = tree_of([Item(3, "c", "b"), Item(1, "a"), Item(2, "b", "a"), Item(4, "d", "gone")])
    >>> [(line.own, line.depth) for line in tree.lines]
    [('a', 0), ('b', 1), ('c', 2), ('gone', 0), ('d', 1)]
    """
    every = sorted(items, key=lambda item: (item.moment or _LAST, item.own, item.key))
    by_own: dict[str, int] = {}
    for place, item in enumerate(every):
        if item.own:
            by_own.setdefault(item.own, place)
    parents = [_parent(item, by_own) for item in every]
    cuts = _cuts(every, parents)
    return _walked(every, parents, cuts)


def _parent(item: Item, by_own: dict[str, int]) -> int | str | None:
    """Return the place of what an item answers, its id where it is not there, None where it answers nothing."""
    if not item.parent or item.parent == item.own:
        return None
    return by_own.get(item.parent, item.parent)


def _cuts(every: Sequence[Item], parents: list[int | str | None]) -> set[int]:
    """Return the item with the smallest id of every circle; its tie upwards is to be cut."""
    cuts: set[int] = set()
    done = [False] * len(every)
    for start in range(len(every)):
        path: dict[int, None] = {}
        place: int | str | None = start
        while isinstance(place, int) and not done[place] and place not in path:
            path[place] = None
            place = parents[place]
        if isinstance(place, int) and place in path:
            trail = list(path)
            cuts.add(min(trail[trail.index(place) :], key=lambda each: (every[each].own, each)))
        for each in path:
            done[each] = True
    return cuts


def _walked(every: Sequence[Item], parents: list[int | str | None], cuts: set[int]) -> Tree:
    children: defaultdict[int | str, list[int]] = defaultdict(list)
    roots: list[int | str] = []
    for place, parent in enumerate(parents):
        if parent is None or place in cuts:
            roots.append(place)
        else:
            if isinstance(parent, str) and parent not in children:
                roots.append(parent)
            children[parent].append(place)
    lines: list[Line] = []
    levels: defaultdict[int, int] = defaultdict(int)
    waiting: list[tuple[int | str, int]] = [(root, 0) for root in reversed(roots)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, int):
            levels[depth] += 1
            lines.append(Line(every[node].key, every[node].own, depth, node in cuts))
        else:
            lines.append(Line(None, node, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.get(node, ())))
    missing = len(lines) - len(every)
    return Tree(
        lines, len(every), max(levels, default=0), max(levels.values(), default=0), missing, len(cuts)
    )
