"""Trees inside the engine: how deep each node is and what is under it, many trees at once, however deep."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

_MOST_ROUNDS = 40  # 2^40 steps from a root: only a circle is longer


def placed_in_trees(nodes: "ir.Table", engine: "Engine", *summed: str) -> "ir.Table":
    """Return each node with its number, that of its parent, its depth, and `summed` columns (int64) over itself and all under it.

    `nodes` has root_id, person_id, above and those columns; who is above but no node of the same root is nobody. By pointer
    doubling: each round looks twice as far up as the last, so a chain of ten thousand takes fourteen. Nodes that lead in a
    circle never reach a root and are left out. Numbers stand for the nodes in the rounds: joining by texts costs twice as much.
    """
    import ibis

    numbered = engine.kept(nodes.mutate(node=ibis.row_number().cast("int64")))
    known = numbered.select(up_root="root_id", up_person="person_id", up="node")
    linked = numbered.left_join(
        known, (numbered.root_id == known.up_root) & (numbered.above == known.up_person)
    )
    depth = ibis.ifelse(linked.up.isnull(), 0, 1).cast("int64")
    state = engine.kept(linked.select("node", *summed, "up", parent=linked.up, depth=depth))
    before = -1
    for _round in range(_MOST_ROUNDS):
        looking = engine.value(state.up.count())
        # A round in which nobody arrives is the last: who is far from a root has somebody half as far above.
        if looking in (0, before):
            break
        before, state = looking, engine.kept(_round_of(state, summed))
    placed = state.filter(state.up.isnull()).drop("up")
    return numbered.drop("above", *summed).join(placed, "node")


def _round_of(state: "ir.Table", summed: tuple[str, ...]) -> "ir.Table":
    """Let every node look twice as far up, and hand what is under it to the one it looked at."""
    up = state.select(looked_at="node", next_up="up", up_depth="depth")
    handing = state.filter(state.up.notnull())
    handed = handing.group_by(handed="up").aggregate(
        **{f"more_{name}": handing[name].sum() for name in summed}
    )
    looked = state.left_join(up, state.up == up.looked_at)
    looked = looked.left_join(handed, looked.node == handed.handed)
    sums = {name: (looked[name] + looked[f"more_{name}"].fill_null(0)).cast("int64") for name in summed}
    return looked.select(
        "node",
        "parent",
        up=looked.next_up,
        depth=(looked.depth + looked.up_depth.fill_null(0)).cast("int64"),
        **sums,
    )
