"""The table of ties: the network as far as it shows, the replies among mentions, the referrals."""

import numpy as np
import pyarrow as pa

from goodword.core.events import EventKind
from goodword.core.vocabulary import TieKind

from .diffusion import effective_probability
from .journal import KINDS as EVENT_KINDS
from .journal import NONE, Columns
from .mentions import Mention
from .network import KINDS, Network
from .population import NEVER, Population
from .window import Int64


def tie_table(population: Population, network: Network, mentions: list[Mention], rows: Columns) -> pa.Table:
    """Return all ties in the order of time; the source speaks and the target hears, whatever the kind."""
    n = population.n
    arc = np.searchsorted(network.arc_source * n + network.arc_target, network.source * n + network.target)
    since = network.since[arc]
    kinds = np.array([kind.value for kind in KINDS])[network.kind]
    ties = list(zip(network.source, network.target, kinds, network.weight, since, strict=True))
    ties += [(s, t, TieKind.REPLIED.value, w, at) for s, t, w, at in _replied(mentions)]
    ties += [(s, t, TieKind.REFERRED.value, 1.0, at) for s, t, at in _referred(rows)]
    ties = sorted((tie for tie in ties if tie[4] != NEVER), key=lambda tie: (tie[4], tie[0], tie[1], tie[2]))
    source, target, kind, weight, at = (list(column) for column in zip(*ties, strict=True))
    return pa.table(
        {
            "source": [population.ids[i] for i in source],
            "target": [population.ids[i] for i in target],
            "kind": pa.array([str(k) for k in kind]),
            "weight": pa.array([float(w) for w in weight]),
            "at": pa.array([int(t) for t in at], pa.int64()),
        }
    )


def arc_table(population: Population, network: Network) -> pa.Table:
    """Return the truth about every arc: the planted influence, and what follows over channels and levers."""
    return pa.table(
        {
            "source": [population.ids[i] for i in network.arc_source],
            "target": [population.ids[i] for i in network.arc_target],
            "influence_probability": network.probability,
            "effective_probability": effective_probability(network.probability),
            "since": pa.array(network.since, pa.int64(), mask=network.since == NEVER),
        }
    )


def listeners(network: Network, n: int) -> Int64:
    """Return how many hear each of `n` people."""
    return np.bincount(network.arc_source, minlength=n)


def _referred(rows: Columns) -> list[tuple[int, int, int]]:
    """Return who referred whom and when: the sign-ups that came through a share."""
    through = (rows["kind"] == EVENT_KINDS.index(EventKind.SIGN_UP)) & (rows["referrer"] != NONE)
    return list(zip(*(rows[name][through].tolist() for name in ("referrer", "person", "ts")), strict=True))


def _replied(mentions: list[Mention]) -> list[tuple[int, int, float, int]]:
    """Return a tie per pair of learners, from the one replied to, weighted by how often."""
    by_number = {mention.number: mention for mention in mentions}
    times: dict[tuple[int, int], list[int]] = {}
    for mention in mentions:
        parent = by_number.get(mention.parent or 0)
        if parent is None or not isinstance(mention.author, int) or not isinstance(parent.author, int):
            continue
        if parent.author != mention.author:
            times.setdefault((parent.author, mention.author), []).append(mention.ts)
    return [(s, t, round(1 - 0.5 ** len(at), 3), min(at)) for (s, t), at in times.items()]
