"""Everything that can go wrong with a request, as problem details (RFC 9457)."""

import logging
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError

from goodword.core.errors import ConflictError, GoodwordError

from .sentences import Fault

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/docs"
_log = logging.getLogger("goodword.api")


class ProblemKind(Enum):
    """The closed list of problems: short name, HTTP status, title, and what is said by default."""

    MALFORMED = (
        "malformed",
        400,
        gettext_lazy("Malformed request"),
        gettext_lazy("The request cannot be read."),
    )
    UNAUTHENTICATED = (
        "unauthenticated",
        401,
        gettext_lazy("Not signed in"),
        gettext_lazy("Send a token as “Authorization: Bearer …”. An administrator makes one."),
    )
    FORBIDDEN = (
        "forbidden",
        403,
        gettext_lazy("Not allowed"),
        gettext_lazy("The token or role does not allow this. Ask an administrator of your organisation."),
    )
    NOT_FOUND = (
        "not-found",
        404,
        gettext_lazy("Not found"),
        gettext_lazy("There is nothing at this address. Look it up in the reference at /api/v1/docs."),
    )
    METHOD_NOT_ALLOWED = (
        "method-not-allowed",
        405,
        gettext_lazy("Method not allowed"),
        gettext_lazy("This address does not take that method. The Allow header lists those it takes."),
    )
    CONFLICT = (
        "conflict",
        409,
        gettext_lazy("Conflict"),
        gettext_lazy("The request contradicts what is already there."),
    )
    TOO_LARGE = (
        "too-large",
        413,
        gettext_lazy("Request too large"),
        gettext_lazy("The request is too large. Send it in smaller parts, or import it as a file."),
    )
    MEDIA_TYPE = (
        "unsupported-media-type",
        415,
        gettext_lazy("Unsupported media type"),
        gettext_lazy("The Content-Type is not one that is taken here."),
    )
    INVALID = (
        "invalid",
        422,
        gettext_lazy("Invalid values"),
        gettext_lazy("Some values cannot be used; “errors” says which and why. Nothing was stored."),
    )
    TOO_MANY = (
        "too-many-requests",
        429,
        gettext_lazy("Too many requests"),
        gettext_lazy("Too many requests in this minute. Wait as many seconds as Retry-After says."),
    )
    SERVER_ERROR = (
        "server-error",
        500,
        gettext_lazy("Server error"),
        gettext_lazy("Something went wrong on our side and was written to the log. Try again later."),
    )

    def __init__(self, slug: str, status: int, title: Promise, otherwise: Promise) -> None:
        self.slug = slug
        self.status = status
        self.title = title
        self.otherwise = otherwise

    @property
    def type(self) -> str:
        """The URI reference that names the problem; it opens its paragraph in the reference."""
        return f"{REFERENCE}#{self.slug}"


_BY_STATUS = {kind.status: kind for kind in ProblemKind}


@dataclass
class Problem(Exception):  # noqa: N818 - named after the standard's own word
    """A problem to answer with, raised anywhere below the API.

    >>> Problem(ProblemKind.NOT_FOUND, "There is no such mention.").kind.status
    404
    """

    kind: ProblemKind
    detail: str = ""
    errors: list[Fault] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the problem as the JSON object that is sent."""
        document: dict[str, Any] = {
            "type": self.kind.type,
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": self.detail or str(self.kind.otherwise),
        }
        if self.errors:
            document["errors"] = [fault.document() for fault in self.errors]
        return document

    def response(self) -> HttpResponse:
        """Return the problem as an HTTP response."""
        response = JsonResponse(
            self.document(), status=self.kind.status, json_dumps_params={"ensure_ascii": False}
        )
        response["Content-Type"] = MEDIA_TYPE
        response["Cache-Control"] = "no-store"
        for name, value in self.headers.items():
            response[name] = value
        return response


def problem_of(error: BaseException) -> Problem:
    """Return what an exception is to the caller; the unforeseen is logged and told in one sentence."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HttpError) and isinstance(error.__cause__, Problem):
        return error.__cause__  # what our own parser said of the body
    if isinstance(error, ConflictError):
        return Problem(ProblemKind.CONFLICT, str(error))
    if isinstance(error, GoodwordError):
        return Problem(ProblemKind.INVALID, str(error))
    return _problem_of_django(error)


def _problem_of_django(error: BaseException) -> Problem:
    match error:
        case Http404():
            return Problem(ProblemKind.NOT_FOUND, _sentence(error))
        case PermissionDenied():
            return Problem(ProblemKind.FORBIDDEN, _sentence(error))
        case RequestDataTooBig():
            return Problem(ProblemKind.TOO_LARGE)
        case HttpError() if error.status_code in _BY_STATUS:
            return Problem(_BY_STATUS[error.status_code], _sentence_of_ninja(error))
        case (
            BadRequest()
            | SuspiciousOperation()
            | MultiPartParserError()
            | UnreadablePostError()
            | HttpError()
        ):
            return Problem(ProblemKind.MALFORMED)
        case _:
            _log.error("An API request failed", exc_info=error)
            return Problem(ProblemKind.SERVER_ERROR)


def _sentence(error: BaseException) -> str:
    first = error.args[0] if error.args else ""
    return first if isinstance(first, str) else ""


def _sentence_of_ninja(error: HttpError) -> str:
    if error.status_code == ProblemKind.MALFORMED.status:
        return _("The body is not valid JSON. Send one JSON value in UTF-8.")
    return ""


def problem_response(error: BaseException) -> HttpResponse:
    """Return the response to an exception."""
    return problem_of(error).response()


def as_problem(response: HttpResponse) -> HttpResponse:
    """Return an error response that is no problem document as one, keeping the headers that matter."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    kind = _BY_STATUS.get(response.status_code)
    if kind is None:
        kind = ProblemKind.MALFORMED if response.status_code < 500 else ProblemKind.SERVER_ERROR
    kept = {name: response[name] for name in ("Allow", "Retry-After") if response.has_header(name)}
    return Problem(kind, headers=kept).response()
