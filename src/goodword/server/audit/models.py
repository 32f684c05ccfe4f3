"""The trail: one row per change, each carrying the hash of the one before it."""

from typing import ClassVar

from django.db import models

from goodword.server.append_only import AppendOnly, AppendOnlyError, AppendOnlyQuerySet


class Entry(AppendOnly):
    """Who changed what, when, from what to what."""

    REFUSAL = "The audit trail is append-only: an entry can be neither changed nor removed."

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

    objects: ClassVar[models.Manager["Entry"]] = AppendOnlyQuerySet["Entry"].as_manager()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organisation", "sequence"], name="one_entry_per_link"),
        )
        indexes = (models.Index(fields=["organisation", "-at", "-id"], name="audit_by_time"),)


class Head(models.Model):
    """The last link of an organisation's chain: what a missing tail is noticed by."""

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


__all__ = ["AppendOnlyError", "Entry", "Head"]
