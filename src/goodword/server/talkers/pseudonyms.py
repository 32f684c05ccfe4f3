"""What stands for a person where who looks may not read people."""

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

ERASED = "erased:"


def pseudonym(actor: Actor, person_id: str) -> str:
    """Return a name that says nothing of a person but that it is the same one."""
    if person_id.startswith(ERASED):
        return _("Erased person")
    digest = salted_hmac("goodword.measuring.people", f"{actor.brand_id}:{person_id}").hexdigest()
    return _("Person %(code)s") % {"code": digest[:6].upper()}


def shown_id(actor: Actor, person_id: str) -> str:
    """Return a person's id to those who may read people, a pseudonym to everybody else; of nobody, nothing."""
    return person_id if not person_id or actor.may(Right.PEOPLE_READ) else pseudonym(actor, person_id)
