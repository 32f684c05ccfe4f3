"""The API's description as a page for people."""

from django.http import HttpRequest, HttpResponse

from goodword.server.accounts.facade import public_view


@public_view("GET")
def reference(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show the reference."""
    return HttpResponse("")
