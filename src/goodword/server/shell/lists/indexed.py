"""What a list may have instead of asking the table for every page: an index that knows what its filters leave."""

from typing import Protocol

from .facets import FacetCounts
from .keyset import Order, Take


class RowIndex(Protocol):
    """The rows that words, window and filters of one address leave."""

    @property
    def counts(self) -> FacetCounts:
        """The rows by the values of every counted filter, exactly as the table has them."""

    def take(self, order: Order, *, folded: bool) -> Take:
        """Return what takes rows in an order; `folded` leaves out those that go with another one."""
