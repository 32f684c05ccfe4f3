"""What the command line may use of the insights."""

from typing import Any

from .diagnosis.document import Document
from .diagnosis.findings import Diagnosis
from .diagnosis.queries import access_diagnosis
from .diagnosis.rendering import rendered
from .diagnosis.scope import Scope, scope_of

__all__ = ["Diagnosis", "Scope", "access_diagnosis", "rendered", "said_of", "scope_of"]


def said_of(found: Diagnosis, base: str = "") -> dict[str, Any]:
    """Return a diagnosis as plain data in the active language; `base` is where the console can be reached."""
    return Document(found, base).said()
