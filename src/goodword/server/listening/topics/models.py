"""What a brand's mentions are about: the topics, which mention belongs to which, and what they were found in."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TopicMap(models.Model):
    """The last finding of a brand's topics: over which days, in how many of the mentions, when."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    first_day = models.DateField()
    last_day = models.DateField()
    found = models.PositiveIntegerField()  # consumer mentions of these days
    told = models.PositiveIntegerField()  # those that were looked at: all, or a fixed random part
    placed = models.PositiveIntegerField()  # those that belong to a topic
    favourable = models.PositiveIntegerField()  # of those looked at, as are the next
    neutral = models.PositiveIntegerField()
    unfavourable = models.PositiveIntegerField()
    emerging = models.JSONField(
        default=list
    )  # [[phrase, texts of the last two weeks that have it, texts before], …]


class Topic(models.Model):
    """One thing people talk about. It stays the same one, with its id, while most of its mentions do."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        RISING = "rising", _("Rising")
        STEADY = "steady", _("Steady")
        FALLING = "falling", _("Falling")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    phrases = models.JSONField(_("phrases"), default=list)  # the most distinctive first
    sentence = models.TextField(_("sentence"), blank=True)  # the one in its middle
    medoid = models.BigIntegerField(null=True)  # the mention the sentence is from
    language = models.CharField(_("language"), max_length=8, blank=True)
    size = models.PositiveIntegerField(_("mentions"))
    share = models.FloatField(_("share"))  # of the mentions looked at
    favourable = models.PositiveIntegerField()
    neutral = models.PositiveIntegerField()
    unfavourable = models.PositiveIntegerField()
    net = models.FloatField(_("net favourable"), null=True)
    weeks = models.JSONField(default=list)  # mentions in each stretch of seven days, the last one last
    change = models.FloatField(
        _("change")
    )  # the last two weeks' share of all mentions, against the weeks before
    first_day = models.DateField(_("first seen"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.STEADY)

    class Meta:
        indexes = (models.Index(fields=["brand", "-size"], name="topic_by_size"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called: its most distinctive phrases."""
        return " · ".join(self.phrases[:3])

    @property
    def tones(self) -> dict[str, Any]:
        """Its mentions by sentiment."""
        return {each: getattr(self, each) for each in ("favourable", "neutral", "unfavourable")}


class TopicMember(models.Model):
    """A mention belongs to one topic at most."""

    mention = models.OneToOneField(
        "listening.Mention", on_delete=models.CASCADE, primary_key=True, related_name="in_topic"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="members")
