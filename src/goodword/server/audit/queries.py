"""Reads of the trail."""

from django.db.models import QuerySet

from goodword.server.accounts.facade import Actor, Right

from .models import Entry


def access_entries(actor: Actor) -> QuerySet[Entry]:
    """Return the entries an actor may read: the whole organisation's for its own, the brand's for an agency."""
    actor.check(Right.AUDIT_READ)
    entries = Entry.objects.filter(organisation_id=actor.owner_id)
    return entries if actor.is_owner else entries.filter(brand_id=actor.brand_id)
