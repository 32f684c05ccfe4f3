"""The explorer's index: a brand's mentions by what they are filtered, counted and ordered by, held in memory."""

from .index import HeldIndex, index_of
from .over_time import OverTime

__all__ = ["HeldIndex", "OverTime", "index_of"]
