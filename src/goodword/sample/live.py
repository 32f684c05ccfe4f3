"""What people go on saying of the school after the simulated months, at places that answer like real ones.

Nothing is kept: whether somebody posts in a stretch of time, who, and what, follows from the place and the stretch alone.
The same moment always shows the same posts, and later ones only add to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from goodword.core.ids import content_key

from .sentences import Sentence, sentences

STRETCH = timedelta(minutes=20)
DAYS = 3
_SCHOOL = {"en": "Lumen School", "zh": "流明学堂"}
_PEOPLE = {
    "en": (
        "Ada Fenwright",
        "Hugo Larkspur",
        "Ivy Coldbrook",
        "Miles Redfern",
        "Nora Yewdale",
        "Percy Quillon",
    ),
    "zh": ("林溪", "陈思齐", "何若水", "苏念真", "高明哲", "田沐阳"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place by name: the languages spoken there, and in how many of a hundred stretches somebody posts."""

    name: str
    languages: tuple[str, ...]
    chance: int


@dataclass(frozen=True, slots=True)
class Post:
    """One post: a number that rises with time, when, by whom, and what."""

    number: int
    at: datetime
    author: str
    text: str
    title: str
    language: str


PLACES = {
    "social": Place("social", ("en",), 45),
    "weiliao": Place("weiliao", ("zh",), 45),
    "forum": Place("forum", ("en", "zh"), 50),
    "blog": Place("blog", ("en",), 15),
}


def live_posts(place: str, until: datetime, days: int = DAYS) -> list[Post]:
    """Return what was posted at a place in the days before a moment, the oldest first.

    >>> moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> earlier, later = live_posts("social", moment), live_posts("social", moment + timedelta(hours=2))
    >>> [post for post in later if post.at <= moment][-5:] == earlier[-5:], len(later) > 0
    (True, True)
    """
    return list(_posts(PLACES[place], until, days))


def _posts(place: Place, until: datetime, days: int) -> Iterator[Post]:
    last = int(until.timestamp() // STRETCH.total_seconds())
    for number in range(last - days * 72, last + 1):
        if _draw(place.name, number, "posts") % 100 < place.chance:
            post = _post(place, number)
            if post.at <= until:
                yield post


def _post(place: Place, number: int) -> Post:
    begun = datetime.fromtimestamp(number * STRETCH.total_seconds(), UTC)
    at = begun + timedelta(seconds=_draw(place.name, number, "second") % int(STRETCH.total_seconds()))
    language = place.languages[_draw(place.name, number, "language") % len(place.languages)]
    people = _PEOPLE[language]
    author = people[_draw(place.name, number, "author") % len(people)]
    said = _sentence(place.name, number, language).text
    school = _SCHOOL[language]
    text = f"{school}: {said}" if language == "en" else f"{school}：{said}"
    return Post(number, at, author, text, said[:60], language)


def _sentence(place: str, number: int, language: str) -> Sentence:
    known = sentences(language)
    return known[_draw(place, number, "sentence") % len(known)]


def _draw(*of: object) -> int:
    return int(content_key("live", *of)[:8], 16)
