"""Storing readings: each once, its hits told apart by whose they are and what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from goodword.server.accounts.facade import Actor, Right
from goodword.server.understanding.facade import reader_of

from .engine import FAILED, Hit, Reading, SearchEngine, clean
from .models import (
    LONGEST_QUERY,
    LONGEST_URL,
    NAME,
    Keyword,
    KnownHost,
    OfficialPage,
    Owner,
    SearchHit,
    SearchReading,
)

_VALENCES = {"favourable": "favourable", "neutral": "neutral", "unfavourable": "harmful"}
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of readings: how many are new, how many of these say nothing, how many were there already."""

    new: int = 0
    unread: int = 0
    already: int = 0


@transaction.atomic
def store_readings(actor: Actor, readings: Iterable[Reading]) -> Stored:
    """Store readings of the actor's brand; one of the same keyword, engine, place and moment is stored once."""
    actor.check(Right.MENTIONS_WRITE)
    owners, new, unread, already = owners_of(actor.brand_id), 0, 0, 0
    hits: list[SearchHit] = []
    for each in readings:
        keyword, _made = Keyword.objects.get_or_create(
            brand_id=actor.brand_id, text=each.keyword[:LONGEST_QUERY]
        )
        where = {"keyword": keyword, "engine": each.engine[:NAME], "place": each.place[:NAME], "at": each.at}
        known = {"depth": each.depth, "state": each.state, "reason": each.reason, "detail": each.detail[:300]}
        stored, is_new = SearchReading.objects.get_or_create(
            **where, defaults={"brand_id": actor.brand_id, **known}
        )
        if not is_new:
            already += 1
            continue
        new, unread = new + 1, unread + (not stored.counts)
        hits += [_hit(stored, hit, owners) for hit in each.hits if _is_web(hit.url)]
    _judge(actor.brand_id, hits)
    SearchHit.objects.bulk_create(hits, batch_size=_AT_ONCE)
    return Stored(new, unread, already)


def do_read_engine(
    actor: Actor,
    source: SearchEngine,
    keyword: str,
    engine: str,
    place: str = "",
    now: datetime | None = None,
) -> Stored:
    """Look at an engine's results once and store what was seen; whatever goes wrong is a reading that failed."""
    actor.check(Right.MENTIONS_WRITE)
    try:
        reading = source.read(keyword, engine, place)
    except Exception as error:  # a connector may fail in any way, and each is a gap
        at = now or timezone.now()
        reading = Reading(
            keyword, engine, place, at, state=FAILED, reason="outage", detail=type(error).__name__
        )
    return store_readings(actor, [reading])


def host_of(url: str) -> str:
    """Return the place of an address, without www.

    >>> host_of("https://www.Example.org/a"), host_of("nonsense")
    ('example.org', '')
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:255]


def owners_of(brand_id: int) -> dict[str, str]:
    """Return whose the known places are: as somebody said, and those of the official pages are the brand's own."""
    pages = OfficialPage.objects.filter(brand_id=brand_id).values_list("url", flat=True)
    own = {host_of(url): Owner.OWN.value for url in pages}
    return own | dict(KnownHost.objects.filter(brand_id=brand_id).values_list("host", "owner"))


def owner_of(host: str, owners: Mapping[str, str]) -> str:
    """Return whose a place is; one under a known one is its owner's, too.

    >>> owner_of("help.lumen.example", {"lumen.example": "own"}), owner_of("a.example", {})
    ('own', 'other')
    """
    parts = host.split(".")
    above = (".".join(parts[place:]) for place in range(len(parts)))
    return next((owners[each] for each in above if each in owners), Owner.OTHER.value)


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://")) and bool(host_of(url)) and len(url) <= LONGEST_URL


def _hit(reading: SearchReading, hit: Hit, owners: Mapping[str, str]) -> SearchHit:
    host = host_of(hit.url)
    title, snippet = clean(hit.title), clean(hit.snippet)
    return SearchHit(
        reading=reading, rank=hit.rank, url=hit.url, host=host, title=title[:500], snippet=snippet[:2000],
        owner=owner_of(host, owners),
    )  # fmt: skip


def _judge(brand_id: int, hits: list[SearchHit]) -> None:
    """Let the model that reads the brand's mentions say what each result says; where it abstains nobody does."""
    texts = sorted({f"{hit.title}\n{hit.snippet}" for hit in hits if hit.title or hit.snippet})
    if not texts:
        return
    read = dict(zip(texts, reader_of(brand_id).reader.read(texts), strict=True))
    for hit in hits:
        said = read.get(f"{hit.title}\n{hit.snippet}")
        if said is not None and said.sentiment:
            hit.valence, hit.valence_by = _VALENCES[said.sentiment], "model"
