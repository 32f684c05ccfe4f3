"""The API's description (OpenAPI 3.1): django-ninja's, and what holds for every operation."""

from copy import deepcopy
from functools import cache
from typing import Any

from django.utils.translation import override

from .assembly import VERSION, GoodwordApi
from .bodies import BodyKind
from .endpoints import declaration_of
from .idempotency import HEADER, REPLAYED
from .pipeline import Declared
from .problems import MEDIA_TYPE, Problem, ProblemKind

PREFIX = "/api/v1"
Document = dict[str, Any]

INTRODUCTION = """\
Everything the console reads and writes of a brand. Every request names its caller: an API token as
`Authorization: Bearer …`, which is bound to one brand and to the rights it was given, or the console's own
session with `?brand=…` (and `X-CSRFToken` on writes).

Times are ISO 8601 with a zone. Errors are problem details (RFC 9457). Lists come in pages: send `next_cursor`
as `cursor`. A POST with an `Idempotency-Key` is done once: the same key and body within 72 hours get the same
answer again (`Idempotent-Replayed: true`), another body is refused. The `RateLimit-*` headers say how much of
the minute is left.
"""

_ALWAYS = (ProblemKind.MALFORMED, ProblemKind.INVALID, ProblemKind.TOO_MANY, ProblemKind.SERVER_ERROR)
_OF_CALLERS = (ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND)
_OF_BODIES = (ProblemKind.CONFLICT, ProblemKind.TOO_LARGE, ProblemKind.MEDIA_TYPE)


@cache
def document() -> Document:
    """Return the whole description; it is the same for everybody and made once."""
    from .assembly import api

    with override("en"):
        return described(api)


def described(api: GoodwordApi) -> Document:
    """Return the description of an API."""
    made: Document = deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    paths: Document = {}
    for route, operation in api.operations():
        path = "/" + "/".join(_plain(part) for part in route.strip("/").split("/"))
        for method in operation.methods:
            found = made["paths"][path][method.lower()]
            _complete(found, method, declaration_of(operation))
            paths.setdefault(PREFIX + path, {})[method.lower()] = found
    made["paths"] = paths
    made["info"] = {
        "title": "Goodword API",
        "version": VERSION,
        "description": INTRODUCTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    components = made.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _problem_schema()
    components["responses"] = {kind.slug: _response(kind) for kind in ProblemKind}
    components["securitySchemes"] = _security_schemes()
    made.pop("servers", None)
    return made


def _plain(part: str) -> str:
    """Return a path's part without Django's converter: {int:mention_id} is {mention_id}."""
    return "{" + part.split(":", 1)[1] if part.startswith("{") and ":" in part else part


def _complete(operation: Document, method: str, declared: Declared) -> None:
    kinds = list(_ALWAYS)
    if declared.rights:
        kinds += _OF_CALLERS
        operation["security"] = [{"token": [right.value for right in declared.rights]}, {"session": []}]
        operation["x-right"] = ", ".join(declared.rights)
        operation["parameters"].append(_brand_parameter())
    if method != "GET":
        kinds += _OF_BODIES
    if method == "POST":
        operation["parameters"].append(_key_parameter())
    responses = {str(status): response for status, response in operation["responses"].items()}
    for response in responses.values():
        response["headers"] = _headers(method)
    if declared.produces:
        responses["200"]["content"] = {each: {"schema": {"type": "string"}} for each in declared.produces}
    for kind in sorted(kinds, key=lambda each: each.status):
        responses.setdefault(str(kind.status), {"$ref": f"#/components/responses/{kind.slug}"})
    operation["responses"] = responses
    body = operation.get("requestBody")
    if body and declared.body is BodyKind.JSON:
        body["required"] = True


def _brand_parameter() -> Document:
    return {
        "in": "query",
        "name": "brand",
        "required": False,
        "schema": {"type": "string", "minLength": 1},
        "description": "The brand's short name; needed with a session, and implied by a token.",
    }


def _key_parameter() -> Document:
    return {
        "in": "header",
        "name": HEADER,
        "required": False,
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        "description": "A name of your own for this request, for example a UUID: it is then done once.",
    }


def _headers(method: str) -> Document:
    whole = {"schema": {"type": "integer", "minimum": 0}}
    headers: Document = {
        "RateLimit-Limit": {**whole, "description": "Requests per minute."},
        "RateLimit-Remaining": {**whole, "description": "Requests left in this minute."},
        "RateLimit-Reset": {**whole, "description": "Seconds until the next minute begins."},
    }
    if method == "POST":
        headers[REPLAYED] = {
            "schema": {"type": "string", "const": "true"},
            "description": "A kept answer, sent again.",
        }
    return headers


def _response(kind: ProblemKind) -> Document:
    example = Problem(kind).document()
    return {
        "description": str(kind.title),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


def _problem_schema() -> Document:
    text = {"type": "string"}
    types = [kind.type for kind in ProblemKind]
    fault = {
        "type": "object",
        "required": ["detail", "location"],
        "properties": {
            "detail": {**text, "description": "What is wrong with the value, and what to give instead."},
            "location": {"type": "string", "enum": ["body", "query", "path", "header"]},
            "pointer": {**text, "description": "A JSON pointer to the value in the body, as a URI fragment."},
            "parameter": {**text, "description": "The name of the parameter."},
        },
    }
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "enum": types,
            },
            "title": text,
            "status": {"type": "integer", "enum": [kind.status for kind in ProblemKind]},
            "detail": {**text, "description": "One sentence: what was given, what was expected, what to do."},
            "errors": {"type": "array", "items": fault},
        },
    }


def _security_schemes() -> Document:
    return {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token; its scopes are rights."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The console's session.",
        },
    }
