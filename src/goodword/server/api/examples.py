"""Example values, read off the API's own description."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]


def resolved(schema: Schema, schemas: Schemas) -> Schema:
    """Return what a schema stands for: the target of a reference, the first of several that is not null.

    >>> resolved({"anyOf": [{"$ref": "#/components/schemas/Sign"}, {"type": "null"}]}, {"Sign": {"type": "string"}})
    {'type': 'string'}
    """
    if "$ref" in schema:
        kept = {name: value for name, value in schema.items() if name != "$ref"}
        return {**resolved(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas), **kept}
    for word in ("anyOf", "allOf"):
        if word in schema:
            kept = {name: value for name, value in schema.items() if name != word}
            first = next(each for each in schema[word] if each.get("type") != "null")
            return {**resolved(first, schemas), **kept}
    return schema


def example_of(schema: Schema, schemas: Schemas) -> Any:
    """Return a small valid value: an example where there is one, of an object what is required or has an example.

    >>> example_of({"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 3}}}, {})
    {'n': 3}
    """
    schema = resolved(schema, schemas)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return _object(schema, schemas)
        case "array":
            return [example_of(schema["items"], schemas)]
        case "string":
            return "x" * max(1, schema.get("minLength", 1))
        case "boolean":
            return True
        case _:
            return schema.get("minimum", 1)


def _object(schema: Schema, schemas: Schemas) -> dict[str, Any]:
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    shown = {
        name: example_of(each, schemas)
        for name, each in properties.items()
        if name in required or "examples" in resolved(each, schemas)
    }
    return shown or {name: example_of(each, schemas) for name, each in list(properties.items())[:1]}
