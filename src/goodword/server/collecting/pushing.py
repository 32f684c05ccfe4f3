"""Items that are sent to a source, instead of the source being read."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors import webhook
from goodword.connectors.protocol import Mention
from goodword.core.errors import ConflictError, EnvironmentProblem, InputError
from goodword.server.accounts.facade import Actor, Right, system_actor_for
from goodword.server.listening.facade import Collected, do_collect
from goodword.server.understanding.facade import do_ask_reading

from .kinds import kind_of
from .models import Source
from .running import newest
from .secrets import secrets_of

ACTOR = "webhook"
_log = logging.getLogger(__name__)


def do_receive(source_id: int, body: bytes, headers: Mapping[str, str]) -> Collected:
    """Keep what another system sent and signed with a source's secret.

    Raises `PullError` or `GoodwordError` in one sentence; whether there is such a source is not told to strangers.
    """
    source = Source.objects.filter(pk=source_id, kind=webhook.SPEC.kind).first()
    found = webhook.receive(body, headers, _secret_of(source) if source else "", timezone.now())
    if source is None:
        raise InputError(_("There is no such source."))
    return do_take_events(system_actor_for(source.brand_id, ACTOR), source, found.mentions)


def _secret_of(source: Source) -> str:
    """Return what a source's events are signed with; nothing fits when it cannot be opened, which strangers need not know."""
    try:
        return str(secrets_of(source).get("secret", ""))
    except EnvironmentProblem:
        _log.exception("an event came for source %s, whose secret cannot be opened", source.pk)
        return ""


def do_take_events(actor: Actor, source: Source, items: Sequence[Mention]) -> Collected:
    """Keep what was sent to a source, all of it or nothing."""
    actor.check(Right.MENTIONS_WRITE)
    if source.state != Source.State.ON:
        raise ConflictError(_("This source is paused. Resume it first."))
    spec, now = kind_of(source.kind), timezone.now()
    changes: dict[str, Any] = {"last_item_at": newest(source, items, now)}
    if spec.pushed:  # what a source that is read shows is not known from what was sent
        changes["last_ok_at"] = now
    with transaction.atomic():
        came = do_collect(
            actor, source.name, items, source_id=source.pk, source_type=spec.source_type, now=now
        )
        Source.objects.filter(pk=source.pk).update(**changes)
        if came.new or came.changed:
            do_ask_reading(actor)
    return came
