"""How search results come in: one small interface, and what an answer is worth. Nothing here asks an engine by itself.

A connector of your own implements `SearchEngine`: it asks an engine by a way that its terms allow, and hands the answer to
`reading_of`. An answer that cannot be read becomes a reading that failed, with the reason; never a rank.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

OK, PARTIAL, FAILED = "ok", "partial", "failed"
_CAPTCHA = (
    "captcha", "unusual traffic", "are you a robot", "not a robot", "verify you are human", "安全验证", "人机验证", "验证码",
)  # fmt: skip
_MOST_HITS = 500
MOST_RANK = 1000
# How the services write where an answer begins: counted from 0, or from 1.
_OFFSETS = {"start": 0, "pn": 0, "first": 1, "b": 1, "page": 1}


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: its rank (1 is the first), address, title and snippet."""

    rank: int
    url: str
    title: str = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine showed for a keyword at a place at a moment (aware).

    `state` is ok, partial or failed (then `reason` says why: captcha, empty, unreadable, refused, outage, other);
    `depth` is how many results were looked through, `asked` what people also ask.
    """

    keyword: str
    engine: str
    place: str
    at: datetime
    state: str = OK
    reason: str = ""
    detail: str = ""
    depth: int = 0
    hits: tuple[Hit, ...] = ()
    asked: tuple[str, ...] = field(default=())


class SearchEngine(Protocol):
    """A way to look at an engine's results."""

    def read(self, keyword: str, engine: str, place: str) -> Reading:
        """Return one look at the results; it may raise anything, which counts as a reading that failed."""
        ...


def reading_of(
    answer: str, *, keyword: str, engine: str, place: str, at: datetime, depth: int = 10
) -> Reading:
    """Return what an answer says: results as JSON (as SerpApi and its likes write them), or why it says nothing.

    A page instead of JSON is a captcha or something unreadable, a blank answer is empty; JSON without a list of results
    is unreadable, unless it says that there are none. An answer that begins after the first result is refused: nobody
    knows what stands above. `depth` is how many results were asked for: so many were looked through only where the
    answer says that there are no more than it shows.

    >>> from datetime import UTC
    >>> reading_of("<html>Our systems have detected unusual traffic", keyword="k", engine="e", place="",
    ...     at=datetime(2026, 1, 1, tzinfo=UTC)).reason
    'captcha'
    """
    bare = Reading(keyword, engine, place, at)
    text = answer.lstrip("\ufeff \t\r\n")
    if not text:
        return replace(bare, state=FAILED, reason="empty")
    if text.startswith("<"):
        lower = text.lower()
        is_captcha = any(sign in lower for sign in _CAPTCHA)
        return replace(bare, state=FAILED, reason="captcha" if is_captcha else "unreadable")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return replace(bare, state=FAILED, reason="unreadable")
    return reading_of_json(found, keyword=keyword, engine=engine, place=place, at=at, depth=depth)


def reading_of_json(
    found: Any, *, keyword: str, engine: str, place: str, at: datetime, depth: int = 10
) -> Reading:
    """Return what an answer in JSON says; see `reading_of`."""
    bare = Reading(keyword, engine, place, at)
    if not isinstance(found, Mapping):
        return replace(bare, state=FAILED, reason="unreadable")
    if begins_late(found):
        return replace(bare, state=FAILED, reason="other", detail="begins after the first result")
    results = found.get("organic_results")
    error = found.get("error")
    if results is None and (error or _says_none(found)):
        said = clean(error or "")
        if _says_none(found) or "hasn't returned any results" in said:
            return replace(bare, depth=depth, asked=_asked(found))
        reason = "captcha" if any(sign in said.lower() for sign in _CAPTCHA) else "other"
        return replace(bare, state=FAILED, reason=reason, detail=said[:300])
    hits = _hits(results)
    if hits is None:
        return replace(bare, state=FAILED, reason="unreadable")
    if not hits:
        return replace(bare, state=FAILED, reason="empty")
    state = PARTIAL if error else OK
    last = max(hit.rank for hit in hits)
    seen = max(depth, last) if _says_last(found) else last
    detail = clean(error or "")[:300]
    return replace(bare, state=state, detail=detail, depth=seen, hits=hits, asked=_asked(found))


def begins_late(found: Mapping[str, Any]) -> bool:
    """Whether an answer was asked for without the first results, such as for a second page.

    >>> begins_late({"search_parameters": {"start": "10"}}), begins_late({"search_parameters": {"first": 1}})
    (True, False)
    """
    asked = found.get("search_parameters")
    if not isinstance(asked, Mapping):
        return False
    given = {name: str(asked.get(name, first)) for name, first in _OFFSETS.items()}
    return any(text.isdecimal() and int(text[:9]) > _OFFSETS[name] for name, text in given.items())


def clean(value: Any) -> str:
    r"""Return a text on one line that both databases can keep: no NUL, no half of a surrogate pair.

    >>> clean(" a\x00\n b\ud800")
    'a b?'
    """
    return " ".join(str(value).replace("\x00", "").encode("utf-8", "replace").decode().split())


def _says_none(found: Mapping[str, Any]) -> bool:
    """Whether an answer says itself that there are no results."""
    information = found.get("search_information")
    said = information.get("organic_results_state") if isinstance(information, Mapping) else ""
    return said == "Fully empty"


def _says_last(found: Mapping[str, Any]) -> bool:
    """Whether an answer says itself that no more results come after those it has."""
    pages = found.get("serpapi_pagination")
    return (
        isinstance(pages, Mapping)
        and "current" in pages
        and not (pages.get("next") or pages.get("next_link"))
    )


def _hits(results: Any) -> tuple[Hit, ...] | None:
    """Return the results of a list, or None when a part of it is none: then nobody knows the ranks."""
    if not isinstance(results, list):
        return None
    found: dict[int, Hit] = {}
    for each in results[:_MOST_HITS]:
        if not isinstance(each, Mapping):
            return None
        rank, url = each.get("position"), each.get("link")
        if (
            not isinstance(rank, int)
            or isinstance(rank, bool)
            or not 1 <= rank <= MOST_RANK
            or not isinstance(url, str)
        ):
            return None
        title, snippet = (clean(each.get(name) or "") for name in ("title", "snippet"))
        found.setdefault(rank, Hit(rank, clean(url), title, snippet))
    return tuple(found[rank] for rank in sorted(found))


def _asked(found: Mapping[str, Any]) -> tuple[str, ...]:
    questions = found.get("related_questions")
    if not isinstance(questions, list):
        return ()
    return tuple(
        str(each["question"]) for each in questions if isinstance(each, Mapping) and each.get("question")
    )
