"""The models that read a brand's mentions: the shipped one, and those that learned from the team."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where a model version stands."""

    TRAINING = "training", _("Learning")
    IN_FORCE = "in_force", _("In force")
    REFUSED = "refused", _("Refused")
    RETIRED = "retired", _("Put away")


class ModelVersion(models.Model):
    """One model version, for good: what it learned from, how well it does, and why it was refused.

    A shipped one belongs to no brand and has the number 0. `file` is relative to the data folder. What is told to
    people is kept as codes with their values, so that everybody reads it in their own language (see `sentences`).
    """

    State = VersionState

    brand = models.ForeignKey(
        "accounts.Brand", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)  # the version the model's own file carries
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRAINING)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200, blank=True)
    in_force_at = models.DateTimeField(null=True)  # when it last began to read
    base = models.CharField(max_length=80, blank=True)  # the name of the model it learned on top of
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    words = models.CharField(max_length=32, blank=True)  # the brand's causes and aspects it knows, as a key
    labels = models.JSONField(
        default=dict
    )  # task → how many labels it learned from, up to which, how many are gold
    metrics = models.JSONField(default=dict)  # task → see `gate.Judgement.stored`
    reasons = models.JSONField(default=list)  # why it was refused or put away: [{"code": …, …}]
    features = models.JSONField(default=dict)  # task → [[label, what it learned to read by, weight], …]
    curve = models.JSONField(default=dict)  # task → [[labels, score on the gold set], …]
    seconds = models.FloatField(default=0.0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(brand=None), name="one_shipped_version_per_name"
            ),
            models.UniqueConstraint(
                fields=["brand"], condition=models.Q(state="in_force"), name="one_version_in_force"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Learning(models.Model):
    """How a brand's model learns, and which version was in force before the one that is."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    labels_from_files = models.BooleanField(default=False)  # whether labels that came with files teach, too
    version_before = models.BigIntegerField(default=0)  # 0: none
