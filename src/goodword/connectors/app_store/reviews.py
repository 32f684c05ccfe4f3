"""The reviews of an app in one country, as a listing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..checked_json import Object, an_object, moment, needed, objects, text
from ..newest_first import Entry, Found, Known, Page, version_of
from ..protocol import Author, Kind, Mention, UnreadableError
from ..wire import Net

SOURCE = "The App Store"
PAGES, PAGE_SIZE = 10, 50
_SPELLINGS = ("sortby=mostrecent", "sortBy=mostRecent")
_FIRST_BELIEVED, _BELIEVED = timedelta(days=3), timedelta(hours=6)


@dataclass(slots=True)
class Reviews:
    """Ten pages of fifty at most. The servers of the store sometimes answer with an empty list; see `_check_empty`."""

    net: Net
    app: str
    country: str

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        return f"{self.country}:{self.app}"

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read a page, the newest review first."""
        number = int(token or 1)
        reviews = self._asked(number, _SPELLINGS[0]) or self._asked(number, _SPELLINGS[1])
        now = self.net.now()
        if not reviews:
            self._check_empty(number, own, now)
            return Page([])
        full = len(reviews) >= PAGE_SIZE
        own["pages"] = max(number, own.get("pages", 0)) if full else number
        own["at"] = now.isoformat()
        last = number == PAGES
        return Page(
            [_entry(each, self.country) for each in reviews],
            next=str(number + 1) if full and not last else None,
            resume=str(number),
            capped=full and last,
        )

    def tired(self) -> bool:
        """A country is read in one go: its pages shift with every new review."""
        return False

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return nothing: the store does not tell a review that was deleted from one it forgot to send."""
        return []

    def _asked(self, number: int, order: str) -> list[Object]:
        """Ask for a page. The servers keep each spelling of the address apart; one may be empty and the other not."""
        url = f"https://itunes.apple.com/{self.country}/rss/customerreviews/page={number}/id={self.app}/{order}/json"
        return _reviews(an_object(an_object(self.net.get(url).json(), SOURCE).get("feed"), SOURCE))

    def _check_empty(self, number: int, own: dict[str, Any], now: datetime) -> None:
        """Raise for a page that is empty although it was not, unless it stays so."""
        had, at = own.get("pages", 0), own.get("at")
        believed = _FIRST_BELIEVED if number == 1 else _BELIEVED
        if number <= had and at and now - datetime.fromisoformat(at) < believed:
            raise UnreadableError(
                f"{SOURCE} ({self.country}) sent page {number} empty although it had reviews; it is asked again."
            )
        own["pages"] = number - 1


def _reviews(feed: Object) -> list[Object]:
    """Return the reviews of a page: a list, a single object, or nothing; the app itself, listed first, left out."""
    given = feed.get("entry", [])
    entries = objects([given] if isinstance(given, dict) else given, SOURCE)
    return [entry for entry in entries if "im:rating" in entry]


def _entry(review: Object, country: str) -> Entry:
    key = needed(review, SOURCE, "id", "label")
    at = moment(needed(review, SOURCE, "updated", "label"), SOURCE)
    title, said = text(review, "title", "label"), text(review, "content", "label")
    stars = needed(review, SOURCE, "im:rating", "label")
    if stars not in "12345":
        raise UnreadableError(f"{SOURCE} gave a rating that is none: “{stars[:20]}”.")
    who = text(review, "author", "name", "label")
    profile = text(review, "author", "uri", "label")

    def read(known: Known | None) -> Found:
        mention = Mention(
            native_id=key,
            title=title,
            text=said,
            url=text(review, "link", "attributes", "href"),
            kind=Kind.REVIEW,
            source=f"apps.apple.com/{country}",
            author=Author(id=profile.rpartition("/id")[2] or who, name=who, url=profile),
            published=known.at if known else at,
            updated=at if known else None,
            rating=float(stars),
            best_rating=5.0,
        )
        return Found([mention])

    return Entry(key, at, version_of(title, said, stars), read)
