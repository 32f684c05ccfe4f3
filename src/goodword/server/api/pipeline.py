"""What every operation goes through: who calls, how often, with which right, carrying what, done once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from goodword.server.accounts.facade import Actor, Right

from . import limits
from .authentication import Caller, identify, visitor
from .bodies import BodyKind, check_body, check_query
from .idempotency import once
from .problems import problem_response

Run = Callable[..., HttpResponse]
WhenRefused = Callable[[Actor, HttpResponse], None]


@dataclass(frozen=True, slots=True)
class Declared:
    """What an operation declares: the rights it needs (none: open to all), its query parameters, its body."""

    rights: tuple[Right, ...]
    single: frozenset[str]
    several: frozenset[str]
    body: BodyKind
    fields: frozenset[str] = frozenset()
    produces: tuple[str, ...] = ()
    atomic: bool = True
    most_bytes: Callable[[], int] | None = None
    when_refused: WhenRefused | None = None


def guard(declared: Declared) -> Callable[[Run], Run]:
    """Return a decorator that lets only those run an operation who may, and makes every failure a problem."""

    def decorate(run: Run) -> Run:
        @wraps(run)
        def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
            try:
                caller = identify(request) if declared.rights else visitor(request)
                window = limits.take(caller.key)
            except Exception as error:
                return problem_response(error)
            response = _answer(request, declared, caller, window, partial(run, request, **values))
            window.mark(response)
            if response.status_code >= 400 and declared.when_refused is not None and caller.actor is not None:
                declared.when_refused(caller.actor, response)
            return response

        return guarded

    return decorate


def _answer(
    request: HttpRequest,
    declared: Declared,
    caller: Caller,
    window: limits.Window,
    work: Callable[[], HttpResponse],
) -> HttpResponse:
    try:
        window.check()
        if caller.actor is not None:
            for right in declared.rights:
                caller.actor.check(right)
            request.actor = caller.actor  # type: ignore[attr-defined]  # what handlers read
        check_query(request, declared.single, declared.several)
        if request.method == "GET":
            return work()
        check_body(request, declared.body, declared.fields, declared.most_bytes)
        return once(request, caller.key, declared.body, work, atomic=declared.atomic)
    except Exception as error:
        return problem_response(error)
