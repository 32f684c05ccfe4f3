"""An API with one operation for each thing that can happen, beside the real one."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import include, path
from ninja import File, Form, UploadedFile
from pydantic import Field

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.models import Brand
from goodword.server.accounts.rights import Right
from goodword.server.api.assembly import GoodwordApi
from goodword.server.api.bodies import StrictParser
from goodword.server.api.facade import PUBLIC, ApiRequest, Endpoints, Given, Moment, Shown, Whole, batch_of

endpoints = Endpoints("Probe")


class Thing(Given):
    name: str = Field(min_length=1, max_length=20)
    size: Whole = 1
    at: Moment | None = None
    extra: dict = {}


class Echo(Shown):
    done: int
    names: list[str] = []


@endpoints.get("/open", rule=PUBLIC, response=Echo, summary="Open to all")
def read_open(request: ApiRequest):
    return {"done": 0}


@endpoints.get("/number", rule=Right.BRAND_READ, response=Echo, summary="A number")
def read_number(request: ApiRequest, n: int):
    return {"done": n}


@endpoints.post("/things", rule=Right.BRAND_MANAGE, response=Echo, summary="Add things")
def add_things(request: ApiRequest, things: batch_of(Thing)):
    """Counts in the brand's goal, so that a second effect or a rollback shows."""
    brand = Brand.objects.get(pk=request.actor.brand_id)
    brand.goal = str(int(brand.goal or 0) + len(things))
    brand.save()
    fail(things[0].name)
    return {"done": int(brand.goal), "names": [thing.name for thing in things]}


@endpoints.post(
    "/files", rule=Right.BRAND_MANAGE, response={202: Echo}, summary="Send a file", most_bytes=lambda: 10
)
def add_file(request: ApiRequest, file: File[UploadedFile], kind: Form[str]):
    brand = Brand.objects.get(pk=request.actor.brand_id)
    brand.goal = str(int(brand.goal or 0) + 1)
    brand.save()
    return {"done": int(brand.goal), "names": [kind, file.read().decode()]}


def fail(name: str) -> None:
    failures = {
        "conflict": ConflictError("This name is taken. Choose another."),
        "input": InputError("This name is odd. Choose another."),
        "missing": Http404("There is no such thing."),
        "denied": PermissionDenied("Not you."),
        "crash": RuntimeError("secret detail"),
    }
    if name in failures:
        raise failures[name]


probe = GoodwordApi(openapi_url=None, docs_url=None, parser=StrictParser(), urls_namespace="probe")
probe.add_router("", endpoints.router)

urlpatterns = [
    path("probe/", include((probe.urls[0], "probe"))),
    path("api/v1/", include("goodword.server.api.urls")),
]
