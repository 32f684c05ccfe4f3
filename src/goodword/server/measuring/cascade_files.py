"""A cascade as data: columns for the picture, and a table of its people."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from goodword.core.vocabulary import Channel
from goodword.server.accounts.facade import Actor
from goodword.server.shell.tables import to_csv
from goodword.server.shell.vocabulary import word

from .cascade_layout import lay_out
from .cascade_numbers import moment_of
from .cascade_people import names_of
from .cascade_reading import Tree

TABLE_ROWS = 200
_MICROSECONDS = 1_000
_CHANNELS = tuple(each.value for each in Channel)


def drawing(actor: Actor, tree: Tree) -> dict[str, Any]:
    """Return what the picture is drawn from: a list for each column, the people in the order of time.

    `parent` is a place or −1; `at` milliseconds since 1970; `channel` a place in `channels`, −1 if unknown; `slot` the place
    across the branches; `x`, `y` the place on the rings.
    """
    people, forest, layout = tree.people, tree.forest, lay_out(tree.forest)
    who = names_of(actor, people["person_id"].tolist())
    used = [code for code in _CHANNELS if (people["channel"] == code).any()]
    place = {code: at for at, code in enumerate(used)}
    return {
        "root": tree.root_id,
        "size": tree.shape.size,
        "cut": tree.cut,
        "trees": forest.trees,
        "channels": [word(code) for code in used],
        "tones": [_CHANNELS.index(code) for code in used],
        "who": [who[each].name for each in people["person_id"]],
        "url": [who[each].url for each in people["person_id"]],
        "at": (people["ts_us"] // _MICROSECONDS).tolist(),
        "parent": forest.parent.tolist(),
        "depth": forest.depth.tolist(),
        "under": forest.under.tolist(),
        "channel": [place.get(code, -1) for code in people["channel"]],
        "brought": people["brought"].tolist(),
        "customers": people["customers"].tolist(),
        "slot": layout.slot.round(2).tolist(),
        "x": layout.x.round(2).tolist(),
        "y": layout.y.round(2).tolist(),
    }


def table(actor: Actor, tree: Tree, most: int | None = TABLE_ROWS) -> list[dict[str, Any]]:
    """Return the people of a cascade as rows in the order of its branches, so that each follows whom they have it from."""
    places = tree.forest.order.tolist()[:most]
    ids = tree.people["person_id"].tolist()
    parent = tree.forest.parent.tolist()
    named = names_of(
        actor, {ids[at] for at in places} | {ids[parent[at]] for at in places if parent[at] >= 0}
    )
    rows = tree.people.to_dict("records")
    return [
        {
            **rows[at],
            "who": named[ids[at]],
            "from": named[ids[parent[at]]].name if parent[at] >= 0 else "",
            "at": moment_of(rows[at]["ts_us"]),
            "depth": int(tree.forest.depth[at]),
            "under": int(tree.forest.under[at]),
            "channel_name": word(rows[at]["channel"]) if rows[at]["channel"] else "",
        }
        for at in places
    ]


def tree_csv(actor: Actor, tree: Tree) -> str:
    """Return the people of a cascade as CSV, in the order of its branches."""
    head = ["person", "shared_at", "has_it_from", "depth", "channel", "lever", "brought", "new_customers"]
    return to_csv([*head, "people_under", "money_minor"], (_cells(row) for row in table(actor, tree, None)))


def _cells(row: dict[str, Any]) -> Sequence[str]:
    texts = [row["who"].name, row["at"].isoformat(), row["from"], str(row["depth"])]
    texts += [row["channel"] or "", row["lever"] or ""]
    return [*texts, *(str(row[name]) for name in ("brought", "customers", "under", "money"))]


def words() -> dict[str, str]:
    """Return what the picture says; {…} marks a place it fills."""
    return {
        "shared": _("{who}, {when}"),
        "first": _("began it"),
        "from": _("has it from {who}"),
        "brought": _("brought {n}"),
        "under": _("{n} under them"),
        "no_channel": _("channel unknown"),
        "play": _("Play"),
        "pause": _("Pause"),
        "shown": _("{n} of {all} people"),
        "path": _("{n} steps from the first: {names}"),
        "failed": _("The picture could not be loaded. Reload the page; the table below says the same."),
        "plain": _(
            "This browser has no WebGL, so the picture is drawn the plain way: it is the same, but slower."
        ),
        "drawn_cytoscape": _("Drawn with every detail."),
        "drawn_sigma": _("Drawn for many people: names appear when you point at somebody."),
    }
