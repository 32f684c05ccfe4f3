"""Changes to sources: set up, put right, paused and taken up again, read now. What they collected stays."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.protocol import ConnectorSpec, FieldKind, GapReason
from goodword.core.errors import ConflictError, InputError
from goodword.core.ids import new_id
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record

from .kinds import check_settings, is_pushed, kind_of, secret_names
from .ledger import lose_gaps, open_gap
from .models import Source
from .secrets import secrets_of, set_secrets
from .tasks import queue_source

State = Source.State
LEAST_EVERY, MOST_EVERY = timedelta(minutes=1), timedelta(days=7)
LONGEST_NAME = 120


def do_draft_source(
    actor: Actor, kind: str, values: Mapping[str, Any], *, notice_accepted: bool = False
) -> Source:
    """Set a source up for a try: its settings are checked and kept, and nothing is collected yet."""
    actor.check(Right.SOURCES_MANAGE)
    spec = kind_of(kind)
    check_settings(spec, values)
    _check_notice(spec, accepted=notice_accepted)
    source = Source(
        brand_id=actor.brand_id,
        kind=kind,
        name=f"draft {new_id().hex}",
        state=State.DRAFT,
        every=spec.every,
        created_by=actor.name,
        notice_accepted_at=timezone.now() if notice_accepted else None,
    )
    _put(source, spec, values)
    source.save()
    return source


def do_start_source(
    actor: Actor, source: Source, name: str, *, every: timedelta | None = None, price: Decimal | None = None
) -> Source:
    """Name a source that was set up, and begin to collect."""
    actor.check(Right.SOURCES_MANAGE)
    if source.state != State.DRAFT:
        raise ConflictError(_("This source is there already."))
    with transaction.atomic():
        source.name = _checked_name(actor, source, name)
        source.every = _checked_every(every or source.every)
        source.price_per_1000 = price or Decimal(0)
        source.state, source.created_at = State.ON, timezone.now()
        _save(source)
        record(actor, "source.create", source, after=_said(source))
        if not kind_of(source.kind).pushed:
            queue_source(source)
    return source


def do_discard_draft(actor: Actor, source: Source) -> None:
    """Throw away what was only being set up."""
    actor.check(Right.SOURCES_MANAGE)
    Source.objects.filter(pk=source.pk, brand_id=actor.brand_id, state=State.DRAFT).delete()


def do_create_source(
    actor: Actor,
    kind: str,
    name: str,
    values: Mapping[str, Any],
    *,
    notice_accepted: bool = False,
    every: timedelta | None = None,
) -> Source:
    """Set a source up and begin to collect."""
    with transaction.atomic():
        source = do_draft_source(actor, kind, values, notice_accepted=notice_accepted)
        return do_start_source(actor, source, name, every=every)


def do_change_source(
    actor: Actor,
    source: Source,
    *,
    name: str | None = None,
    values: Mapping[str, Any] | None = None,
    every: timedelta | None = None,
    price: Decimal | None = None,
) -> Source:
    """Change what is given; secrets that are empty stay as they are.

    Where the source was left stays, too, unless it is to be read at another place: that is read from its beginning.
    """
    actor.check(Right.SOURCES_MANAGE)
    spec = kind_of(source.kind)
    before, stood = _said(source), _where(source, spec)
    with transaction.atomic():
        if values is not None:
            hidden = secret_names(spec)
            given = {key: value for key, value in values.items() if value or key not in hidden}
            whole = {**source.settings, **secrets_of(source), **given}
            check_settings(spec, whole)
            _put(source, spec, whole)
        source.name = source.name if name is None else _checked_name(actor, source, name)
        source.every = source.every if every is None else _checked_every(every)
        source.price_per_1000 = source.price_per_1000 if price is None else price
        _save(source)
        if _where(source, spec) != stood:
            _begin_anew(source)
        after = _said(source)
        if values is not None and any(values.get(each) for each in secret_names(spec)):
            after["secrets"] = _("replaced")
        if after != before:
            record(actor, "source.change", source, before=before, after=after)
    return source


def do_pause_source(actor: Actor, source: Source) -> Source:
    """Stop collecting from a source; the ledger says so until it goes on."""
    actor.check(Right.SOURCES_MANAGE)
    if source.state == State.OFF:
        raise ConflictError(_("This source is paused already."))
    with transaction.atomic():
        before = _said(source)
        source.state = State.OFF
        source.save(update_fields=["state"])
        # What is sent is missed from now on; what is read, since it was read last.
        open_gap(source, GapReason.PAUSED.value, "", start=timezone.now() if is_pushed(source.kind) else None)
        record(actor, "source.pause", source, before=before, after=_said(source))
    return source


def do_resume_source(actor: Actor, source: Source) -> Source:
    """Go on collecting where the source was left, at once."""
    actor.check(Right.SOURCES_MANAGE)
    if source.state == State.ON:
        raise ConflictError(_("This source is on already."))
    with transaction.atomic():
        before = _said(source)
        source.state, source.failures, source.queued_at = State.ON, 0, None
        source.next_run_at = timezone.now()
        source.save(update_fields=["state", "failures", "queued_at", "next_run_at"])
        record(actor, "source.resume", source, before=before, after=_said(source))
        if is_pushed(source.kind):
            lose_gaps(source, source.next_run_at)
        else:
            queue_source(source)
    return source


def do_collect_now(actor: Actor, source: Source) -> bool:
    """Read a source now; return False when that waits or goes on already."""
    actor.check(Right.SOURCES_MANAGE)
    if source.state != State.ON:
        raise ConflictError(_("This source is paused. Resume it first."))
    if kind_of(source.kind).pushed:
        raise ConflictError(_("This source sends what it has by itself; there is nothing to fetch."))
    with transaction.atomic():
        queued = queue_source(source) is not None
        if queued:
            record(actor, "source.collect", source)
    return queued


def _where(source: Source, spec: ConnectorSpec) -> dict[str, Any]:
    """Return what of a source's settings says where it is read."""
    places = [each for each in spec.fields if each.where and each.kind in (FieldKind.TEXT, FieldKind.URL)]
    return {each.name: source.settings.get(each.name) or each.default or "" for each in places}


