"""The diagnosis as a file: HTML that needs nothing else, or PDF."""

from typing import Any

from django.template.loader import render_to_string

from .labels import labels
from .paper import pdf_of

KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def rendered(said: dict[str, Any], kind: str) -> bytes:
    """Return a diagnosis, as `Document.said` says it, as a file of a kind."""
    if kind == "pdf":
        return pdf_of(said)
    return render_to_string("insights/diagnosis/document.html", {"said": said, "say": labels()}).encode()
