"""Counts with a day's curve, as the bench makes them."""

from datetime import UTC, datetime

import numpy as np

FIRST = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
LEARN = 28 * 24


def curve(hours: int) -> np.ndarray:
    return 1 + 0.7 * np.sin(2 * np.pi * (np.arange(hours) % 24 - 9) / 24)


def counts(
    seed: int, base: float, n: int, days: int, size: float = 5.0, factor: np.ndarray | float = 1.0
) -> np.ndarray:
    """Return n series (n, hours) of negative binomial counts."""
    mean = base * curve(days * 24) * factor * np.ones((n, 1))
    return np.random.default_rng(seed).negative_binomial(size, size / (size + mean)).astype(float)