def _begin_anew(source: Source) -> None:
    """Read a source from its beginning, at once; a run under way is overtaken. What is known comes with the same ids."""
    now = timezone.now()
    source.cursor, source.next_run_at = {}, now
    if lose_gaps(source, now):
        source.last_ok_at = now
        if source.state != State.ON:
            reason = GapReason.PAUSED.value if source.state == State.OFF else source.problem_reason
            open_gap(source, reason, source.problem)
    source.save(update_fields=["cursor", "next_run_at", "last_ok_at"])
    Source.objects.filter(pk=source.pk).update(position=F("position") + 1)
    source.refresh_from_db(fields=["position"])


def _put(source: Source, spec: ConnectorSpec, values: Mapping[str, Any]) -> None:
    """Put settings into a source, the secrets among them sealed."""
    hidden = secret_names(spec)
    source.settings = {key: value for key, value in values.items() if key not in hidden}
    set_secrets(source, {key: str(values[key]) for key in hidden if values.get(key)})


def _check_notice(spec: ConnectorSpec, *, accepted: bool) -> None:
    if spec.notice_en and not accepted:
        raise InputError(_("This kind of source has terms of its own. Read and accept them first."))


def _checked_name(actor: Actor, source: Source, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(_("Give a name of 1 to %(n)s characters.") % {"n": LONGEST_NAME})
    if Source.objects.filter(brand_id=actor.brand_id, name=name).exclude(pk=source.pk).exists():
        raise ConflictError(_("There is “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _checked_every(every: timedelta) -> timedelta:
    if not LEAST_EVERY <= every <= MOST_EVERY:
        raise InputError(_("Give a time between 1 minute and 7 days."))
    return every


def _save(source: Source) -> None:
    fields = ["name", "settings", "secrets", "secrets_set", "every", "price_per_1000", "state", "created_at"]
    try:
        with transaction.atomic():
            source.save(update_fields=fields)
    except IntegrityError:
        raise ConflictError(
            _("There is “%(name)s” already. Choose another name.") % {"name": source.name}
        ) from None


def _said(source: Source) -> dict[str, Any]:
    """Return what of a source the trail keeps: never a secret."""
    return {
        "name": source.name,
        "kind": source.kind,
        "state": source.state,
        "minutes": round(source.every.total_seconds() / 60),
        **{f"settings.{key}": _plain(value) for key, value in source.settings.items()},
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else ", ".join(map(str, value))
