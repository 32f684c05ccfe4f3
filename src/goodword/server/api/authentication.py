"""Who calls: the holder of a token, or a member who is signed in to the console."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from goodword.server.accounts.facade import Actor, User, access_brand, do_note_token_use, token_actor

from . import limits
from .problems import Problem, ProblemKind

BRAND_PARAMETER = "brand"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="goodword"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and the name under which requests are counted and answers kept; nobody has no actor."""

    key: str
    actor: Actor | None


class ApiRequest(HttpRequest):
    """A request that was let in: `actor` is who asks."""

    actor: Actor


def identify(request: HttpRequest) -> Caller:
    """Return who calls by their token or session; refuse a bad token, a forged form and another's brand."""
    if "Authorization" in request.headers:
        return _holder(request)
    user: User | AnonymousUser = request.user
    if isinstance(user, AnonymousUser) or not user.is_active:
        raise Problem(ProblemKind.UNAUTHENTICATED, headers=_CHALLENGE)
    return _member(request, user)


def visitor(request: HttpRequest) -> Caller:
    """Return the caller of what is open to everybody."""
    return Caller(f"address:{address_of(request)}", None)


def _holder(request: HttpRequest) -> Caller:
    scheme, _space, secret = request.headers["Authorization"].partition(" ")
    found = token_actor(secret.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        limits.take_bad_token(address_of(request))
        raise Problem(
            ProblemKind.UNAUTHENTICATED,
            _("This token is unknown, expired or revoked. Ask an administrator for a new one."),
            headers={"WWW-Authenticate": 'Bearer realm="goodword", error="invalid_token"'},
        )
    actor, token = found
    asked = request.GET.get(BRAND_PARAMETER)
    if asked and asked != actor.brand_slug:
        raise Http404(_("This token is for another brand. Leave “brand” out, or use that brand's token."))
    do_note_token_use(token)
    return Caller(f"token:{token.pk}", actor)


def _member(request: HttpRequest, user: User) -> Caller:
    if request.method not in _SAFE_METHODS and check_csrf(request) is not None:
        raise Problem(
            ProblemKind.FORBIDDEN,
            _("The session's CSRF token is missing or wrong. Send it as X-CSRFToken, or use an API token."),
        )
    brand = request.GET.get(BRAND_PARAMETER)
    if not brand:
        raise Problem(
            ProblemKind.MALFORMED,
            _("Say which brand: add ?brand=… with its short name, or use a token."),
        )
    actor = access_brand(user, brand)
    return Caller(f"member:{user.pk}:{actor.brand_id}", actor)


def address_of(request: HttpRequest) -> str:
    """Return the network address a request came from, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))
