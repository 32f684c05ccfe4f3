"""What a list can be asked, as the reference tells it."""

from typing import Any

from django.utils.translation import override

from goodword.server.shell.lists.addresses import CURSOR
from goodword.server.shell.lists.exports import FORMAT, FORMATS
from goodword.server.shell.lists.facets import BLANK, Facet
from goodword.server.shell.lists.selection import COLUMNS, SEARCH, SORT
from goodword.server.shell.lists.spec import ListSpec
from goodword.server.shell.lists.windows import PRESET, PRESETS, SINCE, UNTIL

from .endpoints import Filters
from .paging import DEFAULT_PAGE, LARGEST_PAGE, LIMIT


def page_filters(spec: ListSpec) -> Filters:
    """Return the parameters of a page of a list."""
    narrowing = list_filters(spec)
    paging = (
        _parameter(
            LIMIT,
            {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": DEFAULT_PAGE},
            "How many to return.",
        ),
        _parameter(
            CURSOR, {"type": "string", "minLength": 1}, "`next_cursor` of the page before, same filters."
        ),
    )
    return Filters(narrowing.single | {LIMIT, CURSOR}, narrowing.several, narrowing.parameters + paging)


def list_filters(spec: ListSpec) -> Filters:
    """Return the parameters that narrow and order a list: the names the console's addresses use."""
    with override("en"):
        described = [*_search(spec), *(_facet(facet) for facet in spec.facets), *_window(spec), _sort(spec)]
    several = frozenset(facet.name for facet in spec.facets)
    names = frozenset(each["name"] for each in described)
    return Filters(names - several, several, tuple(described))


def export_filters(spec: ListSpec) -> Filters:
    """Return the parameters of a list as a file."""
    listed = list_filters(spec)
    columns = [column.name for column in spec.columns]
    file = _parameter(
        FORMAT, {"type": "string", "enum": list(FORMATS), "default": "csv"}, "The kind of file."
    )
    names = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": columns}}
    chosen = _parameter(COLUMNS, names, "Which columns, with commas between.") | {
        "style": "form",
        "explode": False,
    }
    return Filters(listed.single | {FORMAT, COLUMNS}, listed.several, (*listed.parameters, file, chosen))


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": description}


def _search(spec: ListSpec) -> list[dict[str, Any]]:
    if spec.search is None:
        return []
    return [
        _parameter(
            SEARCH,
            {"type": "string", "minLength": 1, "maxLength": spec.longest_search},
            f"Search. {spec.search_hint}".strip(),
        )
    ]


def _facet(facet: Facet) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
    if facet.labels is not None:
        value = {"type": "string", "enum": [*(name for name in facet.labels if name), BLANK]}
    text = f"{facet.label}: keep those with one of the values; “{BLANK}” means not given."
    return _parameter(facet.name, {"type": "array", "items": value}, text)


def _window(spec: ListSpec) -> list[dict[str, Any]]:
    if spec.window is None:
        return []
    label = spec.window.label
    day = {"type": "string", "format": "date"}
    return [
        _parameter(PRESET, {"type": "string", "enum": list(PRESETS)}, f"{label}: a period up to today."),
        _parameter(SINCE, day, f"{label}: the first day, in the brand's time zone."),
        _parameter(UNTIL, day, f"{label}: the last day, in the brand's time zone."),
    ]


def _sort(spec: ListSpec) -> dict[str, Any]:
    names = [f"{sign}{sort.name}" for sort in spec.sorts for sign in ("-", "")]
    first = spec.sorts[0]
    default = f"{'-' if first.descending else ''}{first.name}"
    return _parameter(
        SORT, {"type": "string", "enum": names, "default": default}, "The order; “-”: descending."
    )
