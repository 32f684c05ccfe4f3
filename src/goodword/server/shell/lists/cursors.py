"""Where a page of a list begins: opaque to people, signed so that nobody can make one up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from goodword.core.errors import InputError

_SALT = "goodword.lists.cursor"


@dataclass(frozen=True, slots=True)
class Position:
    """The row a page begins after (`forward`) or ends before; `value` is its sort key, None when it has none."""

    value: Any
    pk: int
    forward: bool = True


def cursor_of(scope: str, position: Position) -> str:
    """Return a position as text; `scope` names the list and the order it is good for."""
    value = position.value
    coded = {"at": value.isoformat()} if isinstance(value, datetime) else value
    return signing.Signer(salt=_SALT).sign_object([scope, coded, position.pk, int(position.forward)])


def position_of(scope: str, cursor: str) -> Position:
    """Return the position a cursor stands for; InputError when it is not one of this list in this order."""
    try:
        given, coded, pk, forward = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        raise InputError(
            _("The place in the list is not readable. Begin again from its first page.")
        ) from None
    if given != scope:
        raise InputError(_("The place belongs to another list or order. Begin again from the first page."))
    value = datetime.fromisoformat(coded["at"]) if isinstance(coded, dict) else coded
    return Position(value, int(pk), bool(forward))
