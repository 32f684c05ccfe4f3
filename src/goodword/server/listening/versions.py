"""What a mention said before it was edited at its source. A deletion leaves a version, too: without words, for good."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right

if TYPE_CHECKING:
    from datetime import datetime


class MentionVersion(models.Model):
    """The words of a mention until they were replaced, or the moment they were deleted."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    mention = models.ForeignKey(
        "listening.Mention", on_delete=models.DO_NOTHING, related_name="versions", db_constraint=False
    )
    replaced_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(
        _("replaced"), default=timezone.now
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    rating = models.FloatField(_("rating"), null=True)
    deleted = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["brand", "-replaced_at"], name="version_by_time"),)


def access_versions(actor: Actor, mention_id: int) -> "QuerySet[MentionVersion]":
    """Return what a mention of the actor's brand said before, the last first."""
    actor.check(Right.MENTIONS_READ)
    return MentionVersion.objects.filter(brand_id=actor.brand_id, mention_id=mention_id).order_by("-pk")
