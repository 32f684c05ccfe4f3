"""All metrics by name. A metric's module is read when it is first asked for; none of them loads an engine."""

import difflib
from importlib import import_module

from goodword.core.errors import InputError

from .definition import Metric

_HOMES = {
    "acquisition_cost": "acquisition",
    "attribution": "attribution",
    "cascades": "cascades",
    "cycle_time": "cycle",
    "downstream": "downstream",
    "funnel": "funnel",
    "k_factor": "k_factor",
    "mention_value": "mention_value",
    "purchase_source": "purchase_source",
    "referred_vs_others": "referred",
    "sales": "sales",
    "share_of_voice": "voice",
    "term_effect": "terms",
    "word_of_mouth_volume": "volume",
}


def names() -> tuple[str, ...]:
    """Return the name of every metric, in the order of the alphabet.

    >>> names()[:3]
    ('acquisition_cost', 'attribution', 'cascades')
    """
    return tuple(sorted(_HOMES))


def metric(name: str) -> Metric:
    """Return a metric by name; raises InputError, with the nearest name, where there is none."""
    home = _HOMES.get(name)
    if home is None:
        near = difflib.get_close_matches(name, _HOMES, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else f" There are: {', '.join(names())}."
        raise InputError(f"There is no metric {name!r}.{hint}")
    found: Metric = import_module(f"{__package__}.{home}").METRIC
    return found
