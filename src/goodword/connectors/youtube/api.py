"""The YouTube Data API: its calls, and what its refusals mean."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..checked_json import Object, an_object, objects
from ..protocol import LimitedError, PullError, RefusedError, UnreadableError
from ..wire import Net

SOURCE = "YouTube"
_ROOT = "https://www.googleapis.com/youtube/v3/"
_QUOTA = {"quotaExceeded", "dailyLimitExceeded"}
_PACE = {"rateLimitExceeded", "userRateLimitExceeded"}
_BAD_KEY = {"keyInvalid", "badRequest", "API_KEY_INVALID", "accessNotConfigured", "ipRefererBlocked"}
_PACIFIC = ZoneInfo("America/Los_Angeles")


class ApiError(Exception):
    """YouTube refused one thing for a reason of its own, such as `commentsDisabled`."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, a word of the documentation."""
        super().__init__(reason)
        self.reason = reason


class QuotaError(LimitedError):
    """The day's quota is used up."""


class Api:
    """Calls with a key; `calls` counts them."""

    def __init__(self, net: Net, key: str) -> None:
        """Nothing is asked yet."""
        self._net, self._key = net, key
        self.calls = 0

    def now(self) -> datetime:
        """Return the time."""
        return self._net.now()

    def call(self, method: str, params: Mapping[str, str | int]) -> Object:
        """Return the answer of a method: an object with a list of `items`.

        Raises `ApiError` for what concerns this call only, `QuotaError` when the day's quota is used up.
        """
        self.calls += 1
        try:
            answer = self._net.get(_ROOT + method, params=params, headers={"X-Goog-Api-Key": self._key})
        except (RefusedError, UnreadableError, LimitedError) as error:
            raise self._meant(error) from None
        found = an_object(answer.json(), SOURCE)
        found["items"] = objects(found.get("items"), SOURCE)
        return found

    def _meant(self, error: PullError) -> Exception:
        """Return what an error means, by the reason in the answer."""
        reason = _reason(error)
        if reason in _QUOTA:
            wait = (next_day(self.now()) - self.now()).total_seconds()
            text = "The day's quota of the YouTube key is used up; it begins anew at midnight, Pacific time."
            return QuotaError(text, retry_after=wait)
        if reason in _PACE:
            return LimitedError("YouTube asks to be called more slowly.", retry_after=60.0)
        if reason in _BAD_KEY:
            return RefusedError("YouTube does not accept the key, or the Data API is not switched on for it.")
        return ApiError(reason) if reason else error


def pacific_day(now: datetime) -> str:
    """Return the day the quota counts, such as 2026-05-12: days begin at midnight, Pacific time."""
    return now.astimezone(_PACIFIC).date().isoformat()


def next_day(now: datetime) -> datetime:
    """Return when the next such day begins."""
    there = now.astimezone(_PACIFIC)
    return (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _reason(error: PullError) -> str:
    """Return the reason in an error's answer, empty when it has none that can be read."""
    if error.answer is None:
        return ""
    try:
        errors = json.loads(error.answer.body)["error"]["errors"]
        return str(errors[0]["reason"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
