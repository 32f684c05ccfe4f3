"""The people a brand knows of: the list, and one of them with ties and mentions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read, read_page
from goodword.server.shell.navigation import brand_url

from .lists import PEOPLE, ties_of
from .profile import PersonPage

person_export = export_view(PEOPLE)


@brand_view(Right.PEOPLE_READ, "GET")
def person_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the people the brand knows of."""
    page = read_page(PEOPLE, request, actor)
    import_url = brand_url("import-list", actor.brand_slug) if actor.may(Right.IMPORTS_RUN) else ""
    sentence = _("Who speaks of the brand, and whom their words reach.")
    return list_response(
        request, actor, page, "talkers/people.html", sentence=sentence, import_url=import_url
    )


@brand_view(Right.PEOPLE_READ, "GET")
def person_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one person: what is known, whom they are connected with, what they said."""
    shown = PersonPage(actor, pk)
    page = read(ties_of(shown.person), actor, request.GET, path=request.path)
    context = {
        "shown": shown,
        "person": shown.person,
        "page": page,
        "connections": shown.connections(page.rows),
    }
    return render(request, "talkers/person.html", context, status=400 if page.problems else 200)
