"""What the page of the diagnosis has beside the diagnosis: other days, other sources, the documents."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.accounts.facade import Actor

from .findings import Diagnosis
from .scope import ALL, SWITCH


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to look: its name and its address."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Options:
    """A filter: its name in the address, what it is called, what can be chosen, what is."""

    name: str
    label: str
    values: list[str]
    current: str


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """The switches of one page; `days` is what the filters carry along."""

    spans: list[Choice]
    options: list[Options]
    days: str
    wider_url: str
    pdf_url: str
    html_url: str


def page_of(actor: Actor, found: Diagnosis) -> DiagnosisPage:
    """Return the switches of a diagnosis."""
    scope, url = found.frame.scope, _address(actor, "diagnosis")
    days = dict.fromkeys([*SWITCH, *([scope.days] if scope.days else [])])
    spans = [
        Choice(_days(each), f"{url}?{scope.over(each).query}", each == scope.days) for each in sorted(days)
    ]
    spans.append(Choice(_("All time"), f"{url}?{scope.over(None).query}", scope.days is None))
    options = [
        Options("source", _("Source"), _offered(found.from_sources, scope.source), scope.source),
        Options("product", _("Product"), _offered(found.of_products, scope.product), scope.product),
    ]
    return DiagnosisPage(
        spans=spans,
        options=[each for each in options if len(each.values) > 1 or each.current],
        days=ALL if scope.days is None else str(scope.days),
        wider_url=f"{url}?days={ALL}",
        pdf_url=f"{_address(actor, 'diagnosis-pdf')}?{scope.query}",
        html_url=f"{_address(actor, 'diagnosis-html')}?{scope.query}",
    )


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _offered(values: list[str], current: str) -> list[str]:
    return values if current in values or not current else [current, *values]


def _address(actor: Actor, name: str) -> str:
    return reverse(name, kwargs={"brand": actor.brand_slug})
