"""Who may call a view. A view without one of these rules fails the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .actor import Actor
from .queries import access_brand
from .rights import Right

View = Callable[..., HttpResponseBase]


class Audience(StrEnum):
    """For whom a view is."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class Rule:
    """For whom a view is, and the right it needs on the brand."""

    audience: Audience
    right: Right | None = None
    methods: tuple[str, ...] = ("GET",)


def rule_of(view: Any) -> Rule | None:
    """Return the rule a view declares, if it declares one."""
    return getattr(view, "rule", None)


def public_view(*methods: str) -> Callable[[View], View]:
    """Let anybody call a view."""
    return lambda view: _declare(Rule(Audience.PUBLIC, None, methods or ("GET",)), view, view)


def signed_in_view(*methods: str) -> Callable[[View], View]:
    """Let anybody who is signed in call a view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        return _declare(Rule(Audience.SIGNED_IN, None, methods or ("GET",)), view, guarded)

    return decorate


def brand_view(right: Right, *methods: str) -> Callable[[View], View]:
    """Let those call a view who hold a right on the brand in the address; the view gets the actor second."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, brand: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = access_brand(request.user, brand)
            actor.check(right)
            request.actor = actor  # type: ignore[attr-defined]  # read by the shell's context processor
            with timezone.override(actor.time_zone):
                return _rendered(view(request, actor, **kwargs))

        return _declare(Rule(Audience.BRAND, right, methods or ("GET",)), view, guarded)

    return decorate


def actor_of(request: HttpRequest) -> Actor | None:
    """Return the actor of a request on a brand, if it is one."""
    return getattr(request, "actor", None)


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render while the brand's time zone is active, for templates are lazy."""
    render = getattr(response, "render", None)
    return render() if callable(render) else response


def _declare(rule: Rule, view: View, guarded: View) -> View:
    allowed = (*rule.methods, "HEAD") if "GET" in rule.methods else rule.methods

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guarded(request, *args, **kwargs)

    checked = require_http_methods(list(allowed))(declared)
    checked.rule = rule  # type: ignore[attr-defined]
    return checked
