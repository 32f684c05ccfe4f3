"""Who passes something on to whom, and how far it goes: cascades as trees.

Names are loaded when they are first used: importing the package compiles nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cascades import CascadeStatistics, cascade_statistics, structural_virality

_HOMES = {
    "CascadeStatistics": "cascades",
    "cascade_statistics": "cascades",
    "structural_virality": "cascades",
}

__all__ = ["CascadeStatistics", "cascade_statistics", "structural_virality"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"goodword.network has no {name}.")
    return getattr(import_module(f"{__name__}.{home}"), name)
