"""A saved query, its versions for good, and what people said of the texts it finds."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.append_only import AppendOnly, AppendOnlyQuerySet
from goodword.text.query.errors import LONGEST

COLOURS = 6  # as many as the pictures have


class SavedQuery(models.Model):
    """A query with a name; `source` and `version` repeat its newest version."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("Brand")
        COMPETITOR = "competitor", _("Competitor")
        TOPIC = "topic", _("Topic")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TOPIC)
    colour = models.PositiveSmallIntegerField(_("colour"), default=1)  # 1 to COLOURS, as in the pictures
    source = models.TextField(_("query"), max_length=LONGEST)
    version = models.PositiveIntegerField(_("version"), default=1)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "name"], name="one_query_per_name"),)

    def __str__(self) -> str:
        return self.name


class QueryVersion(AppendOnly):
    """What a saved query asked for from one moment on, for good: the database itself refuses changes."""

    REFUSAL = "Versions of a query are append-only: write a new one instead."

    query = models.ForeignKey(SavedQuery, on_delete=models.DO_NOTHING, related_name="+")
    number = models.PositiveIntegerField()
    source = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    actor_name = models.CharField(max_length=200)

    objects: ClassVar[models.Manager["QueryVersion"]] = AppendOnlyQuerySet["QueryVersion"].as_manager()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(fields=["query", "number"], name="one_query_version_per_number"),
        )


class Judgement(models.Model):
    """Whether a text that a query found is about what it is meant to find, as a person says."""

    query = models.ForeignKey(SavedQuery, on_delete=models.CASCADE, related_name="judgements", db_index=False)
    mention = models.ForeignKey("listening.Mention", on_delete=models.CASCADE, related_name="+")
    relevant = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    actor_name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["query", "mention"], name="one_judgement_per_text"),)
