"""What is planted: every number of the model that later pages try to find again."""

from dataclasses import dataclass
from typing import Final

from goodword.core.vocabulary import Channel, Lever

SEGMENTS: Final = ("logic", "humanities", "programming")
LANGUAGES: Final = ("en", "zh")
LEVERS: Final = tuple(Lever)
CHANNELS: Final = tuple(Channel)
CURRENCY: Final = "CNY"

PEOPLE: Final = 2_000
MENTIONS: Final = 3_000
EVENTS: Final = 100_000
ANSWERS: Final = 400
FOUNDERS: Final = 0.6
"""Share of the people who were there before the window; the others join in it."""

ORGANIC_NEWCOMERS: Final = 0.36
"""Share of the newcomers planned to come by themselves; whom shares do not bring comes so too."""
SEEDS: Final = 2_000
"""First shares of a cascade in six months at scale 1."""
GROWTH_PER_WEEK: Final = 0.02
SPIKE_FACTOR: Final = 2.5
SPIKE_AT: Final = 0.6
"""The spike week starts this far into the window."""
BURST_AT: Final = 0.78
"""The burst of complaints starts this far into the window and lasts seven days."""
BURST_SHARE: Final = 0.02
"""Share of all mentions that belong to the burst."""


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """How a lever multiplies two probabilities; the material reward is the reference, 1 and 1."""

    mix: float
    share: float
    conversion: float


LEVER_EFFECTS: Final = {
    Lever.SELF_PRESENTATION: LeverEffect(0.17, 1.25, 0.90),
    Lever.CONNECTIVITY: LeverEffect(0.17, 1.15, 1.20),
    Lever.HELPING: LeverEffect(0.17, 1.50, 1.40),
    Lever.PRIVACY: LeverEffect(0.14, 0.85, 1.05),
    Lever.RESPONSIBILITY: LeverEffect(0.15, 0.95, 1.30),
    Lever.MATERIAL_REWARD: LeverEffect(0.20, 1.00, 1.00),
}


@dataclass(frozen=True, slots=True)
class ChannelEffect:
    """One channel: how far it reaches, how well it converts, what it costs.

    `seen`: chance that a neighbour in the network sees the share. `outside`: mean number of outsiders who
    see it. `click`: chance of a click after a view. `sign_up`: chance of signing up after a visit.
    `anyway`: share of its sign-ups that would have come without it. `monthly`: content, tools and staff a
    month, in fen at scale 1.
    """

    mix: float
    seen: float
    outside: float
    click: float
    sign_up: float
    anyway: float
    monthly: tuple[int, int, int]


CHANNEL_EFFECTS: Final = {
    Channel.PRIVATE_MESSAGE: ChannelEffect(0.28, 0.45, 2.5, 0.32, 0.20, 0.10, (60_000, 20_000, 90_000)),
    Channel.COMMENT: ChannelEffect(0.13, 0.50, 5.0, 0.14, 0.13, 0.25, (40_000, 10_000, 60_000)),
    Channel.FEED: ChannelEffect(0.22, 0.60, 14.0, 0.06, 0.09, 0.40, (120_000, 30_000, 120_000)),
    Channel.COMMUNITY: ChannelEffect(0.19, 0.70, 9.0, 0.11, 0.14, 0.20, (80_000, 20_000, 150_000)),
    Channel.EMAIL: ChannelEffect(0.09, 0.40, 3.0, 0.15, 0.12, 0.35, (30_000, 25_000, 40_000)),
    Channel.PRINT: ChannelEffect(0.00, 0.20, 4.0, 0.05, 0.11, 0.15, (0, 0, 0)),
    Channel.SPOKEN: ChannelEffect(0.07, 0.35, 2.0, 0.20, 0.18, 0.10, (0, 5_000, 30_000)),
    Channel.OTHER: ChannelEffect(0.02, 0.30, 2.0, 0.10, 0.10, 0.30, (5_000, 5_000, 5_000)),
}

MEMBER_CLICK: Final = 0.22
VISIT_AFTER_CLICK: Final = 0.92
PURCHASE_AFTER_SIGN_UP: Final = 0.38
REFUND_AFTER_PURCHASE: Final = 0.07
NEWCOMER_SHARES: Final = 0.22
"""Chance that somebody who signed up through a link then shares one."""
ORGANIC_PURCHASES: Final = 0.30
"""Purchases per founder in six months that no share led to."""
REWARD_MINOR: Final = 5_000
"""Paid to both sides for a first purchase through a share of the lever material reward, in fen."""
PRICES_MINOR: Final = (19_900, 39_900, 69_900, 129_900)
PRICE_MIX: Final = (0.35, 0.35, 0.2, 0.1)
RING_SPONSORS: Final = 4
RING_PUPPETS: Final = 8
RING_AT: Final = 0.68

CONSTRUCTS: Final = {
    "self_presentation": (0.80, 0.75, 0.70, 0.78),
    "connectivity": (0.82, 0.76, 0.72),
    "helping": (0.85, 0.80, 0.74, 0.77),
    "privacy_concern": (0.78, 0.83, 0.74, 0.72),
    "perceived_responsibility": (0.76, 0.80, 0.74),
    "intention": (0.84, 0.80, 0.77, 0.76),
}
"""Standardised loading of each item."""
STRUCTURE: Final = {
    "self_presentation": 0.25,
    "connectivity": 0.20,
    "helping": 0.35,
    "privacy_concern": -0.22,
    "perceived_responsibility": -0.12,
}
"""Standardised effect of each driver on the intention to share."""
CONNECTIVITY_TO_HELPING: Final = 0.40
DRIVER_CORRELATIONS: Final = {
    ("self_presentation", "connectivity"): 0.35,
    ("self_presentation", "privacy_concern"): 0.10,
    ("self_presentation", "perceived_responsibility"): 0.05,
    ("connectivity", "privacy_concern"): 0.05,
    ("connectivity", "perceived_responsibility"): 0.10,
    ("privacy_concern", "perceived_responsibility"): 0.40,
}
INTENTION_FROM_PROPENSITY: Final = 0.40
"""Effect on intention of what also makes a person share more often: the bridge from saying to doing."""
PROPENSITY_SPREAD: Final = 0.8
"""Standard deviation of the logarithm of how readily people share."""
CONSENT: Final = 0.8
"""Share of the people who agree to be studied; only they are asked."""
CARELESS: Final = 0.08
CUTS: Final = (-1.6, -0.75, 0.15, 1.05)
"""Where the five points of the scale are cut, in standard deviations."""

UNLABELLED: Final = 0.25
CAUSE_KEPT: Final = 0.6
REPOSTS: Final = 0.03
SENTIMENT_MIX: Final = {"en": (0.57, 0.08, 0.35), "zh": (0.60, 0.0, 0.40)}
"""Favourable, neutral, unfavourable; the Chinese source has no neutral reviews."""
ORIGIN_MIX: Final = (0.88, 0.04, 0.03, 0.05)
"""Consumer, brand, employee, paid."""
STIMULATED_CONSUMERS: Final = 0.12
REPLIES: Final = 0.3
"""Chance that a post on a platform with threads is a reply."""
