"""From the database to the edge: what links the edge serves. The database is the truth, the link file a copy of it.

A change of a link raises its `revision` in the transaction that makes it; once that is committed, the link file is
written and `published` follows. Whatever is killed in between, the next look (every minute, at start, or by hand)
finds the links whose revisions differ and writes them. Rows are read while the link file is locked, so that of two
writers the later one has the newer state.
"""

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goodword.core.errors import GoodwordError
from goodword.core.time import to_microseconds
from goodword.edge import Card, EdgeSettings, LinkError, LinkRow, change_links, write_snapshot
from goodword.edge import Site as EdgeSite
from goodword.edge.links import change_sites
from goodword.edge.rows import check_link, take_apart

from .models import ShareLink, Site, TargetHost

_CHUNK = 500
_log = logging.getLogger(__name__)
_FIELDS = (
    "pk", "revision", "published", "code", "target", "brand_id", "brand__time_zone", "person_id", "programme", "channel",
    "lever", "tie_strength", "root_code", "depth", "card_title", "card_description", "card_image", "expires_at",
    "withdrawn_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """How the link file stands to the database: links in each, and how many are not served as they are now."""

    links: int
    served: int | None
    waiting: int

    @property
    def is_whole(self) -> bool:
        """Whether the edge serves exactly what is in the database."""
        return self.served == self.links and not self.waiting


def links_path() -> Path:
    """Return where the link file is."""
    return EdgeSettings.of_home(Path(settings.HOME), str(settings.SECRET_KEY)).links


def publish_soon(brand_id: int) -> None:
    """Publish what the caller's transaction changes, right after it is committed; what fails is tried again by a job."""
    transaction.on_commit(lambda: _publish_or_ask(brand_id))


def publish_all_soon() -> None:
    """Write the whole link file anew after the caller's transaction: something is gone."""
    transaction.on_commit(_publish_all_or_tell)


def publish_calendar_soon(*, names: Collection[str], **_more: Any) -> None:
    """Write the link file anew after the caller's transaction if a brand's time zone is among what it changes."""
    if "time_zone" in names:
        publish_all_soon()


def publish_waiting() -> int:
    """Let the edge serve every link as it is now; returns how many were not. A missing link file is made anew."""
    if not links_path().exists():
        return publish_all()
    waiting = ShareLink.objects.filter(published__lt=F("revision"))
    if not waiting.exists():
        return 0
    told: list[tuple[int, int]] = []
    try:
        change_links(links_path(), _rows(waiting, told), hosts=_hosts())
    except LinkError as error:
        if isinstance(error.__cause__, sqlite3.Error):
            raise
        change_links(links_path(), _good_rows(waiting, told), hosts=_hosts())
    _mark(told)
    return len(told)


def publish_all() -> int:
    """Make the link file anew from the database: links, hosts and sites of all brands; returns how many links."""
    told: list[tuple[int, int]] = []
    links = ShareLink.objects.all()
    counted = _Counted()
    try:
        write_snapshot(links_path(), counted.of(_rows(links, told)), hosts=_hosts(), sites=_sites())
    except LinkError as error:
        if isinstance(error.__cause__, sqlite3.Error):
            raise
        write_snapshot(links_path(), counted.of(_good_rows(links, told)), hosts=_hosts(), sites=_sites())
    _mark(told)
    return counted.n


def publish_sites() -> None:
    """Let the edge know the sites of all brands as they are now; their script is listened to within a second."""
    change_sites(links_path(), _sites())


def publish_sites_soon() -> None:
    """Publish the sites right after the caller's transaction is committed."""
    transaction.on_commit(publish_sites)


def ensure_published() -> int:
    """Look whether the edge serves what the database holds, and put it right; returns how many links were written."""
    stands = published()
    if stands.served is None or stands.served != stands.links - _unseen():
        return publish_all()
    return publish_waiting() if stands.waiting else 0


def published() -> Published:
    """Return how the link file stands to the database."""
    waiting = ShareLink.objects.filter(published__lt=F("revision")).count()
    return Published(ShareLink.objects.count(), _served(), waiting)


def _unseen() -> int:
    """Return how many links the edge has never been told of."""
    return ShareLink.objects.filter(published=0).count()


def _served() -> int | None:
    """Return how many links the link file holds; None if it is not there or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{links_path().as_uri()}?mode=ro", uri=True, timeout=5)) as file:
            return int(file.execute("SELECT count(*) FROM links").fetchone()[0])
    except sqlite3.Error:
        return None


def _publish_or_ask(brand_id: int) -> None:
    from .link_tasks import ask_to_publish

    try:
        publish_waiting()
    except GoodwordError as error:
        _log.warning("%s It is tried again by a job.", error)
        ask_to_publish(brand_id)


def _publish_all_or_tell() -> None:
    try:
        publish_all()
    except GoodwordError as error:
        _log.warning("%s Run “goodword links publish” when that is put right.", error)


def _rows(links: QuerySet[ShareLink], told: list[tuple[int, int]]) -> Iterator[LinkRow]:
    """Yield links as the edge takes them; `told` gets the id and revision of those it did not have like this."""
    for pk, revision, before, *fields in links.order_by("pk").values_list(*_FIELDS).iterator(5_000):
        if before < revision:
            told.append((pk, revision))
        yield _row(*fields)


def _row(
    code: str, target: str, brand_id: int, zone: str, person: str, programme: str, channel: str, lever: str, tie: str,
    root: str, depth: int, title: str, description: str, image: str, expires: Any, withdrawn: Any,
) -> LinkRow:  # fmt: skip
    return LinkRow(
        code,
        target,
        tenant=str(brand_id),
        link_id=code,
        referrer_id=person or None,
        root_id=root,
        depth=depth,
        programme_id=programme or None,
        channel=channel or None,
        lever=lever or None,
        tie_strength=tie or None,
        time_zone=zone,
        card=Card(title, description, image),
        expires_us=to_microseconds(expires) if expires else None,
        withdrawn=withdrawn is not None,
    )


def _good_rows(links: QuerySet[ShareLink], told: list[tuple[int, int]]) -> Iterator[LinkRow]:
    """Leave out what the edge would refuse: one bad row, however it came into the database, stops no other link."""
    hosts, all_told = frozenset(_hosts()), list[tuple[int, int]]()
    told.clear()
    for row in _rows(links, all_told):
        try:
            check_link(row)
            take_apart(row, hosts)
        except LinkError as error:
            _log.error("This link is not served: %s", error)
        else:
            told += all_told
            yield row
        all_told.clear()


def _hosts() -> Iterator[str]:
    yield from TargetHost.objects.order_by().values_list("host", flat=True).distinct()


def _sites() -> Iterator[EdgeSite]:
    """Yield the sites whose key works; one that is being replaced says until when, and the edge sees to that."""
    sites = Site.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=timezone.now())).order_by("pk")
    fields = ("key", "brand_id", "hosts", "brand__time_zone", "withdrawn_at")
    for key, brand_id, hosts, zone, until in sites.values_list(*fields):
        until_us = to_microseconds(until) if until else None
        yield EdgeSite(key, str(brand_id), tuple(hosts), zone, until_us)


def _mark(told: Iterable[tuple[int, int]]) -> None:
    """Note what the edge serves now; a link that has changed meanwhile stays waiting, for its revision is another."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for pk, revision in told:
        by_revision[revision].append(pk)
    for revision, ids in by_revision.items():
        for start in range(0, len(ids), _CHUNK):
            some = ShareLink.objects.filter(pk__in=ids[start : start + _CHUNK], revision=revision)
            some.update(published=revision)


class _Counted:
    """Counts rows as they pass by."""

    def __init__(self) -> None:
        self.n = 0

    def of(self, rows: Iterable[LinkRow]) -> Iterator[LinkRow]:
        self.n = 0
        for row in rows:
            self.n += 1
            yield row
