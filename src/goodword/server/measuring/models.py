"""What was spent, what randomised tests found, and metrics as they were computed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Channel, CostKind


class Cost(models.Model):
    """Money spent on word of mouth over a span of days, in minor units of the brand's currency."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)  # the same key is the same cost, however often it is imported
    kind = models.CharField(_("kind"), max_length=10, choices=[(each.value, each.value) for each in CostKind])
    channel = models.CharField(  # empty: of all channels together
        _("channel"), max_length=20, blank=True, choices=[(each.value, each.value) for each in Channel]
    )
    programme = models.CharField(_("programme"), max_length=64, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    amount_minor = models.BigIntegerField(_("amount"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "key"], name="one_cost_per_key"),)
        indexes = (models.Index(fields=["brand", "-last_day", "-id"], name="costs_newest_first"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.first_day}"


class Lift(models.Model):
    """What a randomised test found: new customers caused per hundred attributed, with its interval."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(  # empty: of all channels together
        _("channel"), max_length=20, blank=True, choices=[(each.value, each.value) for each in Channel]
    )
    share = models.FloatField(_("caused, of attributed"))  # 0.4: of ten attributed customers four were caused
    low = models.FloatField(_("lower end"))
    high = models.FloatField(_("upper end"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    source = models.CharField(_("which test"), max_length=500)
    made_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source[:80]


class Measurement(models.Model):
    """A metric as it was computed from one version of the event log; kept so that nobody waits for it twice."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of metric, version, options, filters, data version
    metric = models.CharField(max_length=40)
    asked = models.JSONField()
    data_version = models.CharField(max_length=64)
    columns = models.JSONField()
    rows = models.JSONField()
    sql = models.TextField()
    seconds = models.FloatField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "fingerprint"], name="one_measurement"),)
        indexes = (models.Index(fields=["brand", "metric", "-computed_at"], name="latest_measurement"),)
