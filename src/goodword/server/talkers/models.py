"""The people a brand knows of, and how they are connected."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import TieKind


class Person(models.Model):
    """Somebody who may speak of the brand, known by an id of the source they come from."""

    # Every index below begins with the brand; one on the brand alone would only mislead SQLite's planner.
    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=32)
    external_id = models.CharField(_("id"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    joined_at = models.DateTimeField(_("joined"), null=True)
    followers = models.BigIntegerField(_("followers"), null=True)
    extra = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "key"], name="one_person_per_key"),)
        indexes = (
            models.Index(fields=["brand", "name", "id"], name="person_by_name"),
            models.Index(fields=["brand", "external_id"], name="person_by_external_id"),
            models.Index(fields=["brand", "-joined_at", "-id"], name="person_by_joined"),
            models.Index(fields=["brand", "-followers", "-id"], name="person_by_followers"),
            models.Index(fields=["brand", "language", "joined_at"], name="person_facets"),
        )

    def __str__(self) -> str:
        return self.name or self.external_id or str(self.pk)


class Tie(models.Model):
    """A directed connection: the source's words reach the target."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_out", db_index=False)
    target = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_in")
    kind = models.CharField(
        max_length=10, choices=[(k.value, k.value) for k in TieKind], default=TieKind.KNOWS.value
    )
    weight = models.FloatField(default=1.0)
    at = models.DateTimeField(null=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "target", "kind"], name="one_tie_per_kind"),)
        indexes = (
            models.Index(fields=["brand", "source"], name="tie_by_source"),
            models.Index(fields=["brand", "target"], name="tie_by_target"),
        )
