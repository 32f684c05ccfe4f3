"""The reviews of one location, as a listing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..checked_json import Object, an_object, moment, needed, objects, text
from ..newest_first import Entry, Found, Known, Page, reply_id, take_back, version_of
from ..protocol import Author, Kind, Mention, UnreadableError
from .access import SOURCE, Access

STARS = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0, "STAR_RATING_UNSPECIFIED": None}
_TRANSLATED, _ORIGINAL = "(Translated by Google)", "(Original)"
_ANSWERED = "+"


@dataclass(slots=True)
class Reviews:
    """Reviews by the time they were last changed, so that edits come first again."""

    access: Access
    location: str  # accounts/1/locations/2
    business: str  # its name, for its replies

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        return self.location

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read fifty reviews. A location without reviews answers with an empty object."""
        params: dict[str, str | int] = {"pageSize": 50, "orderBy": "updateTime desc"}
        if token:
            params["pageToken"] = token
        answer = self.access.get(f"{self.location}/reviews", params)
        if answer and not answer.keys() & {"reviews", "totalReviewCount", "nextPageToken"}:
            raise UnreadableError(f"{SOURCE} answered with something other than it documents.")
        reviews = objects(answer.get("reviews") or [], SOURCE)
        return Page([self._entry(each, own) for each in reviews], text(answer, "nextPageToken") or None)

    def tired(self) -> bool:
        """Pages cost one call each, so the plan's bound is enough."""
        return False

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return nothing: a review that is not listed may just have been edited meanwhile."""
        return []

    def _entry(self, review: Object, own: dict[str, Any]) -> Entry:
        key = needed(review, SOURCE, "reviewId")
        created = moment(needed(review, SOURCE, "createTime"), SOURCE)
        changed = moment(text(review, "updateTime") or needed(review, SOURCE, "createTime"), SOURCE)
        stars = text(review, "starRating")
        if stars not in STARS:
            raise UnreadableError(f"{SOURCE} gave a rating that is none: “{stars[:30]}”.")
        reply = an_object(review.get("reviewReply") or {}, SOURCE)
        said = _original(text(review, "comment"))
        version = version_of(said, stars, text(reply, "comment")) + (_ANSWERED if reply else "")

        def read(known: Known | None) -> Found:
            mentions = [_review(review, key, said, created, changed)]
            if reply:
                mentions.append(self._reply(reply, key, changed, reply_id(key, own)))
            elif known and known.version.endswith(_ANSWERED):
                mentions.append(Mention(native_id=reply_id(key, own), deleted=True))
                take_back(key, own)
            return Found(mentions)

        return Entry(key, changed, version, read)

    def _reply(self, reply: Object, review: str, changed: datetime, own_id: str) -> Mention:
        at = text(reply, "updateTime")
        return Mention(
            native_id=own_id,
            text=_original(text(reply, "comment")),
            source="google.com/maps",
            author=Author(id=self.location, name=self.business),
            published=moment(at, SOURCE) if at else changed,
            reply_to=review,
            thread=review,
        )


def _review(review: Object, key: str, said: str, created: datetime, changed: datetime) -> Mention:
    who = text(review, "reviewer", "displayName")
    hidden = an_object(review.get("reviewer") or {}, SOURCE).get("isAnonymous") is True or not who
    stars = STARS[text(review, "starRating")]
    return Mention(
        native_id=key,
        text=said,
        kind=Kind.REVIEW,
        source="google.com/maps",
        author=None if hidden else Author(id=text(review, "reviewer", "profilePhotoUrl") or who, name=who),
        published=created,
        updated=changed if changed > created else None,
        thread=key,
        rating=stars,
        best_rating=None if stars is None else 5.0,
    )


def _original(comment: str) -> str:
    """Return what was written, without the translation Google puts before or after it.

    >>> _original("(Translated by Google) Good\\n\\n(Original)\\n很好"), _original("很好\\n\\n(Translated by Google)\\nGood")
    ('很好', '很好')
    """
    if _ORIGINAL in comment and _TRANSLATED in comment:
        return comment.partition(_ORIGINAL)[2].strip()
    return comment.partition(_TRANSLATED)[0].strip() if _TRANSLATED in comment else comment
