"""The truth stored beside the data: what an estimate may be held against."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any, Final

from goodword.core.vocabulary import Cause, Lever

from . import planted
from .population import Population
from .survey import ATTENTION_ANSWER, ITEMS, Answers, residual_variance
from .traffic import Traffic, pace, spike_days
from .window import Window

Truth = dict[str, Any]

_DEFINITIONS: Final = {
    "levers": (
        "share: factor on the chance that a person who saw a share shares it on; conversion: factor on "
        "the chance of signing up after a visit. The material reward is the reference, 1 and 1."
    ),
    "arcs": (
        "influence_probability: chance that the target, having seen a share of the source under the "
        "reference lever, shares it on; effective_probability: chance that a share of the source leads to"
        " one of the target, over channels and levers, whether seen or not."
    ),
    "channels": (
        "seen: chance that a neighbour in the network sees a share; outside: mean number of outsiders who"
        " see it; click: chance of a click after an outsider's view; sign_up: chance of signing up after "
        "a visit under the reference lever."
    ),
    "costs": (
        "Over the whole window, in fen. A new customer is a referred sign-up that bought in the window, "
        "the fraud ring left out. Incremental: would not have come without the share. Cost: rewards (both"
        " sides of a first purchase under the material reward), content, tools and staff."
    ),
    "cost_per_customer": "cost divided by the new customers; null when there are none.",
    "spread": "People share at a rate proportional to exp(0.8 z); z also raises the intention to share.",
}


def tell(
    population: Population,
    window: Window,
    traffic: Traffic,
    answers: Answers,
    scale: float,
    seed: int,
    counts: dict[str, int],
) -> Truth:
    """Return everything planted, as data that JSON can hold."""
    return {
        "made_by": {
            "seed": seed,
            "scale": scale,
            "first_day": window.first.isoformat(),
            "last_day": window.last.isoformat(),
            "zone": window.zone,
        },
        "counts": counts,
        "definitions": _DEFINITIONS,
        "levers": {
            lever.value: {"share": effect.share, "conversion": effect.conversion}
            for lever, effect in planted.LEVER_EFFECTS.items()
        },
        "channels": _channels(window),
        "costs": _costs(traffic, window, scale),
        "fraud": _fraud(traffic, population),
        "periods": _periods(window),
        "survey": _survey(answers),
    }


def _channels(window: Window) -> Truth:
    factor = pace(window.months)
    return {
        channel.value: {
            "seen": effect.seen,
            "outside": effect.outside,
            "click": effect.click,
            "sign_up": round(effect.sign_up * factor, 6),
            "would_have_come_anyway": effect.anyway,
        }
        for channel, effect in planted.CHANNEL_EFFECTS.items()
    }


def _costs(traffic: Traffic, window: Window, scale: float) -> Truth:
    """Return per channel its cost, whom it brought, and the cost of a customer in two ways."""
    reward = planted.LEVERS.index(Lever.MATERIAL_REWARD)
    customers, incremental, rewarded = Counter[int](), Counter[int](), Counter[int]()
    for *_, channel, lever, anyway, bought in traffic.referred:
        customers[channel] += bought
        incremental[channel] += bought * (1 - anyway)
        rewarded[channel] += bought * (lever == reward)
    table: Truth = {}
    for i, (name, effect) in enumerate(planted.CHANNEL_EFFECTS.items()):
        content, tools, staff = (round(part * window.months * scale) for part in effect.monthly)
        rewards = 2 * planted.REWARD_MINOR * rewarded[i]
        cost = rewards + content + tools + staff
        table[name.value] = {
            "rewards_minor": rewards, "content_minor": content, "tools_minor": tools, "staff_minor": staff,
            "cost_minor": cost, "currency": planted.CURRENCY,
            "new_customers": customers[i], "incremental_customers": incremental[i],
            "attributed_cost_per_customer_minor": round(cost / customers[i]) if customers[i] else None,
            "incremental_cost_per_customer_minor": round(cost / incremental[i]) if incremental[i] else None,
        }  # fmt: skip
    return table


def _fraud(traffic: Traffic, population: Population) -> Truth:
    return {
        "sponsors": [population.ids[i] for i in traffic.ring.sponsors],
        "puppets": [population.ids[i] for i in traffic.ring.puppets],
        "devices": [f"d-{i:07d}" for i in traffic.ring.devices],
        "signs": [
            "two devices for eight accounts",
            "joined within about a minute of the click",
            "refund after eight days",
        ],
    }


def _periods(window: Window) -> Truth:
    spike, burst = spike_days(window)[0], window.day_at(planted.BURST_AT)
    day = window.first
    return {
        "growth_per_week": planted.GROWTH_PER_WEEK,
        "share_spike": {
            "first_day": (day + timedelta(days=spike)).isoformat(),
            "last_day": (day + timedelta(days=spike + 6)).isoformat(),
            "factor": planted.SPIKE_FACTOR,
        },
        "complaint_burst": {
            "first_day": (day + timedelta(days=burst)).isoformat(),
            "last_day": (day + timedelta(days=burst + 6)).isoformat(),
            "cause": Cause.SERVICE_PROBLEM.value,
            "share_of_all_mentions": planted.BURST_SHARE,
        },
    }


def _survey(answers: Answers) -> Truth:
    return {
        "loadings": {name: list(loadings) for name, loadings in planted.CONSTRUCTS.items()},
        "items": {name: [i.name for i in ITEMS if i.construct == name] for name in planted.CONSTRUCTS},
        "reverse_items": [item.name for item in ITEMS if item.reverse],
        "attention_item": {"name": "attention", "right_answer": ATTENTION_ANSWER},
        "structure": dict(planted.STRUCTURE),
        "connectivity_to_helping": planted.CONNECTIVITY_TO_HELPING,
        "driver_correlations": {f"{a} ~~ {b}": r for (a, b), r in planted.DRIVER_CORRELATIONS.items()},
        "residual_variance": round(residual_variance(), 6),
        "intention_from_propensity": planted.INTENTION_FROM_PROPENSITY,
        "cuts": list(planted.CUTS),
        "careless": answers.careless,
    }


def as_json(truth: Truth) -> str:
    """Return the truth as JSON text, the same for the same truth.

    >>> as_json({"b": 1, "a": 2}).split()[1]
    '"a":'
    """
    return json.dumps(truth, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
