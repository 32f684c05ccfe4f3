"""What people say of a brand: mentions, whatever place they come from."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Cause, LabelledBy, Origin, Sentiment, SourceType, Stimulus


def choices(closed_list: type) -> list[tuple[str, str]]:
    """Return a closed list of the vocabulary as Django choices."""
    return [(each.value, each.value) for each in closed_list]  # type: ignore[attr-defined]


class Mention(models.Model):
    """One thing somebody said in public, as it was collected."""

    # Every index below begins with the brand; one on the brand alone would only mislead SQLite's planner.
    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=32)
    external_id = models.CharField(_("id at the source"), max_length=200, blank=True)
    source_type = models.CharField(_("kind of source"), max_length=20, choices=choices(SourceType))
    source = models.CharField(_("source"), max_length=120, blank=True)
    url = models.CharField(_("address"), max_length=1000, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    author_id = models.CharField(_("author's id at the source"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_day = models.IntegerField(null=True)  # days since 1970 in the brand's time zone
    collected_at = models.DateTimeField(_("collected"), default=timezone.now)
    rating = models.FloatField(_("rating"), null=True)
    sentiment = models.CharField(_("sentiment"), max_length=12, choices=choices(Sentiment), blank=True)
    sentiment_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=choices(Cause), blank=True)
    cause_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=choices(Origin), default=Origin.CONSUMER.value
    )
    origin_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)  # empty: assumed
    stimulus = models.CharField(
        _("stimulus"), max_length=10, choices=choices(Stimulus), default=Stimulus.ORGANIC.value
    )
    thread_id = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True)

    # What one pass over an index answers for every facet at once.
    FACETS: ClassVar[tuple[str, ...]] = (
        "source_type",
        "source",
        "language",
        "sentiment",
        "cause",
        "origin",
        "stimulus",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "key"], name="one_mention_per_key"),)
        indexes = (
            models.Index(fields=["brand", "-published_at", "-id"], name="mention_by_time"),
            # The facets first and the time last: grouping streams along the index, and it covers filter and order.
            models.Index(
                fields=[
                    "brand", "source_type", "source", "language", "sentiment", "cause", "origin", "stimulus",
                    "published_at", "import_id", "rating",
                ],
                name="mention_facets",
            ),
            # What the home page counts day by day.
            models.Index(
                fields=["brand", "published_day", "origin", "sentiment", "source_type", "cause", "author_id"],
                name="mention_by_day",
            ),
            models.Index(fields=["brand", "author_id"], name="mention_by_author"),
            models.Index(fields=["brand", "external_id"], name="mention_by_external_id"),
            models.Index(fields=["brand", "thread_id"], name="mention_by_thread"),
            models.Index(fields=["brand", "reply_to"], name="mention_by_reply"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title or self.text[:80]
