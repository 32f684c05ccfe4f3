"""Changes to share links: made (one or thousands), withdrawn, brought back; and the hosts they may lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError
from goodword.core.events import EventKind
from goodword.core.time import to_microseconds
from goodword.server.accounts.facade import Actor, Right, check_sample
from goodword.server.audit.facade import record

from .intake import do_add_events
from .link_origins import origins_of
from .link_queries import access_link, hosts_of, known_codes
from .links import (
    CodeTakenError,
    LinkFault,
    LinkGiven,
    LinksRefusedError,
    UnknownHostError,
    checked_host,
    fault_of,
    host_of,
    keyed_code,
    new_code,
)
from .models import ShareLink, Site, TargetHost
from .publishing import publish_all_soon, publish_soon

_BATCH = 500
_DEEPEST = 32_767
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Made:
    """What came of some links: each as it is now (None where it could not be made), and why some could not."""

    links: list[ShareLink | None]
    new: int
    faults: tuple[LinkFault, ...] = ()

    @property
    def already_there(self) -> int:
        """How many were there before."""
        return sum(link is not None for link in self.links) - self.new


@dataclass(slots=True)
class _Plan:
    """The links of one call while they are thought through."""

    actor: Actor
    given: Sequence[LinkGiven]
    links: list[ShareLink | None]
    new: dict[str, ShareLink] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)  # code → code of a parent made in the same call
    faults: list[LinkFault] = field(default_factory=list)


def do_make_links(
    actor: Actor, rows: Iterable[LinkGiven], *, record_share: bool = True, partly: bool = False
) -> Made:
    """Make share links, all or none; with `partly` those that can be made, the others told in `faults`.

    One that is there already (the same `key`, or the same wished code with the same content) stays as it is. A link
    of a person with a channel is a share: unless `record_share` is False, it is an event in the log. Raises
    LinksRefusedError (UnknownHostError, CodeTakenError) saying what is wrong with the first.
    """
    actor.check(Right.EVENTS_WRITE)
    given = list(rows)
    hosts = frozenset(hosts_of(actor.brand_id))
    faults = [fault for row, each in enumerate(given) if (fault := fault_of(row, each, hosts)) is not None]
    if faults and not partly:
        raise _refused(faults, given)
    with transaction.atomic():
        plan = _inserted(actor, given, {fault.row for fault in faults}, partly=partly)
        new = list(plan.new.values())
        if new:
            if record_share:
                _record_shares(actor, new)
            _note(actor, new)
            publish_soon(actor.brand_id)
    return Made(plan.links, len(new), tuple(sorted([*faults, *plan.faults], key=lambda each: each.row)))


def do_withdraw_link(actor: Actor, code: str) -> ShareLink:
    """Take a link back: within a second it leads to a polite page. One that is withdrawn stays so."""
    return _switched(actor, code, withdrawn=True)


def do_restore_link(actor: Actor, code: str) -> ShareLink:
    """Bring a withdrawn link back to life."""
    return _switched(actor, code, withdrawn=False)


def do_change_expiry(actor: Actor, code: str, expires_at: datetime | None) -> ShareLink:
    """Say until when a link leads on; None: without an end."""
    actor.check(Right.EVENTS_WRITE)
    with transaction.atomic():
        link = access_link(actor, code)
        before = link.expires_at
        if before != expires_at:
            link.expires_at = expires_at
            _changed(link, "expires_at")
            ends = {name: at and at.isoformat() for name, at in (("before", before), ("after", expires_at))}
            record(
                actor,
                "link.expiry",
                link,
                before={"expires": ends["before"]},
                after={"expires": ends["after"]},
            )
            publish_soon(actor.brand_id)
    return access_link(actor, code)


def do_register_hosts(actor: Actor, hosts: Iterable[str]) -> list[str]:
    """Let share links of the brand lead to some hosts; returns those that are new.

    Whoever may do this decides where the brand's links can send people: it needs the right to manage the brand.
    """
    actor.check(Right.BRAND_MANAGE)
    names = list(dict.fromkeys(map(checked_host, hosts)))
    with transaction.atomic():
        known = set(hosts_of(actor.brand_id))
        new = [name for name in names if name not in known]
        rows = [TargetHost(brand_id=actor.brand_id, host=name) for name in new]
        TargetHost.objects.bulk_create(rows, ignore_conflicts=True)
        if new:
            first = TargetHost.objects.get(brand_id=actor.brand_id, host=new[0])
            record(actor, "link.hosts", first, after={"hosts": new})
    return new


def do_forget_links(actor: Actor) -> None:
    """Remove a sample brand's share links, sites and hosts; the edge knows none of them afterwards."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    with transaction.atomic():
        for kind in (ShareLink, Site, TargetHost):
            kind.objects.filter(brand_id=actor.brand_id).delete()
        publish_all_soon()


