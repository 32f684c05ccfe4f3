"""Writes about a brand's own pages: their hosts, and the key of their script."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record, snapshot

from .links import checked_host
from .models import Site
from .publishing import publish_sites_soon
from .sites import live_sites

MOST_HOSTS: Final = 50
MOST_KEYS: Final = 5
OLD_KEY_DAYS: Final = 7
_FIELDS = ("key", "hosts", "withdrawn_at")


def do_add_hosts(actor: Actor, hosts: Iterable[str]) -> Site:
    """Let pages on more hosts report; the first host makes the brand's site and its key."""
    actor.check(Right.BRAND_MANAGE)
    names = [site_host(host) for host in hosts]
    if not names:
        raise InputError(_("Give at least one host, such as shop.example.com."))
    with transaction.atomic():
        sites = _held(actor)
        site = sites[0] if sites else Site(brand_id=actor.brand_id, key=_new_key())
        _set_hosts(actor, sites or [site], list(dict.fromkeys([*site.hosts, *names])))
    return site


def do_set_hosts(actor: Actor, hosts: Iterable[str]) -> Site:
    """Let pages on exactly these hosts report."""
    actor.check(Right.BRAND_MANAGE)
    names = list(dict.fromkeys(site_host(host) for host in hosts))
    with transaction.atomic():
        sites = _held(actor) or [Site(brand_id=actor.brand_id, key=_new_key())]
        _set_hosts(actor, sites, names)
    return sites[0]


def do_remove_host(actor: Actor, host: str) -> None:
    """Let pages on a host report no longer; a host that is not there is no trouble."""
    actor.check(Right.BRAND_MANAGE)
    with transaction.atomic():
        sites = _held(actor)
        if sites and host in sites[0].hosts:
            _set_hosts(actor, sites, [each for each in sites[0].hosts if each != host])


def do_rotate_key(actor: Actor) -> Site:
    """Give the site a new key; the old one keeps working for seven days, so that pages can be changed in peace."""
    actor.check(Right.BRAND_MANAGE)
    with transaction.atomic():
        sites = _held(actor)
        if not sites:
            raise ConflictError(_("There is no key yet. Add the host of your pages first."))
        if len(sites) >= MOST_KEYS:
            raise ConflictError(
                _("%(n)s keys of this site still work. Stop an old one first.") % {"n": len(sites)}
            )
        old = sites[0]
        old.withdrawn_at = timezone.now() + timedelta(days=OLD_KEY_DAYS)
        old.save(update_fields=["withdrawn_at"])
        site = Site.objects.create(brand_id=actor.brand_id, key=_new_key(), hosts=old.hosts)
        record(actor, "site.rotate", site, before=snapshot(old, _FIELDS), after=snapshot(site, _FIELDS))
        publish_sites_soon()
    return site


def do_stop_key(actor: Actor, key: str) -> None:
    """Stop a replaced key before its time is over."""
    actor.check(Right.BRAND_MANAGE)
    with transaction.atomic():
        site = next((each for each in _held(actor) if each.key == key), None)
        if site is None:
            return
        if site.withdrawn_at is None:
            raise ConflictError(_("This key is in use. Make a new one first; then this one can be stopped."))
        before = snapshot(site, _FIELDS)
        site.withdrawn_at = timezone.now()
        site.save(update_fields=["withdrawn_at"])
        record(actor, "site.stop", site, before=before, after=snapshot(site, _FIELDS))
        publish_sites_soon()


def site_host(given: str) -> str:
    """Return a host as browsers write it; InputError says what is wrong with one that is none.

    >>> site_host(" Lumen.Example "), site_host("茶.example"), site_host("localhost")
    ('lumen.example', 'xn--cl1a.example', 'localhost')
    """
    host = given.strip()
    inside = host.partition("://")[2] if "://" in host else host
    bare = inside.partition("/")[0].rpartition("@")[2].partition(":")[0]
    if bare and bare != host:
        try:
            bare = checked_host(bare)
        except InputError:
            bare = ""
        if bare:
            said = _(
                "“%(given)s” is more than a host. Give only the host, without scheme, port and path: %(host)s"
            )
            raise InputError(said % {"given": host[:80], "host": bare})
    return checked_host(host)


def _held(actor: Actor) -> list[Site]:
    """Return the brand's sites, the one in use first, until the transaction ends for this one alone."""
    sites = live_sites(actor.brand_id).select_for_update()
    return sorted(sites, key=lambda site: site.withdrawn_at is not None)


def _set_hosts(actor: Actor, sites: list[Site], hosts: list[str]) -> None:
    """Give the hosts to the key in use and to those being replaced: their pages are the same."""
    if len(hosts) > MOST_HOSTS:
        raise InputError(_("A site can have up to %(n)s hosts. Remove one first.") % {"n": MOST_HOSTS})
    site, is_new = sites[0], sites[0].pk is None
    if site.hosts == hosts and not is_new:
        return
    before = {} if is_new else snapshot(site, _FIELDS)
    for each in sites:
        each.hosts = hosts
        each.save()
    record(actor, "site.add" if is_new else "site.hosts", site, before=before, after=snapshot(site, _FIELDS))
    publish_sites_soon()


def _new_key() -> str:
    return f"pk_{secrets.token_hex(12)}"
