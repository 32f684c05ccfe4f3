"""A small valid body for every operation, read off the API's own description."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from goodword.server.api.openapi import document


def body_of(path: str, method: str) -> dict[str, Any]:
    """Return what a test client needs to send a valid request to an operation of the description."""
    content = document()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return {"data": smallest(content["application/json"]["schema"]), "content_type": "application/json"}
    if "multipart/form-data" in content:
        return {"data": smallest(content["multipart/form-data"]["schema"])}
    return {}


def smallest(schema: dict[str, Any]) -> Any:
    """Return a small value of a schema: an example where it has one, the required properties of an object."""
    if "$ref" in schema:
        return smallest(document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    for word in ("anyOf", "allOf"):
        if word in schema:
            return smallest(schema[word][0])
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            wanted = schema.get("required") or list(schema.get("properties", {}))[:1]
            return {name: smallest(schema["properties"][name]) for name in wanted}
        case "array":
            return [smallest(schema["items"])]
        case "string" if schema.get("format") == "binary":
            return SimpleUploadedFile("own.csv", b"text\nhello\n")
        case "string":
            return "x" * max(1, schema.get("minLength", 1))
        case _:
            return 1
