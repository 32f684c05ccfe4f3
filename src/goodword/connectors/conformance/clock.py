"""A time that passes only when somebody says so."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Stands still; sleeping moves it on at once."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> None:
        """Begin at a moment."""
        self.now = now

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let seconds pass."""
        self.now += timedelta(seconds=seconds)
