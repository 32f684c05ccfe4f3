"""What is unusual in counts over time: spikes, judged against a season that is learned, at a stated false-alarm rate.

Names are loaded when they are first used: importing the package loads no numbers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .detector import SpikeDetector, spike_detector
    from .episodes import Episode
    from .replaying import Replayed, replay
    from .report import Alarm, Report
    from .series import Series, share, volume

_HOMES = {
    "Alarm": "report",
    "Episode": "episodes",
    "Replayed": "replaying",
    "Report": "report",
    "Series": "series",
    "SpikeDetector": "detector",
    "replay": "replaying",
    "share": "series",
    "spike_detector": "detector",
    "volume": "series",
}

__all__ = [
    "Alarm",
    "Episode",
    "Replayed",
    "Report",
    "Series",
    "SpikeDetector",
    "replay",
    "share",
    "spike_detector",
    "volume",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"goodword.forecast has no {name}.")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
