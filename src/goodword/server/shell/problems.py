"""Pages for what went wrong: each says what happened and what to do."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, EnvironmentProblem, GoodwordError

API = "/api/"


@dataclass(frozen=True, slots=True)
class Problem:
    """What happened, and the way on."""

    status: int
    title: str
    sentence: str
    advice: str


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer a request that cannot be understood."""
    advice = _("Go back, correct what you entered and send it again.")
    sentence = _("The server could not read the request.")
    return answer(request, Problem(400, _("This could not be read"), sentence, advice))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who lacks the right."""
    advice = _("Ask an administrator of your organisation for the role you need.")
    sentence = _said(exception) or _("Your role does not allow this.")
    return answer(request, Problem(403, _("Not allowed"), sentence, advice))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form whose token is missing or too old."""
    sentence = _("The form was open for too long, or cookies are switched off, so nothing was changed.")
    advice = _("Allow cookies for this site, reload the page and send the form again.")
    return answer(request, Problem(403, _("The form has expired"), sentence, advice))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    sentence = _said(exception) or _("There is nothing at this address.")
    advice = _("Check the address, or start from the first page.")
    return answer(request, Problem(404, _("Not found"), sentence, advice))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed; touches neither database nor session."""
    sentence = _("Something went wrong on our side. Nothing you entered caused it.")
    advice = _("Try again in a minute. If it happens again, tell whoever runs this installation when it did.")
    return answer(request, Problem(500, _("We failed"), sentence, advice))


def problem_of(request: HttpRequest, error: GoodwordError) -> HttpResponse:
    """Answer with an error's own sentence."""
    status = (
        409 if isinstance(error, ConflictError) else 503 if isinstance(error, EnvironmentProblem) else 400
    )
    return answer(request, Problem(status, _("This did not work"), str(error), _("Nothing was changed.")))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a problem as the caller reads it: a page, a notice, or problem details (RFC 9457)."""
    if request.path.startswith(API):
        details = {
            "type": "about:blank",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.sentence,
        }
        return JsonResponse(details, status=problem.status, content_type="application/problem+json")
    page = render_to_string(
        "console/problem.html", {"problem": problem, "back": _where_from(request)}, request
    )
    response = HttpResponse(page, status=problem.status)
    if request.headers.get("HX-Request"):
        response.headers["X-Problem"] = quote(problem.sentence)
    return response


def _where_from(request: HttpRequest) -> str:
    """Return the page of ours that led here, if one did and it is not this one."""
    referrer = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    ours = url_has_allowed_host_and_scheme(referrer, {host}, require_https=request.is_secure())
    return referrer if ours and urlsplit(referrer).path != request.path else ""


def _said(exception: Exception | None) -> str:
    """Return the sentence we raised an exception with; what Django says by itself is not for people."""
    said = exception.args[0] if exception and exception.args else ""
    return said if isinstance(said, str) and not said.endswith("matches the given query.") else ""
