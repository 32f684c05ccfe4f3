"""Reads of the imports."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import ImportProfile, ImportRun


def access_imports(actor: Actor) -> QuerySet[ImportRun]:
    """Return the imports of the actor's brand."""
    actor.check(Right.IMPORTS_READ)
    return ImportRun.objects.filter(brand_id=actor.brand_id)


def access_import(actor: Actor, pk: int) -> ImportRun:
    """Return one import of the actor's brand."""
    run = access_imports(actor).filter(pk=pk).first()
    if run is None:
        raise Http404(_("There is no such import of this brand."))
    return run


def access_profiles(actor: Actor, kind: str = "") -> QuerySet[ImportProfile]:
    """Return the saved ways of reading of the actor's brand, of one kind or of all."""
    actor.check(Right.IMPORTS_READ)
    profiles = ImportProfile.objects.filter(brand_id=actor.brand_id).order_by("name", "kind")
    return profiles.filter(kind=kind) if kind else profiles


def access_unfinished(actor: Actor, kind: str, fingerprint: str) -> ImportRun | None:
    """Return the last import of this very file that was begun and has not come to its end."""
    return (
        access_imports(actor)
        .filter(kind=kind, fingerprint=fingerprint, dry_run=False)
        .exclude(state__in=[ImportRun.State.DONE, ImportRun.State.DRAFT])
        .order_by("-pk")
        .first()
    )
