"""The reviews of a business unit, as a listing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..checked_json import Object, an_object, moment, needed, objects, text
from ..newest_first import Entry, Found, Known, Page, reply_id, take_back, version_of
from ..protocol import Author, Kind, Mention, UnreadableError
from ..wire import Net

SOURCE = "Trustpilot"
ROOT = "https://api.trustpilot.com/v1/business-units/"
_PAGE_SIZE = 100
_LAST_PAGE = 1000
_ANSWERED = "+"


@dataclass(slots=True)
class Reviews:
    """Reviews by the time they were written; pages are numbered, so they shift with every new one."""

    net: Net
    key: str
    company: str  # a domain, or the 24 digits of a business unit
    unit: str  # those digits

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        return self.unit

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read a hundred reviews."""
        number = int(token or 1)
        answer = self.net.get(
            f"{ROOT}{self.unit}/reviews",
            params={"perPage": _PAGE_SIZE, "page": number, "orderBy": "createdat.desc"},
            headers={"apikey": self.key},
        )
        reviews = objects(an_object(answer.json(), SOURCE).get("reviews"), SOURCE)
        full, last = len(reviews) >= _PAGE_SIZE, number >= _LAST_PAGE
        return Page(
            [self._entry(each, own) for each in reviews],
            next=str(number + 1) if full and not last else None,
            resume=str(number),
            capped=full and last,
        )

    def tired(self) -> bool:
        """Pages cost one call each, so the plan's bound is enough."""
        return False

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return the reviews Trustpilot says are not there any more: it is asked for each, the first ten."""
        return [key for key in ids[:10] if self._is_gone(key)]

    def _is_gone(self, key: str) -> bool:
        try:
            self.net.get(f"https://api.trustpilot.com/v1/reviews/{key}", headers={"apikey": self.key})
        except UnreadableError as error:
            if error.answer is not None and error.answer.status in (404, 410):
                return True
            raise
        return False

    def _entry(self, review: Object, own: dict[str, Any]) -> Entry:
        key = needed(review, SOURCE, "id")
        created = moment(needed(review, SOURCE, "createdAt"), SOURCE)
        stars = needed(review, SOURCE, "stars")
        if stars not in "12345":
            raise UnreadableError(f"{SOURCE} gave a rating that is none: “{stars[:20]}”.")
        reply = an_object(review.get("companyReply") or {}, SOURCE)
        parts = (text(review, "title"), text(review, "text"), stars, text(reply, "text"))
        version = version_of(*parts) + (_ANSWERED if reply else "")

        def read(known: Known | None) -> Found:
            mentions = [_review(review, key, created)]
            if reply:
                mentions.append(self._reply(reply, key, created, reply_id(key, own)))
            elif known and known.version.endswith(_ANSWERED):
                mentions.append(Mention(native_id=reply_id(key, own), deleted=True))
                take_back(key, own)
            return Found(mentions)

        return Entry(key, created, version, read)

    def _reply(self, reply: Object, review: str, reviewed: datetime, own_id: str) -> Mention:
        at, changed = text(reply, "createdAt"), text(reply, "updatedAt")
        first = moment(at, SOURCE) if at else reviewed
        last = moment(changed, SOURCE) if changed else first
        return Mention(
            native_id=own_id,
            text=text(reply, "text"),
            url=f"https://www.trustpilot.com/reviews/{review}",
            source="trustpilot.com",
            author=Author(id=self.unit, name=self.company),
            published=first,
            updated=last if last > first else None,
            reply_to=review,
            thread=review,
        )


def _review(review: Object, key: str, created: datetime) -> Mention:
    changed = moment(text(review, "updatedAt") or needed(review, SOURCE, "createdAt"), SOURCE)
    who = text(review, "consumer", "id")
    return Mention(
        native_id=key,
        title=text(review, "title"),
        text=text(review, "text"),
        url=f"https://www.trustpilot.com/reviews/{key}",
        kind=Kind.REVIEW,
        source="trustpilot.com",
        author=Author(
            id=who,
            name=text(review, "consumer", "displayName"),
            url=f"https://www.trustpilot.com/users/{who}",
        )
        if who
        else None,
        published=created,
        updated=changed if changed > created else None,
        thread=key,
        language=text(review, "language"),
        rating=float(text(review, "stars")),
        best_rating=5.0,
    )
