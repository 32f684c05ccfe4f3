"""The API's description as a page for people, drawn here: what comes with django-ninja needs inline styles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodword.server.accounts.facade import public_view

from .handbook import chapters
from .openapi import document
from .problems import ProblemKind


@public_view("GET")
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation with what it needs, takes and answers."""
    described = document()
    context = {
        "chapters": chapters(described, f"{request.scheme}://{request.get_host()}"),
        "introduction": described["info"]["description"].strip().split("\n\n"),
        "problems": list(ProblemKind),
    }
    return render(request, "api/reference.html", context)
