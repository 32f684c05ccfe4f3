"""What a page says in schema.org's words: reviews, questions with their answers, articles, comments."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from ..html_text import html_text
from ..protocol import Author, Kind, Mention

_KINDS = {
    "Review": Kind.REVIEW,
    "UserReview": Kind.REVIEW,
    "CriticReview": Kind.REVIEW,
    "Question": Kind.QUESTION,
    "Answer": Kind.ANSWER,
    "Comment": Kind.NOTE,
    "SocialMediaPosting": Kind.NOTE,
    "DiscussionForumPosting": Kind.NOTE,
    "Article": Kind.ARTICLE,
    "NewsArticle": Kind.ARTICLE,
    "BlogPosting": Kind.ARTICLE,
}
_BODIES = ("reviewBody", "articleBody", "text", "description")
_DEEP, _MOST = 12, 500
Object = dict[str, Any]


def structured(data: list[Any], url: str, language: str) -> list[Mention]:
    """Return the mentions a page's JSON-LD holds; what is not as schema.org says is passed over."""
    found: dict[str, Mention] = {}
    for given, parent in _things(data, "", 0):
        mention = _mention(given, parent, url, language)
        if mention is not None and len(found) < _MOST:
            found.setdefault(mention.native_id, mention)
    return list(found.values())


def _things(given: Any, parent: str, depth: int) -> Iterator[tuple[Object, str]]:
    """Yield every object of a known type with the id of the thing it belongs to."""
    if depth > _DEEP:
        return
    if isinstance(given, list):
        for one in given:
            yield from _things(one, parent, depth + 1)
    elif isinstance(given, dict):
        if _kind(given) is not None:
            yield given, parent
            parent = _name(given)
        for value in given.values():
            if isinstance(value, dict | list):
                yield from _things(value, parent, depth + 1)


def _kind(given: Object) -> Kind | None:
    named = given.get("@type")
    names = named if isinstance(named, list) else [named]
    return next((_KINDS[name] for name in names if isinstance(name, str) and name in _KINDS), None)


def _mention(given: Object, parent: str, url: str, language: str) -> Mention | None:
    body = next((html_text(text) for name in _BODIES if (text := _text(given, name))), "")
    title = html_text(_text(given, "headline") or _text(given, "name"))[:1000]
    kind, rating = _kind(given), given.get("reviewRating")
    stars = rating if isinstance(rating, dict) else {}
    if kind is None or not (body or title or stars):
        return None
    answers = parent if kind in (Kind.ANSWER, Kind.NOTE) else ""
    return Mention(
        native_id=_name(given),
        text=body,
        title=title,
        url=_address(url, _text(given, "url")) or url,
        kind=kind,
        author=_author(given.get("author")),
        published=_moment(_text(given, "datePublished") or _text(given, "dateCreated")),
        updated=_moment(_text(given, "dateModified")),
        reply_to=answers,
        thread=answers,
        language=(_text(given, "inLanguage") or language)[:2].lower(),
        rating=_number(stars.get("ratingValue")),
        best_rating=_number(stars.get("bestRating")) or (5.0 if stars else None),
    )


def _name(given: Object) -> str:
    """Return what names a thing for good: its id, else who said it, when, and how it begins."""
    named = _text(given, "@id") or _text(given, "url")
    if named and len(named) <= 250 and "#" not in named[:1]:
        return f"{given.get('@type')}:{named}"[:300]
    author = _author(given.get("author"))
    body = next((text for name in _BODIES if (text := _text(given, name))), "") or _text(given, "name")
    parts = [str(given.get("@type")), author.id if author else "", _text(given, "datePublished"), body[:80]]
    return "ld:" + sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def _author(given: Any) -> Author | None:
    first = given[0] if isinstance(given, list) and given else given
    if isinstance(first, str) and first:
        return Author(id=first[:255], name=first[:255])
    if not isinstance(first, dict):
        return None
    name, url = html_text(_text(first, "name"))[:255], _address("", _text(first, "url"))
    return Author(id=(url or name)[:255], name=name, url=url) if name or url else None


def _address(base: str, link: str) -> str:
    try:
        found = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def _text(given: Object, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) <= 1000 else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= 1990 else None
