"""The people before anything happens: who they are, what they study, how readily they share."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from . import names, planted
from .window import DAY, Float64, Int64, Window

Int32 = npt.NDArray[np.int32]

NEVER: Final = np.iinfo(np.int64).max
COURSES: Final = {
    "logic": ("Logic for everyday arguments", "Formal logic from zero"),
    "humanities": ("Reading the classics", "History of ideas"),
    "programming": ("Python for the curious", "Algorithms step by step"),
}
STAGES: Final = ("first_use", "value_proven", "telling", "returning")
_SEGMENT_MIX = {0: (0.35, 0.3, 0.35), 1: (0.3, 0.3, 0.4)}


@dataclass(frozen=True)
class Population:
    """Everybody who will be a person by the end, founders first; arrays of n.

    `language`, `segment`, `course`: indices into `LANGUAGES`, `SEGMENTS`, the segment's `COURSES`. `consent`: to being studied.
    `ease`: how readily one shares, standard normal. `attraction`: how much others listen, heavy-tailed.
    `joined`: microseconds, `NEVER` until the person signs up (the simulation fills it in).
    """

    ids: list[str]
    names: list[str]
    emails: list[str]
    language: Int32
    segment: Int32
    course: Int32
    consent: npt.NDArray[np.bool_]
    ease: Float64
    attraction: Float64
    joined: Int64
    founders: int

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.ids)

    @property
    def propensity(self) -> Float64:
        """Relative rate of first shares, mean about one."""
        spread = planted.PROPENSITY_SPREAD
        return np.exp(spread * self.ease - spread**2 / 2)

    def joined_by(self, moment: int) -> Int64:
        """Return the indices of the people who were there at a moment."""
        return np.flatnonzero(self.joined <= moment)


def populate(generator: np.random.Generator, scale: float, window: Window) -> Population:
    """Return the population of a scale; founders joined in the two years before the window."""
    n = round(planted.PEOPLE * scale)
    founders = round(n * planted.FOUNDERS)
    language = generator.permutation(np.arange(n, dtype=np.int32) % 2)
    segment = np.empty(n, dtype=np.int32)
    for code, mix in _SEGMENT_MIX.items():
        where = language == code
        segment[where] = generator.choice(3, int(where.sum()), p=mix)
    joined = np.full(n, NEVER)
    joined[:founders] = window.start - (generator.beta(1.0, 1.6, founders) * 730 * DAY).astype(np.int64) - 1
    invented = names.invent(generator, [planted.LANGUAGES[code] for code in language])
    return Population(
        ids=[f"lumen-p-{i:06d}" for i in range(1, n + 1)],
        names=[name for name, _ in invented],
        emails=[names.address(part, i) for i, (_, part) in enumerate(invented, 1)],
        language=language,
        segment=segment,
        course=generator.integers(0, 2, n, dtype=np.int32),
        consent=generator.random(n) < planted.CONSENT,
        ease=generator.standard_normal(n),
        attraction=generator.pareto(1.7, n) + 1,
        joined=joined,
        founders=founders,
    )


def people_table(
    population: Population, generator: np.random.Generator, listeners: Int64, stage: Sequence[str]
) -> pa.Table:
    """Return the table of people; `listeners` (n) is how many ties lead away from each."""
    outside = generator.lognormal(3.2, 1.0, population.n) * population.attraction
    segments = [planted.SEGMENTS[i] for i in population.segment]
    extra = [
        json.dumps({"course": COURSES[segment][course], "study_consent": bool(consent)})
        for segment, course, consent in zip(segments, population.course, population.consent, strict=True)
    ]
    return pa.table(
        {
            "person_id": population.ids,
            "name": population.names,
            "email": population.emails,
            "language": [planted.LANGUAGES[code] for code in population.language],
            "joined_at": pa.array(population.joined, pa.int64()),
            "followers": pa.array(listeners + outside.astype(np.int64), pa.int64()),
            "segment": segments,
            "stage": list(stage),
            "extra": extra,
        }
    )
