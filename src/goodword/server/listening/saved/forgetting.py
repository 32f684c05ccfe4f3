"""The end of a sample's queries."""

from django.db import models

from .models import QueryVersion, SavedQuery


def forget_queries(brand_id: int) -> None:
    """Remove the queries of a sample brand with all their versions."""
    # The set of versions itself refuses to delete; only the end of a sample goes past it.
    models.QuerySet(QueryVersion).filter(query__brand_id=brand_id).delete()
    SavedQuery.objects.filter(brand_id=brand_id).delete()
