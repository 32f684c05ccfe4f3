"""The API's addresses; whatever else is asked for under it gets a problem document, too."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path

from goodword.server.accounts.facade import Audience, Rule, public_view

from .assembly import api
from .openapi import document
from .problems import Problem, ProblemKind
from .reference import reference


@public_view("GET")
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send the API's description."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def nothing_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address that leads nowhere."""
    return Problem(ProblemKind.NOT_FOUND).response()


nothing_here.rule = Rule(Audience.PUBLIC)  # type: ignore[attr-defined]  # read by the authorisation tests
nothing_here.csrf_exempt = True  # type: ignore[attr-defined]  # it does nothing

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", openapi, name="api-openapi"),
    path("docs", reference, name="api-docs"),
    *api.urls[0],
    re_path(r"^.*$", nothing_here, name="api-nothing"),
]
