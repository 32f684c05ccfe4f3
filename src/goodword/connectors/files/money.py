"""Amounts in minor units, from amounts as decimals and their currency."""

import numpy as np
import pyarrow as pa

from goodword.core.money import exponent

from .arrow import Array, pc
from .conversions import MONEY_PLACES
from .faults import Faults
from .messages import reason

_ZERO = pa.scalar(0, pa.int64())


def minor_units(amount: Array, minor: Array, currency: Array, column: str | None, faults: Faults) -> Array:
    """Return int64 minor units per row: as given, or worked out from a decimal amount and its currency.

    An amount without a currency, with too many decimals for it, or at odds with the minor units given is a fault.
    """
    if amount.null_count == len(amount):
        return minor
    micro = np.asarray(pc.fill_null(_micro_units(amount), _ZERO))
    given = np.asarray(pc.is_valid(amount))
    encoded = currency.dictionary_encode()
    codes = np.asarray(pc.fill_null(encoded.indices, pa.scalar(-1, pa.int32())))
    names = encoded.dictionary.to_pylist()
    divisors = np.array([10 ** (MONEY_PLACES - exponent(name)) for name in names] + [1], dtype=np.int64)[
        codes
    ]
    worked_out = micro // divisors
    stated = np.asarray(pc.fill_null(minor, _ZERO))
    checks = (
        (given & (codes < 0), "no_currency"),
        (given & (codes >= 0) & (micro % divisors != 0), "not_payable"),
        (given & (codes >= 0) & np.asarray(pc.is_valid(minor)) & (stated != worked_out), "amounts_differ"),
    )
    wrong = np.zeros(len(amount), dtype=bool)
    for mask, code in checks:
        wrong |= mask
        for row in np.flatnonzero(mask):
            name = names[codes[row]] if codes[row] >= 0 else ""
            faults.add(int(row), column, reason(code, currency=name), str(amount[row].as_py().normalize()))
    return pc.if_else(pa.array(given & ~wrong), pa.array(worked_out), minor)


def _micro_units(amount: Array) -> Array:
    scaled = pc.multiply(amount, pa.scalar(10**MONEY_PLACES, pa.decimal128(7, 0)))
    return scaled.cast(pa.decimal128(38, 0)).cast(pa.int64())
