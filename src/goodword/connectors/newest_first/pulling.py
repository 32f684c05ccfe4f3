"""One pull over one or several listings: whose turn it is, how far it goes, what it could not see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from ..protocol import Cursor, Gap, GapReason, Mention, Pull, PullError, RefusedError, UnreadableError
from .listing import Listing, Page, StalePageError
from .places import Place, Walk, millis, moment

_ROUND = timedelta(minutes=10)
_MOST_FAILURES = 10
_MOST_RESTARTS = 3
_MOST_CHECKED = 50
_PASSED_BY = "passed by"
_REMEMBERED, _LEAST_REMEMBERED = 10_000, 500  # entries of all listings, and of one: the cursor stays small


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a listing is read: pages a pull, how far back each walk looks again, and since when at all.

    Within `overlap` before the newest known entry, late, changed and deleted entries are found; `remembered` bounds
    how many entries of a listing that may be, fewer where there are many listings, and with it the size of the cursor.
    """

    pages: int = 5
    overlap: timedelta = timedelta(days=7)
    since: datetime | None = None
    remembered: int = 2_000
    cap_detail: str = "The source does not show older items."


@dataclass(slots=True)
class _Haul:
    mentions: list[Mention]
    gaps: list[Gap]


def pull_newest_first(listings: Sequence[Listing], cursor: Cursor, now: datetime, plan: Plan) -> Pull:
    """Read a piece of the listing whose turn it is; `more` stays set until every listing had its turn.

    A listing that cannot be read does not hold up the others: it is tried again once they are read. Is it gone or refused
    then, although they were not, that is a gap told once; any other error is raised. When the whole source is down or asks
    for a rest, the first error is raised at once.
    """
    plan = replace(
        plan, remembered=max(min(plan.remembered, _REMEMBERED // max(len(listings), 1)), _LEAST_REMEMBERED)
    )
    places = {each.name: _place(cursor, each) for each in listings}
    number, began = int(cursor.get("round", 0)), int(cursor.get("began", 0))
    due = _due(listings, places, number)
    if not due or millis(now) - began >= millis_of(_ROUND):
        number, began = number + 1, millis(now)
        due = _due(listings, places, number)
    haul = _Haul([], [])
    failures: dict[str, PullError] = {}
    for listing in due[:_MOST_FAILURES]:
        place = places[listing.name]
        try:
            _read(listing, place, haul, now, plan)
        except (RefusedError, UnreadableError) as error:
            failures[listing.name] = error
            places[listing.name], haul = _place(cursor, listing), _Haul([], [])
            continue
        place.turn = number
        place.own.pop(_PASSED_BY, None)
        break
    else:
        haul.gaps += _pass_by(places, failures, number, now)
    after = {
        "places": {name: each.to_json() for name, each in places.items()},
        "round": number,
        "began": began,
        "more": bool(_due(listings, places, number)),
    }
    return Pull(haul.mentions, haul.gaps, {**cursor, **after})


def _place(cursor: Cursor, listing: Listing) -> Place:
    return Place.from_json(cursor.get("places", {}).get(listing.name, {}))


def _pass_by(
    places: dict[str, Place], failures: dict[str, PullError], number: int, now: datetime
) -> list[Gap]:
    """Go on without listings that are gone or refused while others are not; return the gaps not told yet."""
    others = any(place.turn == number for name, place in places.items() if name not in failures)
    for error in failures.values():
        if not others or not _is_its_own(error):
            raise error
    gaps = []
    for name, error in failures.items():
        place = places[name]
        if not place.own.get(_PASSED_BY):
            gaps.append(
                Gap(reason=GapReason.SKIPPED, start=now, end=now, detail=f"{name} cannot be read. {error}")
            )
        place.own[_PASSED_BY], place.turn, place.walk = True, number, None
    return gaps


def _is_its_own(error: PullError) -> bool:
    """Tell whether an error concerns one listing, not the source: it is refused, or not there."""
    status = error.answer.status if error.answer else 0
    return isinstance(error, RefusedError) or status in (404, 410)


def millis_of(span: timedelta) -> int:
    """Return a span as whole milliseconds."""
    return span // timedelta(milliseconds=1)


def _due(listings: Sequence[Listing], places: dict[str, Place], number: int) -> list[Listing]:
    """Return the listings with something to read in this round, the longest waiting first."""
    due = [each for each in listings if places[each.name].walk or places[each.name].turn < number]
    return sorted(due, key=lambda each: places[each.name].turn)


def _read(listing: Listing, place: Place, haul: _Haul, now: datetime, plan: Plan) -> None:
    """Go on with the walk of a listing, page by page.

    A fault before anything was read raises. One that comes later ends the pull early: what was read counts, and the next
    pull begins with the page that failed.
    """
    walk = place.begin(plan.overlap, plan.since, plan.remembered)
    left = plan.pages
    for done in count():
        try:
            page = listing.page(walk.token, place.own)
            _take(page, place, walk, haul, now)
        except StalePageError:
            if walk.restarts >= _MOST_RESTARTS:
                _give_up(place, walk, haul)
                return
            walk.token, walk.restarts, left = None, walk.restarts + 1, plan.pages * 10
            continue
        except PullError:
            if not done and (walk.token is not None or not haul.mentions):
                raise
            break
        if page.next is None or _reached(page, walk):
            _finish(listing, page, place, walk, haul, plan)
            return
        left -= 1
        walk.token = page.next
        if left <= 0 or listing.tired():
            walk.token = page.resume or page.next
            break
    place.forget(plan.remembered)


def _take(page: Page, place: Place, walk: Walk, haul: _Haul, now: datetime) -> None:
    haul.gaps += page.gaps
    for entry in page.entries:
        at, known = millis(entry.at), place.known(entry)
        walk.meet(at, millis(now))
        if known is None and walk.floor is not None and at < walk.floor:
            continue
        if known is None or known.version != entry.version:
            found = entry.read(known)
            haul.mentions += found.mentions
            haul.gaps += found.gaps
        place.remember(entry)


def _reached(page: Page, walk: Walk) -> bool:
    """Tell whether a page ends before what is known."""
    return walk.until is not None and bool(page.entries) and millis(page.entries[-1].at) < walk.until


def _finish(listing: Listing, page: Page, place: Place, walk: Walk, haul: _Haul, plan: Plan) -> None:
    """End a walk: what the source would not show is a gap, what it says is deleted a tombstone."""
    if page.capped and not _reached(page, walk) and _misses(place, walk):
        haul.gaps.append(_gap(GapReason.PROVIDER_CAP, place, walk, plan.cap_detail))
    for key in _gone(listing, place.missing(walk)[:_MOST_CHECKED]):
        haul.mentions.append(Mention(native_id=key, deleted=True))
        place.seen.pop(key, None)
    _close(place, walk)
    place.forget(plan.remembered)


def _gone(listing: Listing, missing: list[str]) -> Collection[str]:
    """Return what is deleted; when the source cannot say it now, it is asked after the next walk."""
    try:
        return listing.gone(missing) if missing else ()
    except PullError:
        return ()


def _misses(place: Place, walk: Walk) -> bool:
    return place.mark is None or (walk.low is not None and walk.low >= place.mark)


def _give_up(place: Place, walk: Walk, haul: _Haul) -> None:
    detail = "The source forgot its page marks again and again, so older items could not be reached."
    haul.gaps.append(_gap(GapReason.UNREADABLE, place, walk, detail))
    _close(place, walk)


def _close(place: Place, walk: Walk) -> None:
    if walk.top is not None:
        place.mark = walk.top if place.mark is None else max(place.mark, walk.top)
    place.walk = None


def _gap(reason: GapReason, place: Place, walk: Walk, detail: str) -> Gap:
    return Gap(reason=reason, start=moment(place.mark), end=moment(walk.low), detail=detail)
