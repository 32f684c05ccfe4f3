"""Who wrote a mention, as one value to group and count by."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat


def account() -> Case:
    """Return the expression for the account that wrote a mention, "" where none is named.

    It is known by its id, or else its handle or its name, at its source: two sources may have the same id.
    """
    who = Case(
        When(~Q(author_id=""), then=F("author_id")),
        When(~Q(author_handle=""), then=F("author_handle")),
        default=F("author"),
        output_field=CharField(),
    )
    return Case(
        When(Q(author_id="", author_handle="", author=""), then=Value("")),
        default=Concat(F("source"), Value("\x1f"), who, output_field=CharField()),
        output_field=CharField(),
    )
