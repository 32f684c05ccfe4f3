"""The console answers for the edge where nothing stands in front: `/r/{code}`, `/e`, `/p.gif`, `/goodword.js` are passed on.

It runs on this machine (`goodword serve` starts it and says at which port); in production the reverse proxy sends these
addresses to the edge directly.
"""

import http.client
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from goodword.core.surroundings import variable
from goodword.edge.pages import CONTENT_SECURITY, language_of, later_page
from goodword.server.accounts.facade import public_view

EDGE_PORT: Final = "GOODWORD_EDGE_PORT"
_HOST: Final = "127.0.0.1"
_SECONDS: Final = 3.0  # the edge itself waits for 2 s at most for a slow disk, then leads on all the same
_LARGEST: Final = 1 << 17  # the edge takes 64 KB; a little more reaches it, to be refused in its own words
_HOP_BY_HOP: Final = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade", "content-length", "cookie", "authorization", "expect",
    }
)  # fmt: skip


@public_view("GET")
def pass_share_link(request: HttpRequest, code: str) -> HttpResponse:
    """Lead whoever opens a share link on, through the edge."""
    return _passed_on(request, f"/r/{quote(code, safe='')}")


@csrf_exempt  # nothing here acts for anybody: no session is read, and cookies are not passed on
@public_view("POST", "OPTIONS")
def pass_page_events(request: HttpRequest) -> HttpResponse:
    """Hand what a page's script reports to the edge."""
    return _passed_on(request, "/e")


@public_view("GET")
def pass_pixel(request: HttpRequest) -> HttpResponse:
    """Hand on that something with a link's pixel in it was seen."""
    return _passed_on(request, "/p.gif")


@public_view("GET")
def pass_page_script(request: HttpRequest) -> HttpResponse:
    """Hand out the script for a brand's own pages."""
    return _passed_on(request, "/goodword.js")


def _passed_on(request: HttpRequest, path: str) -> HttpResponse:
    port = variable(EDGE_PORT)
    if not port.isdecimal():
        return _edge_is_down(request)
    query = request.META.get("QUERY_STRING", "")
    edge = http.client.HTTPConnection(_HOST, int(port), timeout=_SECONDS)
    try:
        edge.request(
            request.method or "GET",
            f"{path}?{quote(query, safe='=&%+/:;,.-_~!*()')}" if query else path,
            body=request.read(_LARGEST) if request.method not in ("GET", "HEAD") else None,
            headers=_headers_for_the_edge(request),
        )
        answer = edge.getresponse()
        return _answered(answer, answer.read())
    except (OSError, http.client.HTTPException):
        return _edge_is_down(request)
    finally:
        edge.close()


def _headers_for_the_edge(request: HttpRequest) -> dict[str, str]:
    """Return what the visitor's browser sent, with the address it came from after those of proxies in front of us."""
    headers = {
        name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP and value
    }
    came = [request.headers.get("x-forwarded-for", ""), request.META.get("REMOTE_ADDR", "")]
    headers["X-Forwarded-For"] = ", ".join(filter(None, came))
    return {name: value.encode("latin-1", "replace").decode("latin-1") for name, value in headers.items()}


def _answered(answer: http.client.HTTPResponse, body: bytes) -> HttpResponse:
    response = HttpResponse(body, status=answer.status)
    del response["Content-Type"]
    for name, value in answer.getheaders():
        if name.lower() not in _HOP_BY_HOP | {"server", "date"}:
            response[name] = value
    return response


def _edge_is_down(request: HttpRequest) -> HttpResponse:
    """Say politely that the link works, only not this minute; nothing is stored in the browser."""
    page = later_page(language_of(request.headers.get("accept-language")))
    headers = {"Retry-After": "5", "Cache-Control": "no-store", "Content-Security-Policy": CONTENT_SECURITY}
    return HttpResponse(page, status=503, headers=headers)
