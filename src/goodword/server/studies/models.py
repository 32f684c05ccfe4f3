"""Surveys and the answers people gave."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Survey(models.Model):
    """A questionnaire that was put to people, here or elsewhere."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "name"], name="one_survey_per_name"),)

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """One person's filled-in questionnaire: every question and what was answered."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(max_length=32)
    respondent = models.CharField(_("respondent"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    values = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "key"], name="one_answer_per_key"),)
