"""Reads of the share links: which there are, one of them, the hosts they may lead to, what happens on them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc
from django.conf import settings
from django.db.models import Case, CharField, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.events import EventKind
from goodword.server.accounts.facade import Actor, Right

from .logs import event_log
from .models import ShareLink, TargetHost

LIVE, EXPIRED, WITHDRAWN = "live", "expired", "withdrawn"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened on one link: events by kind, clicks by local day (days since 1970), and how many people clicked."""

    by_kind: Counter[str]
    clicks_by_day: Counter[int]
    visitors: int


def share_address(code: str) -> str:
    """Return the address people share."""
    return f"{settings.LINKS_URL}/r/{code}"


def access_links(actor: Actor) -> QuerySet[ShareLink]:
    """Return the share links of the actor's brand, each with its `state` now: live, expired or withdrawn."""
    actor.check(Right.EVENTS_READ)
    state = Case(
        When(withdrawn_at__isnull=False, then=Value(WITHDRAWN)),
        When(expires_at__lte=timezone.now(), then=Value(EXPIRED)),
        default=Value(LIVE),
        output_field=CharField(),
    )
    return ShareLink.objects.filter(brand_id=actor.brand_id).annotate(state=state)


def state_of(link: ShareLink) -> str:
    """Return whether a link leads on now: live, expired or withdrawn."""
    if link.withdrawn_at is not None:
        return WITHDRAWN
    return EXPIRED if link.expires_at is not None and link.expires_at <= timezone.now() else LIVE


def access_link(actor: Actor, code: str) -> ShareLink:
    """Return one of the share links of the actor's brand."""
    link = access_links(actor).select_related("parent").filter(code=code).first()
    if link is None:
        raise Http404(_("There is no such share link, or it belongs to another brand."))
    return link


def access_children(actor: Actor, link: ShareLink, *, most: int) -> list[ShareLink]:
    """Return the links of people who came through a link, the newest first."""
    return list(access_links(actor).filter(parent_id=link.pk).order_by("-pk")[:most])


def access_hosts(actor: Actor) -> list[str]:
    """Return the hosts that share links of the actor's brand may lead to, in the order of the alphabet."""
    actor.check(Right.EVENTS_READ)
    return hosts_of(actor.brand_id)


def hosts_of(brand_id: int) -> list[str]:
    """Return the hosts that share links of a brand may lead to, for those who have been checked already."""
    hosts = TargetHost.objects.filter(brand_id=brand_id)
    return list(hosts.order_by("host").values_list("host", flat=True))


def access_programmes(actor: Actor, *, most: int = 100) -> list[str]:
    """Return the programmes that the links of the actor's brand name, for a form to suggest."""
    links = access_links(actor).exclude(programme="").order_by("programme")
    return list(links.values_list("programme", flat=True).distinct()[:most])


def access_clicks(actor: Actor, codes: Sequence[str]) -> Counter[str]:
    """Return how often each of some links was clicked, in one reading of the event log for all of them."""
    actor.check(Right.EVENTS_READ)
    clicks: Counter[str] = Counter()
    if codes:
        with event_log(actor.brand_id).snapshot() as snapshot:
            for batch in snapshot.scan(["link_id"], kinds=EventKind.CLICK.value, link_id=list(codes)):
                for pair in pc.value_counts(batch.column(0)).to_pylist():
                    clicks[pair["values"]] += pair["counts"]
    return clicks


def access_activity(actor: Actor, code: str) -> Activity:
    """Return what the event log says of one link."""
    actor.check(Right.EVENTS_READ)
    table = event_log(actor.brand_id).table(["kind", "local_day", "person_id"], link_id=code)
    clicks = table.filter(pc.equal(table.column("kind"), EventKind.CLICK.value))
    return Activity(
        Counter(table.column("kind").to_pylist()),
        Counter(clicks.column("local_day").to_pylist()),
        pc.count_distinct(clicks.column("person_id")).as_py(),
    )


def known_codes(codes: Iterable[str]) -> dict[str, ShareLink]:
    """Return the links that have some codes, of whatever brand: a code is one in the whole installation."""
    wanted, found = list(dict.fromkeys(codes)), dict[str, ShareLink]()
    for start in range(0, len(wanted), _CHUNK):
        some = ShareLink.objects.filter(code__in=wanted[start : start + _CHUNK])
        found |= {link.code: link for link in some}
    return found
