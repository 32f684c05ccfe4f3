"""The page of the diagnosis, the documents made of it, and the cards of its numbers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.listening.facade import tabs

from .document import Document
from .labels import labels
from .page import page_of
from .queries import access_diagnosis
from .rendering import KINDS, rendered
from .scope import scope_of


@brand_view(Right.MENTIONS_READ)
def diagnosis_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is said, what hurts, what is praised and what to do first."""
    found = access_diagnosis(actor, scope_of(request.GET))
    said = Document(found, request.build_absolute_uri("/")).said()
    context = {
        "found": found,
        "said": said,
        "say": labels(),
        "page": page_of(actor, found),
        "tabs": tabs(actor, "diagnosis"),
        "causes": list(zip(found.causes, said["causes"], strict=True)),
        "praised": list(zip(found.praise, said["praise"], strict=True)),
    }
    return render(request, "insights/diagnosis/page.html", context)


@brand_view(Right.MENTIONS_READ)
def diagnosis_document(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Send the diagnosis as a document: html or pdf."""
    found = access_diagnosis(actor, scope_of(request.GET))
    said = Document(found, request.build_absolute_uri("/")).said()
    response = HttpResponse(rendered(said, kind), content_type=KINDS[kind])
    name = "-".join(filter(None, ("diagnosis", actor.brand_slug, said["last_day"])))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@brand_view(Right.MENTIONS_READ)
def diagnosis_number(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Show how a number was made."""
    number = access_diagnosis(actor, scope_of(request.GET)).every_number().get(key)
    if number is None:
        raise Http404(_("There is no such number."))
    template = "components/number_card.html" if request.htmx else "insights/number.html"  # type: ignore[attr-defined]
    return render(request, template, {"number": number})
