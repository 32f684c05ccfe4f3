"""The trail: one row per change, each carrying the hash of the one before it."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models

from goodword.core.errors import GoodwordError


class AppendOnlyError(GoodwordError):
    """The trail can only be added to."""

    def __init__(self) -> None:
        super().__init__("The audit trail is append-only: an entry can be neither changed nor removed.")


class AppendOnlyQuerySet(models.QuerySet["Entry"]):
    """A query set that reads and adds, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def _update(self, values: Any) -> NoReturn:
        """Refuse what saving an entry under the key of another one comes down to."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_create(self, objs: Iterable["Entry"], *args: Any, **kwargs: Any) -> list["Entry"]:
        """Add entries; a conflict with one that is there must not change it."""
        if args[2:3] == (True,) or kwargs.get("update_conflicts"):
            raise AppendOnlyError
        return super().bulk_create(objs, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise AppendOnlyError


class Entry(models.Model):
    """Who changed what, when, from what to what."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    brand_id = models.BigIntegerField(null=True, db_index=True)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    target_name = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["Entry"]] = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["organisation", "sequence"], name="one_entry_per_link"),
        )
        indexes = (models.Index(fields=["organisation", "-at", "-id"], name="audit_by_time"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save_base(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


class Head(models.Model):
    """The last link of an organisation's chain: what a missing tail is noticed by."""

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
