"""Which frame a page is drawn in."""

from django.http import HttpRequest


def layout_of(request: HttpRequest) -> str:
    """Return the template a page extends: nothing but its content for the drawer, the console otherwise."""
    htmx = getattr(request, "htmx", None)
    return "drawer.html" if htmx and not htmx.history_restore_request else "base.html"
