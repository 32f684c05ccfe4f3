"""The API of Stack Exchange: one envelope for all answers, pauses it asks for, a budget for the day."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..checked_json import Object, an_object, objects, text
from ..protocol import LimitedError, PullError, RefusedError, UnavailableError, UnreadableError
from ..wire import Answer, Net

SERVICE = "Stack Exchange"
INCLUDED = (
    "question.body;question.answers;question.comments;question.last_edit_date;"
    "answer.body;answer.comments;answer.last_edit_date;comment.body;comment.link"
)
_REFUSED = ("access_token_required", "invalid_access_token", "access_denied", "access_token_compromised")


class Page(NamedTuple):
    """One page of items, and what the envelope says besides."""

    items: list[Object]
    more: bool
    pause: float  # seconds to leave the service alone
    spent: bool  # whether the day's budget is used up


class Api:
    """One site of the network."""

    def __init__(self, net: Net, address: str, site: str, key: str) -> None:
        """Take the address of the API, the site's name in it, and a key (empty: none)."""
        self._net, self._address, self._site, self._key = net, address, site, key

    def now(self) -> datetime:
        """Return the time."""
        return self._net.now()

    def filter_for_threads(self) -> str:
        """Return the name of the filter that brings questions with answers and comments; it never expires."""
        page = self._ask("filters/create", {"include": INCLUDED, "base": "default", "unsafe": "false"})
        name = text(page.items[0], "filter") if page.items else ""
        if not name:
            raise UnreadableError(f"{SERVICE} made no filter.")
        return name

    def get(self, path: str, params: Mapping[str, str | int]) -> Page:
        """Return a page of the site."""
        return self._ask(path, {"site": self._site, **params})

    def _ask(self, path: str, params: Mapping[str, str | int]) -> Page:
        key = {"key": self._key} if self._key else {}
        try:
            answer = self._net.get(f"{self._address}/{path}", params={**params, **key})
        except PullError as error:
            raise self._explained(error) from None
        whole = an_object(answer.json(), SERVICE)
        if "error_id" in whole:
            raise self._explained(UnreadableError(""), answer)
        items = objects(whole.get("items"), SERVICE)
        pause, left = whole.get("backoff"), whole.get("quota_remaining")
        return Page(
            items,
            whole.get("has_more") is True,
            float(pause) if isinstance(pause, int | float) else 0.0,
            isinstance(left, int) and left <= 0,
        )

    def _explained(self, error: PullError, answer: Answer | None = None) -> PullError:
        """Return what an error means: the service says so in its body, whatever the status."""
        told = _told(answer or error.answer)
        name, said = text(told, "error_name"), text(told, "error_message")[:200]
        if self._key:
            said = said.replace(self._key, "…")
        if name == "throttle_violation":
            wait = re.search(r"in (\d+) seconds", said)
            return LimitedError(
                f"{SERVICE} has had enough for now.", retry_after=float(wait[1]) if wait else None
            )
        if name in _REFUSED:
            return RefusedError(f"{SERVICE} refuses to answer: {said or name}.")
        if name in ("internal_error", "temporarily_unavailable"):
            return UnavailableError(f"{SERVICE} is out of order.")
        return UnreadableError(f"{SERVICE} does not take the question: {said or name}.") if name else error


def until_midnight(now: datetime) -> float:
    """Return when the day's budget begins anew (UTC), as seconds since 1970."""
    day = now.replace(hour=0, minute=1, second=0, microsecond=0) + timedelta(days=1)
    return day.timestamp()


def _told(answer: Answer | None) -> dict[str, Any]:
    try:
        told = json.loads(answer.body) if answer else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
