"""Sources: where mentions are collected, how far each has come, and what is missing."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.connectors.protocol import GapReason

REASONS = [(each.value, each.value) for each in GapReason]


class Source(models.Model):
    """One place that is read again and again, or that sends what it has."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ON = "on", _("On")
        OFF = "off", _("Paused")
        ATTENTION = "attention", _("Needs you")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)  # of a ConnectorSpec
    name = models.CharField(_("name"), max_length=120)
    settings = models.JSONField(default=dict)  # by field name, without secrets
    secrets = models.TextField(blank=True)  # sealed JSON by field name
    secrets_set = models.JSONField(default=dict)  # field name: when it was set
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ON)
    every = models.DurationField(_("every"), default=timedelta(minutes=15))
    notice_accepted_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict)
    position = models.BigIntegerField(
        default=0
    )  # pulls committed: whoever holds another number was overtaken
    next_run_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)  # while a run waits or goes on
    failures = models.PositiveIntegerField(default=0)  # in a row
    problem_reason = models.CharField(max_length=20, blank=True, choices=REASONS)
    problem = models.TextField(blank=True)  # what the last failed run said
    last_ok_at = models.DateTimeField(null=True)
    last_item_at = models.DateTimeField(_("last item"), null=True)
    price_per_1000 = models.DecimalField(
        max_digits=10, decimal_places=2, default=0
    )  # requests, brand's currency
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    created_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "name"], name="one_source_per_name"),)
        indexes = (models.Index(fields=["state", "next_run_at"], name="source_by_next_run"),)

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One time a source was read: what came of it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs", db_index=False)
    started_at = models.DateTimeField(_("when"), default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    deleted = models.PositiveIntegerField(_("deleted"), default=0)
    same = models.PositiveIntegerField(_("seen before"), default=0)
    requests = models.PositiveIntegerField(_("requests"), default=0)
    seconds = models.FloatField(default=0.0)
    reason = models.CharField(max_length=20, blank=True, choices=REASONS)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["source", "-started_at"], name="run_by_time"),)


class GapRecord(models.Model):
    """A stretch of time that is incomplete: the ledger of what a source missed. Nothing is ever taken out of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Still open")
        FILLED = "filled", _("Filled since")
        LOST = "lost", _("Lost")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="gaps", db_index=False)
    reason = models.CharField(_("why"), max_length=20, choices=REASONS)
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"), null=True)  # null: it goes on
    detail = models.TextField(_("what happened"), blank=True)
    missing = models.PositiveIntegerField(_("items missing"), null=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["brand", "start"], name="gap_by_time"),
            models.Index(fields=["source", "-start"], name="gap_by_source"),
        )


class DayUse(models.Model):
    """How many requests a source took in one UTC day."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="use", db_index=False)
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "day"], name="one_use_per_day"),)
