"""A small valid body for every operation, read off the API's own description."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from goodword.server.api.examples import example_of, resolved
from goodword.server.api.facade import openapi


def body_of(path: str, method: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a test client needs to send a valid request to an operation; ids in it are those of `own` things."""
    document = openapi()
    schemas = document["components"]["schemas"]
    content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = example_of(content["application/json"]["schema"], schemas)
        body |= {name: own[name] for name in body if name.endswith("_id") and name in own}
        return {"data": body, "content_type": "application/json"}
    if "multipart/form-data" in content:
        form = resolved(content["multipart/form-data"]["schema"], schemas)
        parts = {name: example_of(form["properties"][name], schemas) for name in form["required"]}
        files = {
            name: SimpleUploadedFile("own.csv", b"text\nhello\n")
            for name, part in form["properties"].items()
            if resolved(part, schemas).get("format") == "binary"
        }
        return {"data": parts | files}
    return {}
