"""The page of the trends."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import Page, Problem, tally

from .. import numbers
from ..lists import MENTIONS
from ..query_bar import bar
from ..tabs import TRENDS, filters_of, tabs
from ..taxonomy import taxonomy
from . import charts
from .buckets import STEPS
from .parts import base_rates, parts_of
from .queries import SPLITS, access_counts

_OWN = ("by", "split")


@dataclass(frozen=True, slots=True)
class Switch:
    """One of a few ways to look: its name and the address that chooses it."""

    label: Any
    url: str
    current: bool


@brand_view(Right.MENTIONS_READ, "GET")
def mention_trends(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how sentiment and causes went, under the filters of the explorer."""
    page, _rows = tally(MENTIONS, actor, request.GET, path=request.path, also=_OWN)
    step, split = _asked(page, request.GET.get("by", ""), STEPS), _split(page, request)
    part = _wants_part(request)
    context: dict[str, Any] = {
        "layout": "listening/part.html" if part else "base.html",
        "page": page,
        "spec": page.spec,
        "tabs": tabs(actor, TRENDS, filters_of(page)),
        **bar(page),
    }
    if not page.problems:
        context |= _shown(page, step, split)
    response = render(
        request, "listening/trends.html", context, status=400 if page.problems and not part else 200
    )
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _shown(page: Page, step: str, split: str) -> dict[str, Any]:
    own = taxonomy(page.actor)
    counts = access_counts(page, own, step=step, split=split)
    parts, more = parts_of(page, counts, split)
    shown: dict[str, Any] = {
        "counts": counts,
        "parts": parts,
        "more": more,
        "base_rates": base_rates(page, counts),
        "numbers": [make(page) for make in (
            numbers.consumer_mentions, numbers.net_favourable, numbers.unfavourable_share, numbers.unsure_share)],
        "splits": _switches(page, "split", {name: page.spec.facet(name).label for name in SPLITS}, split),  # type: ignore[union-attr]
    }  # fmt: skip
    if counts.buckets:
        shown["steps"] = _switches(page, "by", STEPS, counts.buckets.step)
        shown["sentiment"] = charts.by_sentiment(page, counts, counts.buckets)
        shown["balance"] = charts.balance(page, counts, counts.buckets)
        shown["causes"] = charts.by_cause(page, counts, counts.buckets, own)
    return shown


def _split(page: Page, request: HttpRequest) -> str:
    return _asked(page, request.GET.get("split", ""), SPLITS, "split") or SPLITS[0]


def _asked(page: Page, value: str, known: Any, parameter: str = "by") -> str:
    """Return what an address asks for, or nothing; what it asks wrongly becomes a problem of the page."""
    if value and value not in known:
        words = {"value": value[:40].replace("\x00", "?"), "known": ", ".join(known)}
        said = _("“%(value)s” is not a known value. Choose from: %(known)s.") % words
        page.selection.problems.append(Problem(said, parameter))
        return ""
    return value


def _switches(page: Page, parameter: str, named: Any, current: str) -> list[Switch]:
    return [
        Switch(label, str(page.address.set(**{parameter: name})), name == current)
        for name, label in named.items()
    ]


def _wants_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == "list" and not htmx.history_restore_request)
