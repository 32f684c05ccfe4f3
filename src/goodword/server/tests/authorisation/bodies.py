"""A small valid body for every operation, read off the API's own description."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from goodword.server.api.examples import example_of, resolved
from goodword.server.api.facade import openapi


def body_of(path: str, method: str) -> dict[str, Any]:
    """Return what a test client needs to send a valid request to an operation of the description."""
    document = openapi()
    schemas = document["components"]["schemas"]
    content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = example_of(content["application/json"]["schema"], schemas)
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
