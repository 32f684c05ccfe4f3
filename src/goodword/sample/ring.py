"""The planted fraud: four accounts recommend the school to eight of their own and ask for the money back."""

from dataclasses import dataclass

import numpy as np

from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel, Lever

from . import planted
from .diffusion import Diffusion
from .journal import Columns
from .window import DAY, HOUR, SECOND, Window


@dataclass(frozen=True)
class Ring:
    """The people of the ring, as indices, and the device numbers they share."""

    sponsors: tuple[int, ...]
    puppets: tuple[int, ...]
    devices: tuple[int, ...]


def plant_ring(diffusion: Diffusion, window: Window, generator: np.random.Generator) -> Ring:
    """Let the ring act: share, click, join at once, buy the cheapest course, refund after eight days."""
    people = diffusion.population
    sponsors = generator.choice(people.founders, planted.RING_SPONSORS, replace=False)
    puppets = np.arange(people.n - planted.RING_PUPPETS, people.n)
    sponsor = sponsors[np.arange(len(puppets)) % len(sponsors)]
    day = window.day_at(planted.RING_AT)
    start = window.midnights[day] + generator.integers(9 * HOUR, 22 * HOUR, len(puppets))
    ts = start + np.sort(generator.integers(0, 9, len(puppets))) * DAY
    ts = np.minimum(ts, window.end - HOUR)
    seeds = diffusion.seeds(sponsor, ts, 0)
    n = len(seeds["ts"])
    seeds["channel"] = np.full(n, planted.CHANNELS.index(Channel.PRIVATE_MESSAGE))
    seeds["lever"] = np.full(n, planted.LEVERS.index(Lever.MATERIAL_REWARD))
    diffusion.journal.add(EventKind.SHARE, **seeds)
    devices = diffusion.customers.visitor_numbers(2)
    _convert(diffusion, seeds, puppets, devices, generator)
    return Ring(
        tuple(int(i) for i in sorted(sponsors)),
        tuple(int(i) for i in puppets),
        tuple(int(i) for i in devices),
    )


def _convert(
    diffusion: Diffusion,
    seeds: Columns,
    puppets: np.typing.NDArray[np.int64],
    devices: np.typing.NDArray[np.int64],
    generator: np.random.Generator,
) -> None:
    n = len(puppets)
    device = devices[np.arange(n) % 2]
    rows = {name: seeds[name] for name in ("channel", "lever", "programme", "link", "root", "depth")}
    rows |= {"referrer": seeds["person"], "person": puppets}
    moment = seeds["ts"]
    for kind, seconds in (
        (EventKind.VIEW, 20),
        (EventKind.CLICK, 4),
        (EventKind.VISIT, 2),
        (EventKind.SIGN_UP, 60),
        (EventKind.PURCHASE, 400),
    ):
        moment = moment + generator.integers(SECOND, seconds * SECOND, n)
        known = {"device": device} if kind not in (EventKind.VIEW, EventKind.VISIT) else {}
        amount = {"amount": planted.PRICES_MINOR[0]} if kind is EventKind.PURCHASE else {}
        number = diffusion.journal.add(kind, moment, **rows, **known, **amount)
        if kind is EventKind.SIGN_UP:
            diffusion.population.joined[puppets] = moment
    back = moment + 8 * DAY + generator.integers(0, 12 * HOUR, n)
    diffusion.journal.add(
        EventKind.REFUND, back, **rows, of=number, amount=-planted.PRICES_MINOR[0], device=device
    )
