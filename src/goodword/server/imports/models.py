"""A file on its way in: what it is, how it is read, how far it has come, what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.connectors.files import Reason

from .labels import in_words


class ImportRun(models.Model):
    """One file and one way of reading it."""

    class Kind(models.TextChoices):
        MENTIONS = "mentions", _("Mentions")
        PEOPLE = "people", _("People")
        GRAPH = "graph", _("Network")
        EVENTS = "events", _("Events")
        SURVEY = "survey", _("Survey answers")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(_("file"), max_length=255)
    path = models.CharField(max_length=1000)
    fingerprint = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField(default=0)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)  # the fields of imports.options.Options
    strict = models.BooleanField(default=False)
    dry_run = models.BooleanField(default=False)
    checked = models.BooleanField(
        default=False
    )  # a strict run has read the whole file and found nothing wrong
    cancel_requested = models.BooleanField(default=False)
    position = models.BigIntegerField(
        default=0
    )  # rows of the file that are dealt with: where a resumed run goes on
    progress = models.FloatField(default=0.0)
    rows_per_second = models.FloatField(default=0.0)
    seconds_left = models.FloatField(null=True)
    touched_at = models.DateTimeField(null=True)  # when the run last came forward
    added = models.BigIntegerField(default=0)
    already_there = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    report_bytes = models.BigIntegerField(default=0)  # how much of the reject report belongs to `position`
    problem_en = models.TextField(blank=True)
    problem_zh = models.TextField(blank=True)
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["brand", "-created_at", "-id"], name="import_by_time"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def empty(self) -> int:
        """How many of the rows dealt with hold nothing at all, and so are neither added nor rejected."""
        return max(0, self.position - self.added - self.already_there - self.rejected)

    @property
    def problem(self) -> str:
        """Why it failed and what to do, in the reader's language; empty when it did not."""
        return in_words(Reason(self.problem_en, self.problem_zh))


class ImportProfile(models.Model):
    """A way of reading a kind of file, kept for the next one that looks the same."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=10, choices=ImportRun.Kind.choices)
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "kind", "name"], name="one_profile_per_name"),
        )

    def __str__(self) -> str:
        return self.name
