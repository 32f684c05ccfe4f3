"""Share links, the sites that report, what was reported, and day counts; the events themselves are in the event log."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel, Lever, TieStrength


class DayCount(models.Model):
    """Events of one brand, day, kind and channel, as counted from the log's manifest."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    local_day = models.IntegerField()  # days since 1970 in the brand's time zone
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in EventKind])
    channel = models.CharField(max_length=20, blank=True)
    count = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "local_day", "kind", "channel"], name="one_count_per_day"
            ),
        )


class CountedLog(models.Model):
    """Which version of a brand's event log its day counts stand for."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField()
    segments = models.JSONField(default=list)  # their names: what is new since is counted


class TargetHost(models.Model):
    """A host that share links of a brand may lead to; no link leads anywhere else."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    host = models.CharField(_("host"), max_length=253)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "host"], name="one_target_host"),)

    def __str__(self) -> str:
        return self.host


class ShareLink(models.Model):
    """A share link: who shares it, where it leads, and what its events carry. Its code is also its `link_id`."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(_("code"), max_length=64, unique=True)
    target = models.CharField(_("target"), max_length=2048)
    person_id = models.CharField(_("person"), max_length=64, blank=True)  # the external id, as in events
    programme = models.CharField(_("programme"), max_length=64, blank=True)
    channel = models.CharField(
        _("channel"), max_length=20, blank=True, choices=[(each.value, each.value) for each in Channel]
    )
    lever = models.CharField(
        _("lever"), max_length=20, blank=True, choices=[(each.value, each.value) for each in Lever]
    )
    tie_strength = models.CharField(
        _("tie strength"),
        max_length=10,
        blank=True,
        choices=[(each.value, each.value) for each in TieStrength],
    )
    # The link its sharer came through, if any; `root_code` and `depth` place it in its cascade.
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    root_code = models.CharField(max_length=64)
    depth = models.PositiveSmallIntegerField(default=0)
    card_title = models.CharField(_("title"), max_length=200, blank=True)
    card_description = models.CharField(_("description"), max_length=500, blank=True)
    card_image = models.CharField(_("picture"), max_length=2048, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    made_by = models.CharField(_("made by"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    revision = models.PositiveIntegerField(default=1)  # grows with every change …
    published = models.PositiveIntegerField(default=0)  # … until the edge serves it

    class Meta:
        indexes = (
            models.Index(
                fields=["id"],
                name="links_to_publish",
                condition=models.Q(published__lt=models.F("revision")),
            ),
            models.Index(fields=["brand", "-made_at", "-id"], name="links_newest_first"),
            models.Index(fields=["brand", "person_id"], name="links_of_person"),
        )

    def __str__(self) -> str:
        return self.code


class Site(models.Model):
    """A brand's own pages: the public key that their script sends, and the hosts it may send it from."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    hosts = models.JSONField(_("hosts"), default=list)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return ", ".join(self.hosts) or self.key


class Report(models.Model):
    """An event somebody reported over the API, until it is in the event log: kept with the answer, in one transaction."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)  # the business key: the event's own id
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in EventKind])
    event = models.JSONField()  # the columns of the event schema
    content = models.CharField(max_length=64, blank=True)  # digest of what was sent, to tell a repeat
    person_id = models.CharField(max_length=255, blank=True)  # of the event, to look for
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    refund_of = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="refunds")
    # The click of a signed token, until it is known who clicked: that is this person.
    click_id = models.CharField(max_length=32, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    logged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "key"], name="one_report_per_key"),)
        indexes = (
            models.Index(
                fields=["brand", "id"], name="reports_to_log", condition=models.Q(logged_at__isnull=True)
            ),
            models.Index(fields=["brand", "id"], name="reports_to_join", condition=models.Q(click_id__gt="")),
            models.Index(fields=["brand", "person_id"], name="reports_of_person"),
            models.Index(fields=["brand", "-id"], name="reports_newest_first"),
        )


class Alias(models.Model):
    """Who a visitor, named for one day, turned out to be."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    alias = models.CharField(max_length=64)  # as it stands in the event log
    person_id = models.CharField(max_length=255)
    known_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "alias"], name="one_person_per_alias"),)
        indexes = (models.Index(fields=["brand", "person_id"], name="aliases_of_person"),)


class Forgetting(models.Model):
    """Somebody who is being forgotten: kept until no file spells them any more, then gone like everything of them."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    person_id = models.CharField(max_length=255)
    asked_at = models.DateTimeField(default=timezone.now)
