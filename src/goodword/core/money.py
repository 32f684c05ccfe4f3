"""Money in minor units (cents, fen): whole numbers, never floats."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .errors import InputError

# ISO 4217 currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "BHD": 3,
    "KWD": 3,
    "JOD": 3,
    "OMR": 3,
    "TND": 3,
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency (ISO 4217).

    >>> Money.parse("12.30", "EUR")
    Money(minor=1230, currency='EUR')
    >>> str(Money(1230, "EUR"))
    '12.30 EUR'
    """

    minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """Return the money written as a decimal; refuse what the currency cannot express."""
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except InvalidOperation:
            raise InputError(
                f"{amount!r} is not an amount. Write it as a number, for example 12.30."
            ) from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise InputError(
                f"{amount} cannot be paid in {currency}. Use {exponent(currency)} decimals at most."
            )
        return cls(int(scaled), currency)

    def __str__(self) -> str:
        places = exponent(self.currency)
        return f"{Decimal(self.minor).scaleb(-places):.{places}f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise InputError(
                f"{self.currency} and {other.currency} cannot be added. Convert one of them first."
            )
        return Money(self.minor + other.minor, self.currency)


def exponent(currency: str) -> int:
    """Return how many decimals a currency has.

    >>> exponent("EUR"), exponent("JPY")
    (2, 0)
    """
    return _EXPONENTS.get(currency, 2)
