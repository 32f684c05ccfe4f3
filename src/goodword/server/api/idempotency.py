"""A request with an Idempotency-Key is done once, however often it is sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .bodies import BodyKind, request_digest
from .models import KeptAnswer
from .problems import Problem, ProblemKind

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_FOR = timedelta(hours=72)
# After this long an unfinished request counts as killed, and the same key may be worked on again.
_GIVEN_UP_AFTER = timedelta(minutes=10)
_KEY_LENGTH = 255

Work = Callable[[], HttpResponse]


def once(
    request: HttpRequest, caller: str, body: BodyKind, work: Work, *, atomic: bool = True
) -> HttpResponse:
    """Do the work of a writing request, or answer as it was answered before.

    `atomic` work is done in one transaction, and its answer is stored in it, so that a crash leaves both or
    neither. What fails on our side (5xx) is not kept: the same request may be sent again.
    """
    if request.method != "POST" or HEADER not in request.headers:
        with _held(atomic):
            return _settled(work(), atomic)
    claimed = _claim(caller, _key_of(request), request_digest(request, body))
    if claimed.status is not None:
        return _replayed(claimed)
    try:
        with _held(atomic):
            response = _settled(work(), atomic)
            if response.status_code < 400:
                _keep(claimed, response)
    except BaseException:
        claimed.delete()
        raise
    if response.status_code >= 500:
        claimed.delete()
    elif response.status_code >= 400:
        _keep(claimed, response)
    return response


def _held(atomic: bool) -> AbstractContextManager[object]:
    return transaction.atomic() if atomic else nullcontext()


def _settled(response: HttpResponse, atomic: bool) -> HttpResponse:
    """Take back what a refused request has written."""
    if atomic and response.status_code >= 400:
        transaction.set_rollback(True)
    return response


def prune(now: datetime) -> int:
    """Remove the answers that were kept long enough; return how many."""
    return KeptAnswer.objects.filter(claimed_at__lt=now - KEPT_FOR).delete()[0]


def _key_of(request: HttpRequest) -> str:
    key = request.headers[HEADER]
    if not 0 < len(key) <= _KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Problem(
            ProblemKind.MALFORMED,
            _("Give 1 to 255 ASCII characters as Idempotency-Key, for example a UUID."),
        )
    return key


def _claim(caller: str, key: str, digest: str) -> KeptAnswer:
    """Return the answer kept under a key, or a fresh row that makes this request the one to do the work."""
    now = timezone.now()
    KeptAnswer.objects.filter(caller=caller, key=key, claimed_at__lt=now - KEPT_FOR).delete()
    kept, made = KeptAnswer.objects.get_or_create(
        caller=caller, key=key, defaults={"request_digest": digest, "claimed_at": now}
    )
    if made:
        return kept
    if kept.request_digest != digest:
        raise Problem(
            ProblemKind.CONFLICT,
            _("This Idempotency-Key was used for another request. Give each its own."),
        )
    if kept.status is None and not _taken_over(kept, now):
        raise Problem(
            ProblemKind.CONFLICT,
            _("A request with this Idempotency-Key is being worked on. Ask again in a moment."),
            headers={"Retry-After": "1"},
        )
    return kept


def _taken_over(kept: KeptAnswer, now: datetime) -> bool:
    """Whether a request that was cut short is now ours; of several that try, one succeeds."""
    return bool(
        KeptAnswer.objects.filter(
            pk=kept.pk, status=None, claimed_at=kept.claimed_at, claimed_at__lt=now - _GIVEN_UP_AFTER
        ).update(claimed_at=now)
    )


def _keep(claimed: KeptAnswer, response: HttpResponse) -> None:
    claimed.status = response.status_code
    claimed.content_type = response["Content-Type"]
    claimed.location = response.get("Location", "")
    claimed.body = response.content
    claimed.save(update_fields=["status", "content_type", "location", "body"])


def _replayed(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    if kept.location:
        response["Location"] = kept.location
    response[REPLAYED] = "true"
    return response
