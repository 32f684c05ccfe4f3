"""What people say of a brand: mentions, whatever place they come from."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Intent, LabelledBy, Origin, Sentiment, SourceType, Stimulus
from goodword.server.append_only import AppendOnly, AppendOnlyQuerySet

from .origins.models import KnownAccount
from .saved.models import Judgement, QueryVersion, SavedQuery
from .topics.models import Topic, TopicMap, TopicMember
from .versions import MentionVersion

# The longest key of a cause or an aspect, and the longest list of aspects (see `aspects.packed`).
KEY_LENGTH, ASPECTS_LENGTH = 40, 400


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
    sentiment_confidence = models.FloatField(null=True)  # the model's, 0 to 1; null where it has not spoken
    cause = models.CharField(_("cause"), max_length=KEY_LENGTH, blank=True)  # a key of the brand's causes
    cause_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)
    cause_confidence = models.FloatField(null=True)
    intent = models.CharField(_("intent"), max_length=20, choices=choices(Intent), blank=True)
    intent_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)
    intent_confidence = models.FloatField(null=True)
    # Several keys of the brand's aspects in one text, so that the facets' index holds them: |price|teacher|
    aspects = models.CharField(_("aspects"), max_length=ASPECTS_LENGTH, blank=True)
    aspects_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=choices(Origin), default=Origin.CONSUMER.value
    )
    origin_by = models.CharField(max_length=8, choices=choices(LabelledBy), blank=True)  # empty: assumed
    stimulus = models.CharField(
        _("stimulus"), max_length=10, choices=choices(Stimulus), default=Stimulus.ORGANIC.value
    )
    mixed = models.BooleanField(default=False)  # two languages in one text
    origin_hint = models.CharField(max_length=10, blank=True)  # what the model suspects; it never decides
    read_by = models.BigIntegerField(default=0)  # the model version that read it last; 0: not read yet
    uncertainty = models.FloatField(null=True)
    # The first of its near-duplicates; null when it is the first itself. A copy has its original's reading.
    copy_of = models.BigIntegerField(null=True)
    thread_id = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True)
    source_id = models.BigIntegerField(null=True)  # the source of `collecting` that brought it
    edited_at = models.DateTimeField(_("edited"), null=True)  # when a change at the source was last seen
    deleted_at = models.DateTimeField(
        _("deleted"), null=True
    )  # a tombstone: the text is gone, the fact stays
    author_handle = models.CharField(_("author's handle"), max_length=200, blank=True)
    author_url = models.CharField(_("author's page"), max_length=1000, blank=True)
    author_followers = models.BigIntegerField(_("followers"), null=True)

    # What one pass over an index answers for every facet at once.
    FACETS: ClassVar[tuple[str, ...]] = (
        "source_type",
        "source",
        "language",
        "sentiment",
        "cause",
        "intent",
        "aspects",
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
                    "brand", "source_type", "source", "language", "sentiment", "cause", "intent", "aspects",
                    "origin", "stimulus", "copy_of", "published_at", "import_id", "rating",
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
            models.Index(fields=["brand", "read_by", "id"], name="mention_by_reader"),
            models.Index(fields=["brand", "-uncertainty"], name="mention_by_uncertainty"),
            models.Index(fields=["brand", "copy_of"], name="mention_by_original"),
            models.Index(
                fields=["brand", "source_id", "-collected_at"],
                condition=models.Q(source_id__isnull=False),
                name="mention_by_collection",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title or self.text[:80]


class Label(AppendOnly):
    """One thing a person said of a mention, for good: what the team teaches the model with.

    `task` is sentiment, cause, intent, origin or aspects (whose value is the whole list, see `aspects.packed`). A
    label that turned out wrong is taken back by another one that `retracts` it. The foreign keys leave deleting to
    `forgetting`, and the database itself refuses changes.
    """

    REFUSAL = "Labels are append-only: one can be taken back, but neither changed nor removed."

    class Reason(models.TextChoices):
        FREE = "free", _("Somebody's own choice")
        UNCERTAIN = "uncertain", _("The model was uncertain")
        RANDOM = "random", _("Drawn at random")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    mention = models.ForeignKey(Mention, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    task = models.CharField(max_length=12)
    value = models.CharField(max_length=ASPECTS_LENGTH, blank=True)
    value_before = models.CharField(max_length=ASPECTS_LENGTH, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.FREE)
    model_version = models.BigIntegerField(default=0)  # the one that had read the mention; 0: none had
    retracts = models.OneToOneField("self", on_delete=models.DO_NOTHING, null=True, related_name="+")

    objects: ClassVar[models.Manager["Label"]] = AppendOnlyQuerySet["Label"].as_manager()

    class Meta(AppendOnly.Meta):
        indexes = (models.Index(fields=["brand", "task", "id"], name="label_by_task"),)


class Reading(models.Model):
    """What one model version makes of a mention that is no copy, whatever people and files say of it."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    version = models.BigIntegerField()
    mention = models.ForeignKey(
        Mention, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    sentiment = models.CharField(max_length=12, blank=True)
    sentiment_confidence = models.FloatField(null=True)
    cause = models.CharField(max_length=KEY_LENGTH, blank=True)
    cause_confidence = models.FloatField(null=True)
    intent = models.CharField(max_length=20, blank=True)
    intent_confidence = models.FloatField(null=True)
    aspects = models.CharField(max_length=ASPECTS_LENGTH, blank=True)
    origin_hint = models.CharField(max_length=10, blank=True)
    uncertainty = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "version", "mention"], name="one_reading_per_version"),
        )


class TaxonomyTerm(models.Model):
    """A brand's own word for a cause or an aspect: a new one, or a shipped one renamed, merged or put away.

    Labels keep the key they were given; what it means now is found through `merged_into`.
    """

    class Kind(models.TextChoices):
        CAUSE = "cause", _("Cause")
        ASPECT = "aspect", _("Aspect")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=KEY_LENGTH)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80, blank=True)
    cues = models.JSONField(_("cue words"), default=list)  # of both languages: what rules find an aspect by
    merged_into = models.CharField(max_length=KEY_LENGTH, blank=True)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "kind", "key"], name="one_term_per_key"),)

    def __str__(self) -> str:
        return self.name_en or self.name_zh or self.key


__all__ = [
    "ASPECTS_LENGTH", "KEY_LENGTH", "Judgement", "KnownAccount", "Label", "Mention", "MentionVersion", "QueryVersion",
    "Reading", "SavedQuery", "TaxonomyTerm", "Topic", "TopicMap", "TopicMember", "choices",
]  # fmt: skip
