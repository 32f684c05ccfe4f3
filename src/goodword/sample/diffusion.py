"""How a share spreads: independent cascades along the arcs, and outsiders who see, click, visit and join.

A person who hears of a share shares it on with the arc's probability times the lever's multiplier, once
per cascade (independent cascade model; Goldenberg, Libai and Muller 2001). Levers and channels are drawn
at random for every share, so their effects can be read off the events without adjustment.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goodword.core.events import EventKind

from . import planted
from .customers import Customers
from .journal import NONE, PASSED_ON, Columns, Journal, select, stack
from .network import Network
from .population import Population
from .window import HOUR, SECOND, Float64, Int64

_CHANNELS = [planted.CHANNEL_EFFECTS[channel] for channel in planted.CHANNELS]
_LEVERS = [planted.LEVER_EFFECTS[lever] for lever in planted.LEVERS]
_CHANNEL_MIX = np.array([effect.mix for effect in _CHANNELS])
_LEVER_MIX = np.array([effect.mix for effect in _LEVERS])
_SEEN = np.array([effect.seen for effect in _CHANNELS])
_OUTSIDE = np.array([effect.outside for effect in _CHANNELS])
_CLICK = np.array([effect.click for effect in _CHANNELS])
_SIGN_UP = np.array([effect.sign_up for effect in _CHANNELS])
_SHARE_MULTIPLIER = np.array([effect.share for effect in _LEVERS])
_CONVERSION_MULTIPLIER = np.array([effect.conversion for effect in _LEVERS])


@dataclass
class Diffusion:
    """Runs cascades and writes them into the journal; `pace` multiplies the chance to sign up."""

    population: Population
    network: Network
    customers: Customers
    journal: Journal
    generator: np.random.Generator
    pace: float = 1.0
    shares: int = 0

    def seeds(self, person: Int64, ts: Int64, programme: npt.ArrayLike) -> Columns:
        """Return the first shares of new cascades, in the order of time."""
        order = np.argsort(ts, kind="stable")
        nothing = np.full(len(ts), NONE)
        rows = self._shares(person[order], ts[order], nothing, nothing, nothing, nothing)
        return rows | {"root": rows["link"], "programme": np.broadcast_to(programme, ts.shape)[order]}

    def spread(self, shares: Columns) -> None:
        """Follow these shares generation by generation until nobody shares on."""
        active = self._keys(shares["root"], shares["person"])
        while len(shares["ts"]):
            self.journal.add(EventKind.SHARE, **shares)
            onward = self._among_people(shares, active)
            newcomers = self._among_outsiders(shares)
            active = np.concatenate([active, self._keys(onward["root"], onward["person"])])
            shares = stack([onward, newcomers])

    def follow_click(self, clicks: Columns) -> Columns:
        """Record clicks and the visits most of them lead to; return the visits."""
        self.journal.add(EventKind.CLICK, **clicks)
        n = len(clicks["ts"])
        arrived = self.generator.random(n) < planted.VISIT_AFTER_CLICK
        visits = clicks | {"ts": clicks["ts"] + self.generator.integers(SECOND, 8 * SECOND, n)}
        visits = select(visits, arrived & (visits["ts"] < self.journal.end))
        self.journal.add(EventKind.VISIT, **visits | {"device": np.full(len(visits["ts"]), NONE)})
        return visits

    def _among_people(self, shares: Columns, active: Int64) -> Columns:
        """Let those who hear the sharers see the shares; return what they share on."""
        share, arc = self._heard(shares)
        person = self.network.arc_target[arc]
        chance = _SEEN[shares["channel"][share]]
        seen = self.network.since[arc] <= shares["ts"][share]
        seen &= self.generator.random(len(arc)) < chance
        seen &= ~np.isin(self._keys(shares["root"][share], person), active)
        share, arc, person = share[seen], arc[seen], person[seen]
        ts = shares["ts"][share] + self._delay(len(share), 5 * HOUR, 1.2)
        views = self._passed_on(shares, share) | {"person": person, "ts": ts}
        self.journal.add(EventKind.VIEW, **views)
        clicked = self.generator.random(len(ts)) < planted.MEMBER_CLICK
        self.follow_click(self._click(select(views, clicked & (ts < self.journal.end))))
        multiplier = _SHARE_MULTIPLIER[shares["lever"][share]]
        onward = self.generator.random(len(ts)) < np.minimum(self.network.probability[arc] * multiplier, 0.95)
        return self._onward(select(views, onward))

    def _heard(self, shares: Columns) -> tuple[Int64, Int64]:
        """Return for every arc leading from a sharer the number of the share and of the arc."""
        first = self.network.first[shares["person"]]
        count = self.network.first[shares["person"] + 1] - first
        share = np.repeat(np.arange(len(first)), count)
        within = np.arange(len(share)) - np.repeat(np.cumsum(count) - count, count)
        return share, first[share] + within

    def _onward(self, views: Columns) -> Columns:
        """Return the shares that follow these views, the earliest per person and cascade."""
        ts = views["ts"] + self._delay(len(views["ts"]), 3 * HOUR, 1.0)
        keys = self._keys(views["root"], views["person"])
        order = np.lexsort((ts, keys))
        chosen = order[np.unique(keys[order], return_index=True)[1]]
        chosen = chosen[ts[chosen] < self.journal.end]
        rows = select(views, chosen)
        onward = self._shares(
            rows["person"], ts[chosen], rows["root"], rows["link"], rows["referrer"], rows["depth"]
        )
        return onward | {"programme": rows["programme"]}

    def _among_outsiders(self, shares: Columns) -> Columns:
        """Let outsiders see the shares, click, visit, join and buy; return what the newcomers share."""
        reach = _OUTSIDE[shares["channel"]] * self.generator.gamma(1.5, 1 / 1.5, len(shares["ts"]))
        share = np.repeat(np.arange(len(reach)), self.generator.poisson(reach))
        ts = shares["ts"][share] + self._delay(len(share), 6 * HOUR, 1.3)
        visitors = self.customers.visitor_numbers(len(share))
        views = self._passed_on(shares, share) | {"person": visitors, "ts": ts}
        self.journal.add(EventKind.VIEW, **views)
        clicked = (self.generator.random(len(ts)) < _CLICK[views["channel"]]) & (ts < self.journal.end)
        visits = self.follow_click(self._click(select(views, clicked)))
        chance = self.pace * _SIGN_UP[visits["channel"]] * _CONVERSION_MULTIPLIER[visits["lever"]]
        joined = self.customers.sign_up(select(visits, self.generator.random(len(chance)) < chance))
        sharing = self.generator.random(len(joined["ts"])) < planted.NEWCOMER_SHARES
        later = joined | {"ts": joined["ts"] + self._delay(len(joined["ts"]), 40 * HOUR, 0.8)}
        later.pop("device")
        return self._onward(select(later, sharing))

    def _click(self, views: Columns) -> Columns:
        n = len(views["ts"])
        moment = views["ts"] + self.generator.integers(SECOND, 90 * SECOND, n)
        return select(views | {"ts": moment, "device": views["person"]}, moment < self.journal.end)

    def _passed_on(self, shares: Columns, share: Int64) -> Columns:
        """Return what an event inherits from its share."""
        rows = select({name: shares[name] for name in PASSED_ON}, share)
        return rows | {"referrer": shares["person"][share]}

    def _shares(
        self, person: Int64, ts: Int64, root: Int64, parent: Int64, referrer: Int64, depth: Int64
    ) -> Columns:
        """Return new shares with a link, and lever and channel drawn at random; `depth` is the parent's."""
        n = len(ts)
        link = self.shares + np.arange(n)
        self.shares += n
        return {
            "person": person, "ts": ts, "root": root, "parent": parent, "referrer": referrer,
            "depth": depth + 1, "link": link, "programme": np.full(n, NONE),
            "channel": self.generator.choice(len(_CHANNEL_MIX), n, p=_CHANNEL_MIX),
            "lever": self.generator.choice(len(_LEVER_MIX), n, p=_LEVER_MIX),
        }  # fmt: skip

    def _keys(self, root: Int64, person: Int64) -> Int64:
        return root * self.population.n + person

    def _delay(self, n: int, median: int, spread: float) -> Int64:
        return (median * self.generator.lognormal(0, spread, n)).astype(np.int64) + SECOND


def effective_probability(probability: Float64) -> Float64:
    """Return the chance that a share of the source leads to one of the target, over channels and levers.

    `probability`: the arc's planted influence, any shape. It is what an estimate from who shared after
    whom finds.
    """
    multiplied = np.minimum(probability[..., None] * _SHARE_MULTIPLIER, 0.95) @ _LEVER_MIX
    return np.asarray(multiplied * float(_SEEN @ _CHANNEL_MIX))