def _inserted(actor: Actor, given: Sequence[LinkGiven], wrong: set[int], *, partly: bool) -> _Plan:
    """Insert what is new; when somebody else took a code meanwhile, think again with what is known now."""
    for _attempt in range(_TRIES):
        plan = _planned(actor, given, wrong)
        if plan.faults and not partly:
            raise (
                CodeTakenError(plan.faults, len(given))
                if plan.faults[0].field == "code"
                else LinksRefusedError(plan.faults, len(given))
            )
        try:
            with transaction.atomic():
                ShareLink.objects.bulk_create(plan.new.values(), batch_size=_BATCH)
                _join_parents(plan)
        except IntegrityError:
            continue
        return plan
    raise ConflictError(_("Others make links with the same codes at this very moment. Try again."))


def _planned(actor: Actor, given: Sequence[LinkGiven], wrong: set[int]) -> _Plan:
    """Return the links to insert, with their codes and their places in their cascades; a fixed number of queries."""
    plan = _Plan(actor, given, [None] * len(given))
    codes = {row: _code_of(actor, each) for row, each in enumerate(given) if row not in wrong}
    known = known_codes([*codes.values(), *(each.parent for each in given if each.parent)])
    alone = [each.person for row, each in enumerate(given) if row in codes and not each.parent]
    origins = origins_of(actor.brand_id, alone)
    now = timezone.now()
    for row, code in codes.items():
        each = given[row]
        while not (each.code or each.key) and (code in known or code in plan.new):
            code = new_code()
        there = known.get(code) or plan.new.get(code)
        if there is not None:
            _keep_or_refuse(plan, row, there)
            continue
        parent = _parent_of(plan, row, known, origins)
        if not each.parent or parent is not None:
            plan.new[code] = plan.links[row] = _link(actor, code, each, parent, now)
            above = "" if parent is None else str(parent.code)
            if above in plan.new:
                plan.parents[code] = above
    return plan


def _code_of(actor: Actor, each: LinkGiven) -> str:
    return each.code or (keyed_code(actor.brand_id, each.key) if each.key else new_code())


def _keep_or_refuse(plan: _Plan, row: int, there: ShareLink) -> None:
    """Take a link that has the code already for the one asked for, if it is the brand's own and says the same."""
    each = plan.given[row]
    own = there.brand_id == plan.actor.brand_id
    if own and ((each.key and not each.code) or _same(there, each)):
        plan.links[row] = there
    else:
        reason = _("The code “%(code)s” is taken. Choose another one, or leave it out and get one.")
        plan.faults.append(LinkFault(row, "code", reason % {"code": there.code}))


def _same(link: ShareLink, each: LinkGiven) -> bool:
    """Whether a link says what is asked for."""
    return (
        link.target, link.person_id, link.programme, link.channel, link.lever, link.tie_strength, link.expires_at
    ) == (each.target, each.person, each.programme, each.channel, each.lever, each.tie_strength, each.expires_at)  # fmt: skip


def _parent_of(
    plan: _Plan, row: int, known: dict[str, ShareLink], origins: dict[str, ShareLink]
) -> ShareLink | None:
    each = plan.given[row]
    if not each.parent:
        found = origins.get(each.person)
        return found if found is not None and found.depth < _DEEPEST else None
    parent = known.get(each.parent) or plan.new.get(each.parent)
    if parent is None or parent.brand_id != plan.actor.brand_id:
        reason = _(
            "No share link of this brand has the code “%(code)s”. Give the one through which the sharer came."
        )
        plan.faults.append(LinkFault(row, "parent", reason % {"code": each.parent[:80]}))
        return None
    if parent.depth >= _DEEPEST:
        reason = _(
            "“%(code)s” is %(n)d steps from the first share; deeper is not kept. Leave the parent out."
        )
        plan.faults.append(LinkFault(row, "parent", reason % {"code": parent.code, "n": parent.depth}))
        return None
    return parent


