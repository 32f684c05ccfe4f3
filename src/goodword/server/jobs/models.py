"""Queued work, effects that must not happen twice, living workers, and what a schedule fired last."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands; the values are those of the django.tasks API."""

    READY = "READY", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    FAILED = "FAILED", _("Failed")
    SUCCESSFUL = "SUCCESSFUL", _("Done")


class Job(models.Model):
    """One call of a task: what to run, who runs it until when, and how it went."""

    brand = models.ForeignKey(
        "accounts.Brand", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    task_path = models.CharField(max_length=200)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - NULL is "no key", and may repeat
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    language = models.CharField(
        max_length=10, blank=True
    )  # of whoever queued it: what the task says is in it
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.READY)
    enqueued_at = models.DateTimeField(_("queued"), default=timezone.now)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    lease_seconds = models.FloatField(default=30)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(_("worker"), max_length=64, blank=True)
    fence = models.PositiveIntegerField(
        default=0
    )  # grows with every claim; a result with an old one is not taken

    progress = models.FloatField(null=True)
    progress_text = models.CharField(max_length=200, blank=True)
    progress_values = models.JSONField(default=dict)
    return_value = models.JSONField(null=True)
    failures = models.JSONField(default=list)  # one per failed attempt, oldest first; see failures.Failure

    class Meta:
        # Partial indexes would be smaller, but SQLite does not use them for a state given as a parameter.
        indexes = (
            models.Index(fields=["state", "-priority", "run_after", "id"], name="job_due"),
            models.Index(fields=["state", "finished_at"], name="job_finished"),
            models.Index(fields=["brand", "-enqueued_at", "-id"], name="job_by_brand"),
            models.Index(fields=["brand", "state", "task_path"], name="job_counts"),
        )

    def __str__(self) -> str:
        return self.subject or self.task_path.rsplit(".", 1)[-1]


class Effect(models.Model):
    """A key whose effect has happened; it is committed together with the effect."""

    key = models.CharField(primary_key=True, max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)


class Worker(models.Model):
    """A worker process that said it was alive."""

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)


class ScheduleSlot(models.Model):
    """The last slot a schedule was fired for."""

    name = models.CharField(primary_key=True, max_length=80)
    slot = models.DateTimeField()
    job_id = models.BigIntegerField(null=True)
