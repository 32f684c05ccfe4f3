"""The content policy of every page, and problems a person can put right, said as a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from goodword.core.errors import GoodwordError

from .problems import problem_of

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

Answer = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Forbid everything that does not come from this server, inline code and inline styles included."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy set, unless the view set its own.

        A fragment and its page share an address, so caches are told to keep them apart.
        """
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        patch_vary_headers(response, ["HX-Request"])
        return response


class ProblemMiddleware:
    """Turn a problem a person can put right into a page that says how."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Goodword error with its sentence; everything else is a fault of ours and goes on."""
        return problem_of(request, exception) if isinstance(exception, GoodwordError) else None
