"""The API's description arranged for reading: what the reference page shows."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .examples import example_of, resolved

Document = Mapping[str, Any]
_HEADINGS = (
    "Brand",
    "Mentions",
    "Reading model",
    "People",
    "Events",
    "Surveys",
    "Imports",
    "Jobs",
    "Audit trail",
)
_ORDER = {heading: place for place, heading in enumerate(_HEADINGS)}
_ENDLESS = 2**53  # a bound this far away is one nobody meets


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter, or one field of a body or an answer."""

    name: str
    place: str
    type: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation: what it does, what it needs, what it takes, what it answers."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    rights: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    request: str
    answer: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]


def chapters(document: Document, address: str) -> dict[str, list[Entry]]:
    """Return the operations by their headings; `address` is the server's, for the requests that can be copied."""
    found: dict[str, list[Entry]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            entry = _entry(document, address, path, method.upper(), operation)
            found.setdefault(operation["tags"][0], []).append(entry)
    return dict(sorted(found.items(), key=lambda each: (_ORDER.get(each[0], len(_ORDER)), each[0])))


def _entry(document: Document, address: str, path: str, method: str, operation: Document) -> Entry:
    schemas = document["components"]["schemas"]
    security: Mapping[str, Any] = (operation.get("security") or [{}])[0]
    success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    kind, body = _content(operation.get("requestBody", {}))
    _kind, answer = _content(success)
    return Entry(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        rights=tuple(security.get("token", ())),
        parameters=tuple(_parameter(each, schemas) for each in operation["parameters"]),
        body=tuple(_fields(body, schemas)) if body else (),
        request=_request(address + path, method, kind, body, schemas),
        answer=tuple(_fields(answer, schemas)) if answer else (),
        statuses=tuple(_statuses(document, operation["responses"])),
    )


def _content(holder: Document) -> tuple[str, Document | None]:
    for kind, content in holder.get("content", {}).items():
        return kind, content["schema"]
    return "", None


def _statuses(document: Document, responses: Document) -> Iterator[tuple[str, str]]:
    for status, response in responses.items():
        name = response.get("$ref", "").rsplit("/", 1)[-1]
        shared = document["components"]["responses"].get(name, response)
        yield status, shared["description"]


def _parameter(parameter: Document, schemas: Document) -> Field:
    return Field(
        parameter["name"],
        parameter["in"],
        type_of(parameter["schema"], schemas),
        bool(parameter.get("required")),
        parameter.get("description", ""),
    )


def _fields(schema: Document, schemas: Document, prefix: str = "") -> Iterator[Field]:
    schema = resolved(schema, schemas)
    if schema.get("type") == "array":
        yield from _fields(schema["items"], schemas, prefix)
        return
    for name, each in schema.get("properties", {}).items():
        inner = resolved(each, schemas)
        text = str(each.get("description") or inner.get("description", ""))
        yield Field(prefix + name, "", type_of(each, schemas), name in schema.get("required", ()), text)
        items = resolved(inner.get("items", {}), schemas)
        if "properties" in items:
            yield from _fields(items, schemas, f"{prefix}{name}[].")


def type_of(schema: Document, schemas: Document) -> str:
    """Return a schema's type in a few words.

    >>> type_of({"anyOf": [{"type": "string", "maxLength": 20}, {"type": "null"}]}, {})
    'text up to 20, or null'
    >>> type_of({"type": "array", "items": {"enum": ["a", "b"]}}, {})
    'list of: a, b'
    """
    nullable = any(each.get("type") == "null" for each in schema.get("anyOf", ()))
    return _plain_type(resolved(schema, schemas), schemas) + (", or null" if nullable else "")


def _plain_type(schema: Document, schemas: Document) -> str:
    if "enum" in schema:
        return "one of: " + ", ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    match schema.get("type"):
        case "array":
            return ("list of " + type_of(schema["items"], schemas)).replace("of one of:", "of:")
        case "string":
            return _text_type(schema)
        case "integer" | "number" as kind:
            bounds = [schema.get(name, _ENDLESS) for name in ("minimum", "maximum")]
            word = "whole number" if kind == "integer" else "number"
            return word if max(map(abs, bounds)) >= _ENDLESS else f"{word} {bounds[0]} to {bounds[1]}"
        case "boolean":
            return "true or false"
        case _:
            return "object"


def _text_type(schema: Document) -> str:
    words = {"date-time": "time", "date": "day", "binary": "file"}
    word = words.get(schema.get("format", ""), "text")
    return f"{word} up to {schema['maxLength']}" if "maxLength" in schema else word


def _request(url: str, method: str, kind: str, body: Document | None, schemas: Document) -> str:
    """Return a request for the command line that works once the token is set."""
    url = re.sub(r"\{\w+\}", "1", url)
    lines = [f"curl {'' if method == 'GET' else f'-X {method} '}'{url}'", '-H "Authorization: Bearer $TOKEN"']
    if method == "POST":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if body is not None and kind == "application/json":
        value = json.dumps(example_of(body, schemas), ensure_ascii=False, indent=2)
        lines += ["-H 'Content-Type: application/json'", "-d '" + value.replace("'", "'\\''") + "'"]
    elif body is not None:
        lines += [f"-F '{name}={value}'" for name, value in _parts(body, schemas)]
    return " \\\n  ".join(lines)


def _parts(body: Document, schemas: Document) -> Iterator[tuple[str, Any]]:
    for name, schema in resolved(body, schemas)["properties"].items():
        inner = resolved(schema, schemas)
        if name in body.get("required", ()):
            yield name, "@data.csv" if inner.get("format") == "binary" else example_of(schema, schemas)
