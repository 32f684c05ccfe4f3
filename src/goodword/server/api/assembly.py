"""The API put together: every app's operations under one roof."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation, PathView
from ninja.renderers import JSONRenderer
from ninja.utils import normalize_path, replace_path_param_notation

from .bodies import BodyKind, StrictParser
from .endpoints import Endpoints, declaration_of
from .problems import Problem, ProblemKind, as_problem, problem_response
from .sentences import faults_of

VERSION = "1"
_ROOM = "goodword.server."


class ReadableRenderer(JSONRenderer):
    """JSON whose Chinese can be read and takes a third of the bytes."""

    json_dumps_params = MappingProxyType({"ensure_ascii": False})


class GoodwordApi(NinjaAPI):
    """django-ninja with every failure answered as problem details, and no operation without a rule."""

    def set_default_exception_handlers(self) -> None:
        """Answer whatever goes wrong in an operation as a problem."""
        self.add_exception_handler(Exception, _answered)

    def operations(self) -> Iterator[tuple[str, Operation]]:
        """Yield every operation with its path under /api/v1, checked to have declared its rule."""
        for route, path_view in self.path_views():
            for operation in path_view.operations:
                declaration_of(operation)
                yield route, operation

    def path_views(self) -> Iterator[tuple[str, PathView]]:
        """Yield every path with the operations behind it."""
        for bound in self._get_bound_routers():
            for route, path_view in bound.path_operations.items():
                yield normalize_path(f"{bound.prefix}/{route}"), path_view

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        for _route, operation in self.operations():
            declaration_of(operation)
        return [_url(route, path_view) for route, path_view in self.path_views()]


def _answered(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if isinstance(error, ValidationError):
        faults = faults_of(error.errors, alone=_is_one_object(request))
        return Problem(ProblemKind.INVALID, errors=faults).response()
    return problem_response(error if isinstance(error, Exception) else error())


def _is_one_object(request: HttpRequest) -> bool:
    """Whether a body that may be a list was a single object, so that pointers into it have no index."""
    return request.content_type == BodyKind.JSON and request.body.lstrip()[:1] == b"{"


def _url(route: str, path_view: PathView) -> URLPattern:
    name = str(path_view.operations[0].url_name)
    return path(replace_path_param_notation(route).lstrip("/"), _enveloped(path_view), name=name)


def _enveloped(path_view: PathView) -> Callable[..., HttpResponseBase]:
    """Return the view of a path: its every failure is a problem, its HEAD is its GET without the body."""
    answer = path_view.get_view()

    def view(request: HttpRequest, **values: Any) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        try:
            response = as_problem(answer(request, **values))
        except Exception as error:
            response = problem_response(error)
        response.headers.setdefault("Cache-Control", "no-store")
        return _without_body(response) if is_head else response

    view.csrf_exempt = True  # type: ignore[attr-defined]  # tokens need none; sessions are checked in authentication
    view.operations = path_view.operations  # type: ignore[attr-defined]  # what the authorisation tests walk
    return view


def _without_body(response: HttpResponseBase) -> HttpResponse:
    bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
    if isinstance(response, HttpResponse):
        bare["Content-Length"] = str(len(response.content))
    response.close()
    return bare


def found_endpoints() -> list[Endpoints]:
    """Return the operations each app declares in its `api.py`, in the order the apps are installed."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.api"
        if config.name.startswith(_ROOM) and config.label != "api" and find_spec(name):
            found += [each for each in vars(import_module(name)).values() if isinstance(each, Endpoints)]
    return found


def assembled() -> GoodwordApi:
    """Return the API with every app's operations."""
    api = GoodwordApi(
        title="Goodword API",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        parser=StrictParser(),
        renderer=ReadableRenderer(),
    )
    for endpoints in found_endpoints():
        api.add_router("", endpoints.router)
    return api


api = assembled()