def _link(actor: Actor, code: str, each: LinkGiven, parent: ShareLink | None, now: datetime) -> ShareLink:
    return ShareLink(
        brand_id=actor.brand_id,
        code=code,
        target=each.target,
        person_id=each.person,
        programme=each.programme,
        channel=each.channel,
        lever=each.lever,
        tie_strength=each.tie_strength,
        parent=parent if parent is not None and not parent._state.adding else None,
        root_code=parent.root_code if parent is not None else code,
        depth=parent.depth + 1 if parent is not None else 0,
        card_title=each.card.title,
        card_description=each.card.description,
        card_image=each.card.image,
        expires_at=each.expires_at,
        made_by=actor.name[:200],
        made_at=now,
    )


def _join_parents(plan: _Plan) -> None:
    """Give links their parents that were made in the same call, now that these have ids."""
    joined = []
    for code, parent in plan.parents.items():
        link = plan.new[code]
        link.parent = plan.new[parent]
        joined.append(link)
    if joined:
        ShareLink.objects.bulk_update(joined, ["parent"], batch_size=_BATCH)


def _record_shares(actor: Actor, links: Sequence[ShareLink]) -> None:
    """Put a share into the event log for every link that a person shares somewhere."""
    shared = [link for link in links if link.person_id and link.channel]
    if not shared:
        return
    sharers = [link.parent.person_id if link.parent is not None else "" for link in shared]
    texts = {
        "event_id": [f"share-{link.code}" for link in shared],
        "key": [f"share-{link.code}" for link in shared],
        "kind": [EventKind.SHARE.value] * len(shared),
        "channel": [link.channel for link in shared],
        "lever": [link.lever or None for link in shared],
        "tie_strength": [link.tie_strength or None for link in shared],
        "programme_id": [link.programme or None for link in shared],
        "person_id": [link.person_id for link in shared],
        "link_id": [link.code for link in shared],
        "referrer_id": [sharer or None for sharer in sharers],
        "root_id": [link.root_code for link in shared],
    }
    columns: dict[str, Any] = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns["ts"] = pa.array([to_microseconds(link.made_at) for link in shared], pa.int64())
    columns["depth"] = pa.array([link.depth for link in shared], pa.int64())
    do_add_events(actor, pa.table(columns), source="link")


def _note(actor: Actor, links: Sequence[ShareLink]) -> None:
    """Write into the trail what was made: a single link by itself, many in one entry."""
    if len(links) == 1:
        link = links[0]
        after = {"code": link.code, "target": link.target[:200], "channel": link.channel, "lever": link.lever}
        record(actor, "link.make", link, after=after)
    else:
        many: dict[str, Any] = {"links": len(links), "first": links[0].code, "last": links[-1].code}
        record(actor, "link.make_many", links[0], after=many)


def _switched(actor: Actor, code: str, *, withdrawn: bool) -> ShareLink:
    actor.check(Right.EVENTS_WRITE)
    with transaction.atomic():
        link = access_link(actor, code)
        if (link.withdrawn_at is not None) != withdrawn:
            link.withdrawn_at = timezone.now() if withdrawn else None
            _changed(link, "withdrawn_at")
            record(actor, "link.withdraw" if withdrawn else "link.restore", link)
            publish_soon(actor.brand_id)
    return access_link(actor, code)


def _changed(link: ShareLink, name: str) -> None:
    """Store one field of a link, and that the edge does not know it yet."""
    ShareLink.objects.filter(pk=link.pk).update(**{name: getattr(link, name)}, revision=F("revision") + 1)


def _refused(faults: Sequence[LinkFault], given: Sequence[LinkGiven]) -> LinksRefusedError:
    first = faults[0]
    host = host_of(given[first.row].target) if first.field == "target" else ""
    return UnknownHostError(faults, host, len(given)) if host else LinksRefusedError(faults, len(given))
