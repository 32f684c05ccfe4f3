"""A brand's own pages: the key their script sends, the hosts it may send it from, and how far the connection has come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from goodword.core.events import EventKind
from goodword.core.time import from_microseconds
from goodword.edge.notices import read_seen
from goodword.server.accounts.facade import Actor, Right

from .live_sources import edge_settings, newest_reports
from .models import Site, TargetHost

_PURCHASES = 200


@dataclass(frozen=True, slots=True)
class Connected:
    """How far a brand's website is connected: when and where its script was last seen, the server, a purchase."""

    script_at: datetime | None = None
    script_host: str = ""
    server_at: datetime | None = None
    purchase_at: datetime | None = None


def live_sites(brand_id: int) -> "QuerySet[Site]":
    """Return the sites whose key works: the one in use, and those that are being replaced."""
    works = Q(withdrawn_at=None) | Q(withdrawn_at__gt=timezone.now())
    return Site.objects.filter(works, brand_id=brand_id).order_by("-made_at", "-pk")


def access_sites(actor: Actor) -> list[Site]:
    """Return the sites of the actor's brand whose key works, the one in use first."""
    actor.check(Right.EVENTS_READ)
    return sorted(live_sites(actor.brand_id), key=lambda site: site.withdrawn_at is not None)


def access_connected(actor: Actor, sites: list[Site]) -> Connected:
    """Return how far the actor's website is connected; looks at files and the newest reports only."""
    actor.check(Right.EVENTS_READ)
    folder, tenant = edge_settings().notices, str(actor.brand_id)
    found = [seen for site in sites if (seen := read_seen(folder, tenant, site.key)) is not None]
    seen = max(found, key=lambda each: each.at_us, default=None)
    reports = newest_reports(actor.brand_id)
    return Connected(
        from_microseconds(seen.at_us) if seen else None,
        seen.host if seen else "",
        reports.values_list("received_at", flat=True).first(),
        next(
            (
                at
                for event, at in reports.filter(kind=EventKind.PURCHASE).values_list("event", "received_at")[
                    :_PURCHASES
                ]
                if event.get("link_id")
            ),
            None,
        ),
    )


def suggested_hosts(actor: Actor) -> list[str]:
    """Return the hosts that the brand's share links lead to: most likely its own pages."""
    actor.check(Right.EVENTS_READ)
    hosts = TargetHost.objects.filter(brand_id=actor.brand_id).order_by("host")
    return list(hosts.values_list("host", flat=True)[:5])


def hosts_and_keys(brand_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the hosts of a brand's sites that work, and every key it ever had."""
    rows = list(Site.objects.filter(brand_id=brand_id).values_list("key", "hosts", "withdrawn_at"))
    hosts = {host for _key, its, withdrawn in rows if withdrawn is None for host in its}
    return frozenset(hosts), frozenset(key for key, _hosts, _withdrawn in rows)
