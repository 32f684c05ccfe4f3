"""Money of the event log in the units people speak of."""

from goodword.core.money import exponent
from goodword.server.accounts.facade import Actor, access_own_brand


class Purse:
    """The currency of the actor's brand."""

    def __init__(self, actor: Actor) -> None:
        self.currency = access_own_brand(actor).currency
        self._minor = 10 ** exponent(self.currency)

    def major(self, minor: float | int | None) -> float | None:
        """Return an amount in whole units of the currency; None stays unknown."""
        return None if minor is None else round(minor / self._minor, 2)

    def ends(self, low: float | None, high: float | None) -> tuple[float, float] | None:
        """Return the ends of an interval in whole units; None where one is unknown."""
        found = self.major(low), self.major(high)
        return None if found[0] is None or found[1] is None else (found[0], found[1])
