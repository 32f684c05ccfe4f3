"""The whole simulation in one call."""

from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa

from goodword.core.errors import InputError
from goodword.core.events import EventKind

from . import mentions as talk
from .event_table import event_table
from .network import weave
from .population import STAGES, Population, people_table, populate
from .survey import answer
from .ties import arc_table, listeners, tie_table
from .traffic import simulate_traffic
from .truth import tell
from .window import window as window_of
from .workspace import Workspace


def simulate(
    *, scale: float = 1, seed: int = 7, end_day: date, months: int = 6, zone: str = "Asia/Shanghai"
) -> Workspace:
    """Return the sample workspace of Lumen School whose last day is `end_day`.

    `scale` (0.05 to 50) multiplies people, mentions, events and answers; `months` (1 to 24) is the length
    of the window and multiplies mentions and events by months / 6; `zone` decides local days. The same
    arguments give the same tables. Raises `InputError` for arguments out of range.

    >>> simulate(scale=0.05, end_day=date(2026, 6, 30)).people.num_rows
    100
    """
    _check(scale, seed, end_day, months)
    window = window_of(end_day, months, zone)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(5)]
    population = populate(streams[0], scale, window)
    network = weave(population, streams[1])
    traffic = simulate_traffic(population, network, window, streams[2], scale)
    made = talk.make_mentions(population, window, streams[3], scale)
    events = event_table(traffic, population, window)
    answers = answer(population, window, streams[4], scale, traffic.referred)
    heard = listeners(network, population.n)
    tables = {
        "people": people_table(population, streams[0], heard, _stages(population, events)),
        "ties": tie_table(population, network, made, traffic.rows),
        "mentions": talk.mention_table(made, population, streams[3]),
        "events": events,
        "answers": answers.table,
        "arcs": arc_table(population, network),
        "labels": talk.label_table(made),
    }
    counts = {name: table.num_rows for name, table in tables.items()}
    return Workspace(**tables, truth=tell(population, window, traffic, answers, scale, seed, counts))


def _check(scale: float, seed: int, end_day: date, months: int) -> None:
    if not 0.05 <= scale <= 50:
        raise InputError(f"A scale of {scale} cannot be simulated. Choose one from 0.05 to 50.")
    if seed < 0:
        raise InputError(f"{seed} cannot be a seed. Choose a whole number from 0.")
    if not 1990 <= end_day.year <= 2100:
        raise InputError(f"{end_day} cannot be the last day. Choose one between 1990 and 2100.")
    if not 1 <= months <= 24:
        raise InputError(f"{months} months cannot be simulated. Choose 1 to 24.")


def _stages(population: Population, events: pa.Table) -> list[str]:
    """Return how far each person has come: first use, value proven (bought), telling (shared), returning."""
    done = Counter(zip(events["kind"].to_pylist(), events["person_id"].to_pylist(), strict=True))
    stages = []
    for person in population.ids:
        times = done[(EventKind.PURCHASE.value, person)]
        told = done[(EventKind.SHARE.value, person)] > 0
        stages.append(STAGES[3 if told and times > 1 else 2 if told else 1 if times else 0])
    return stages
