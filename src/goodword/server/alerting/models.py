"""Alerts: what is watched, what stood out, what people said of it, and what was sent to whom."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VOLUME, UNFAVOURABLE, CAUSE = "volume", "unfavourable", "cause"
SERIES_LENGTH = 60


class AlertRule(models.Model):
    """What is watched of a brand, how many false alarms a month are borne for it, and who is told when."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    query = models.TextField(_("only mentions that fit"), blank=True)
    volume = models.BooleanField(_("how many mentions"), default=True)
    unfavourable = models.BooleanField(_("the unfavourable share"), default=True)
    causes = models.BooleanField(_("each cause's share"), default=True)
    alarms_per_month = models.FloatField(_("false alarms a month"), default=1.0)
    limit = models.PositiveIntegerField(_("limit in one hour"), null=True, blank=True)  # while learning
    is_on = models.BooleanField(_("on"), default=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)  # in the brand's time zone
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    daily_cap = models.PositiveSmallIntegerField(_("messages a day at most"), default=5)
    looked_at = models.DateTimeField(null=True)  # when its hours were judged last
    problem = models.TextField(blank=True)  # why they could not be
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "name"], name="one_rule_per_name"),)

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Somebody, or some program, that a rule tells of its alerts; the console shows them anyway."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="recipients")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    address = models.CharField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=8, default="en")
    secret = models.TextField(blank=True)  # sealed: what a webhook's messages are signed with
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "kind", "address"], name="told_once"),)

    def __str__(self) -> str:
        return self.address


class Alert(models.Model):
    """One time that a series stood out."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state", "Open")
        ACKNOWLEDGED = "acknowledged", _("Somebody is on it")
        CLOSED = "closed", _("Closed")

    class Verdict(models.TextChoices):
        REAL = "real", _("Real")
        FALSE = "false", _("False alarm")

    class Silence(models.TextChoices):
        NONE = "", _("Told")
        QUIET = "quiet", _("Waits for the end of the quiet hours")
        CAP = "cap", _("Not told: the day's messages were used up")
        NOBODY = "nobody", _("Nobody is told of this rule")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="alerts", db_index=False)
    series = models.CharField(_("what"), max_length=SERIES_LENGTH)  # volume, unfavourable, or cause:<key>
    at = models.DateTimeField(_("when"))  # the beginning of the hour that stood out
    until = models.DateTimeField(_("until"))  # the beginning of the last hour that did
    since = models.DateTimeField()  # the first hour of the rise
    seen = models.FloatField(_("seen"))  # from `since` to the end of `at`
    expected = models.FloatField(_("usual"))
    total = models.FloatField(null=True)  # of how many, where it is a share
    copies = models.PositiveIntegerField(default=0)  # of those seen
    low = models.FloatField()  # the usual range of the hour `at`
    high = models.FloatField()
    score = models.FloatField()
    rate = models.FloatField(_("chance goes as far, times a month"), null=True)  # null while learning
    p = models.FloatField(null=True)
    reason = models.CharField(max_length=8)  # shock, rise, share or limit
    query = models.TextField(blank=True)  # of the rule when it was raised
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    is_over = models.BooleanField(default=False)
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    suppressed = models.CharField(
        _("message"), max_length=8, choices=Silence, default=Silence.NONE, blank=True
    )
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "series", "at"], name="one_alert_per_hour"),)
        indexes = (
            models.Index(fields=["brand", "state", "-at"], name="alert_by_state"),
            models.Index(fields=["brand", "-at", "-id"], name="alert_by_time"),
            models.Index(fields=["rule", "series", "-at"], name="alert_by_series"),
        )

    def __str__(self) -> str:
        return self.title()

    def title(self) -> str:
        """Say what stood out, in the language of the page."""
        from .words import title_of

        return title_of(self)

    @property
    def sentence(self) -> str:
        """The same, for what reads attributes."""
        return self.title()

    @property
    def url(self) -> str:
        """The address of its page in the console."""
        from goodword.server.shell.navigation import brand_url

        return brand_url("alert-detail", self.brand.slug, pk=str(self.pk))

    @property
    def ends(self) -> datetime:
        """The end of the last hour that stood out."""
        return self.until + timedelta(hours=1)


class Message(models.Model):
    """One message to one recipient about alerts of the same hour: the log of what was sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=Recipient.Kind)
    address = models.CharField(_("to"), max_length=500)
    recipient = models.ForeignKey(Recipient, on_delete=models.SET_NULL, null=True, related_name="+")
    alerts = models.JSONField(default=list)  # their ids
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["rule", "-created_at"], name="message_by_time"),)
