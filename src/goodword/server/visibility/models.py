"""What search engines show for a brand's keywords, and which questions its official pages answer."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAME, LONGEST_QUERY, LONGEST_URL = 80, 200, 1000


class Owner(models.TextChoices):
    """Whose page a search result is."""

    OWN = "own", _("Our own")
    PARTNER = "partner", _("A partner’s")
    COMPETITOR = "competitor", _("A competitor’s")
    OTHER = "other", _("Somebody else’s")


class Valence(models.TextChoices):
    """What a search result says of the brand."""

    FAVOURABLE = "favourable", _("Favourable")
    NEUTRAL = "neutral", _("Neutral")
    HARMFUL = "harmful", _("Harmful")


class Keyword(models.Model):
    """What people type into a search engine to find the brand, or what it offers."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(_("keyword"), max_length=LONGEST_QUERY)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "text"], name="one_keyword_per_text"),)

    def __str__(self) -> str:
        return self.text


class SearchReading(models.Model):
    """One look at what an engine shows for a keyword at a place: `depth` results were read, or why none could be."""

    class State(models.TextChoices):
        OK = "ok", _("Read")
        PARTIAL = "partial", _("Read in part")
        FAILED = "failed", _("Not read")

    class Reason(models.TextChoices):
        CAPTCHA = "captcha", _("the engine asked whether we are a person")
        EMPTY = "empty", _("the answer was empty")
        UNREADABLE = "unreadable", _("the answer is not what was expected")
        REFUSED = "refused", _("the engine refused access")
        OUTAGE = "outage", _("the engine did not answer")
        OTHER = "other", _("another reason")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    keyword = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="readings", db_index=False)
    engine = models.CharField(_("search engine"), max_length=NAME)
    place = models.CharField(_("place"), max_length=NAME, blank=True)
    at = models.DateTimeField(_("read"))
    depth = models.PositiveIntegerField(_("results read"), default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OK)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["keyword", "engine", "place", "at"], name="one_reading_per_moment"
            ),
        )
        indexes = (models.Index(fields=["brand", "-at"], name="search_reading_by_time"),)

    @property
    def counts(self) -> bool:
        """Whether it says anything: a reading in part says no more than one that failed."""
        return self.state == self.State.OK


class SearchHit(models.Model):
    """One result on a page of results."""

    reading = models.ForeignKey(SearchReading, on_delete=models.CASCADE, related_name="hits", db_index=False)
    rank = models.PositiveIntegerField(_("rank"))
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    host = models.CharField(max_length=255)
    title = models.CharField(_("title"), max_length=500, blank=True)
    snippet = models.TextField(_("snippet"), blank=True)
    owner = models.CharField(_("owner"), max_length=10, choices=Owner, default=Owner.OTHER)
    owner_by = models.CharField(max_length=6, default="rule")  # rule, person
    valence = models.CharField(_("valence"), max_length=10, choices=Valence, blank=True)  # empty: not sure
    valence_by = models.CharField(max_length=6, blank=True)  # model, person

    class Meta:
        constraints = (models.UniqueConstraint(fields=["reading", "rank"], name="one_hit_per_rank"),)
        indexes = (models.Index(fields=["host"], name="search_hit_by_host"),)


class KnownHost(models.Model):
    """Whose a place on the web is, as somebody of the brand said."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    host = models.CharField(_("host"), max_length=255)
    owner = models.CharField(_("owner"), max_length=10, choices=Owner)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "host"], name="one_owner_per_host"),)

    def __str__(self) -> str:
        return self.host


class BrandQuery(models.Model):
    """Something people ask about the brand, that a truthful official page should answer."""

    class Source(models.TextChoices):
        PATTERN = "pattern", _("a keyword and a usual question")
        ALSO_ASKED = "also_asked", _("people also ask")
        MENTION = "mention", _("asked in a mention and not answered")
        CONSOLE = "console", _("search console")
        PERSON = "person", _("added by hand")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(_("question"), max_length=LONGEST_QUERY)
    source = models.CharField(_("where from"), max_length=10, choices=Source, default=Source.PERSON)
    mention_id = models.BigIntegerField(null=True)
    impressions = models.BigIntegerField(_("impressions"), null=True)  # of the search console
    set_aside = models.BooleanField(default=False)  # somebody said that no page has to answer it
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "text"], name="one_brand_query_per_text"),)

    def __str__(self) -> str:
        return self.text


class OfficialPage(models.Model):
    """A page of the brand that answers questions; it counts from the day somebody checked that it is truthful."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    title = models.CharField(_("title"), max_length=300, blank=True)
    answers = models.ManyToManyField(BrandQuery, related_name="pages")
    checked_at = models.DateTimeField(_("checked"), null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    # Addresses are long: their digest is what must be unique.
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "digest"], name="one_page_per_address"),)

    def __str__(self) -> str:
        return self.title or self.url


class ContentTask(models.Model):
    """The page that is to be written so that a question is answered."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state", "Open")
        DONE = "done", _("Done")

    query = models.OneToOneField(BrandQuery, on_delete=models.CASCADE, related_name="task")
    owner = models.CharField(_("who does it"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.query)
