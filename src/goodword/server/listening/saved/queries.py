"""Reads of the saved queries."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import QueryVersion, SavedQuery


def access_saved_queries(actor: Actor) -> QuerySet[SavedQuery]:
    """Return the queries of the actor's brand that are in use."""
    actor.check(Right.MENTIONS_READ)
    return SavedQuery.objects.filter(brand_id=actor.brand_id, retired=False)


def access_saved_query(actor: Actor, pk: int) -> SavedQuery:
    """Return one saved query of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    query = SavedQuery.objects.filter(brand_id=actor.brand_id, pk=pk).first()
    if query is None:
        raise Http404(_("There is no such query of this brand."))
    return query


def access_versions(actor: Actor, query: SavedQuery) -> list[QueryVersion]:
    """Return the versions of a query, the newest first."""
    actor.check(Right.MENTIONS_READ)
    return list(QueryVersion.objects.filter(query=query).order_by("-number"))


def access_version(actor: Actor, query: SavedQuery, number: int) -> QueryVersion:
    """Return one version of a query."""
    actor.check(Right.MENTIONS_READ)
    version = QueryVersion.objects.filter(query=query, number=number).first()
    if version is None:
        raise Http404(_("This query has no such version."))
    return version
