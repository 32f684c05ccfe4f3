"""Which conversation a mention belongs to, whatever order its parts arrive in: the id of its first item, its root.

What a source says of the thread is taken as it is. Else the root is where answering leads: to a mention that answers
nothing, to one that was never seen (its id stands for it), or, where answers go in a circle, to the smallest id in it.
"""

from collections.abc import Mapping

from .models import Mention

_AT_ONCE = 500
_LONGEST_WALK = 10_000


def roots(parents: Mapping[str, str]) -> dict[str, str]:
    """Return the root of every id, by what each answers; ids that are only answered are roots.

    >>> roots({"c": "b", "b": "a", "x": "y", "y": "x"})
    {'c': 'a', 'b': 'a', 'x': 'x', 'y': 'x'}
    """
    found: dict[str, str] = {}
    for start in parents:
        path: dict[str, None] = {}
        each = start
        while each in parents and each not in found and each not in path:
            path[each] = None
            each = parents[each]
        if each in path:
            trail = list(path)
            root = min(trail[trail.index(each) :])
        else:
            root = found.get(each, each)
        found |= dict.fromkeys(path, root)
    return {each: found[each] for each in parents}


def root_new(brand_id: int, source_id: int | None, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the roots of mentions about to be stored, and give those stored before that hang on them their new root.

    `answers` says for the external id of each new mention what it answers ("" for nothing).
    """
    new = {own: parent for own, parent in answers.items() if parent}
    wanted = set(new.values()) - answers.keys()
    found = roots(_known_roots(brand_id, source_id, wanted) | new)
    if any(root in new for root in found.values()):  # a circle: which id is its smallest needs all of it
        found = roots(_stored_above(brand_id, source_id, wanted) | new)
    own_root = {own: found.get(own, own) for own in answers}
    _reroot(brand_id, source_id, own_root)
    return own_root


def _known_roots(brand_id: int, source_id: int | None, wanted: set[str]) -> dict[str, str]:
    """Return the roots that stored mentions have, where they are not their own."""
    rows = _stored(brand_id, source_id, wanted, "thread_id")
    return {own: root for own, root in rows if root and root != own}


def _stored_above(brand_id: int, source_id: int | None, wanted: set[str]) -> dict[str, str]:
    """Return what stored mentions answer, from some ids upwards, as far as it leads."""
    found: dict[str, str] = {}
    while wanted and len(found) < _LONGEST_WALK:
        rows = _stored(brand_id, source_id, wanted, "reply_to")
        found |= {own: parent for own, parent in rows if parent}
        wanted = {parent for _own, parent in rows if parent} - found.keys()
    return found


def _stored(brand_id: int, source_id: int | None, wanted: set[str], field: str) -> list[tuple[str, str]]:
    ids = sorted(wanted)
    rows: list[tuple[str, str]] = []
    for start in range(0, len(ids), _AT_ONCE):
        stored = Mention.objects.filter(brand_id=brand_id, external_id__in=ids[start : start + _AT_ONCE])
        rows += stored.filter(source_id=source_id).values_list("external_id", field)
    return rows


def _reroot(brand_id: int, source_id: int | None, own_root: Mapping[str, str]) -> None:
    """Move what was stored under a new mention, when that was not seen yet, to the new mention's own root."""
    moved = [own for own, root in own_root.items() if root != own]
    for start in range(0, len(moved), _AT_ONCE):
        some = moved[start : start + _AT_ONCE]
        stored = Mention.objects.filter(brand_id=brand_id, source_id=source_id, thread_id__in=some)
        for was in set(stored.values_list("thread_id", flat=True)):
            stored.filter(thread_id=was).update(thread_id=own_root[was])
