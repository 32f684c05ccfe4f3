"""Answers to requests with an Idempotency-Key, kept so that a repeated request is not done again."""

from django.db import models
from django.utils import timezone


class KeptAnswer(models.Model):
    """One key of one caller: what was asked, and what was answered once that is known."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)  # null while it is being worked on
    content_type = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=500, blank=True)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_idempotency_key"),
        )
