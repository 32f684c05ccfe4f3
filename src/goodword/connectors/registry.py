"""Every kind of source there is: those that come with Goodword, and those other packages bring.

A package brings a kind by an entry point in the group `goodword.connectors` that names its `ConnectorSpec`. A kind that
cannot be loaded is left out and reported by `problems()`; it never keeps the others from working.
"""

import logging
from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from .protocol import ConnectorSpec

GROUP = "goodword.connectors"
BUILT_IN = (
    "app_store",
    "bluesky",
    "discourse",
    "drop",
    "feed",
    "google_business",
    "hacker_news",
    "imap",
    "mastodon",
    "page",
    "reddit",
    "stack_exchange",
    "trustpilot",
    "webhook",
    "youtube",
)
_log = logging.getLogger(__name__)


class Problem(NamedTuple):
    """A kind of source that could not be loaded."""

    name: str
    package: str
    message: str  # a sentence


class _Found(NamedTuple):
    specs: dict[str, ConnectorSpec]
    problems: tuple[Problem, ...]


def specs() -> dict[str, ConnectorSpec]:
    """Return every kind of source by its slug, in alphabetical order."""
    return dict(_found().specs)


def problems() -> tuple[Problem, ...]:
    """Return the kinds of source that are installed and could not be loaded, and why."""
    return _found().problems


def reload() -> None:
    """Look again: a package was installed or removed."""
    _found.cache_clear()


@cache
def _found() -> _Found:
    found: dict[str, ConnectorSpec] = {}
    wrong: list[Problem] = []
    for point in _points():
        package = point.dist.name if point.dist else "goodword"
        try:
            spec = _checked(point.load(), found)
        except Exception as error:  # whatever a plug-in does: the others go on
            message = f"The kind of source “{point.name}” of {package} could not be loaded: {error}"
            _log.warning(message)
            wrong.append(Problem(point.name, package, message))
        else:
            found[spec.kind] = spec
    return _Found(dict(sorted(found.items())), tuple(wrong))


def _points() -> Iterator[EntryPoint]:
    for name in BUILT_IN:
        yield EntryPoint(name, f"{__package__}.{name}:SPEC", GROUP)
    yield from sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _checked(spec: object, known: dict[str, ConnectorSpec]) -> ConnectorSpec:
    if not isinstance(spec, ConnectorSpec):
        raise TypeError(f"its entry point names a {type(spec).__name__}, not a ConnectorSpec.")
    if spec.kind in known:
        raise ValueError(f"there is a kind “{spec.kind}” already.")
    return spec


__all__ = ["BUILT_IN", "GROUP", "Problem", "problems", "reload", "specs"]
