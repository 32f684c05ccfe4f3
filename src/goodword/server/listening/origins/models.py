"""Accounts the workspace knows: the brand's own, its employees', those of paid and of rewarded people."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HANDLE_LENGTH = 200


class KnownAccount(models.Model):
    """One account at one place, or at any, whose mentions have a known origin while it lasts."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("The brand's own account")
        EMPLOYEE = "employee", _("An employee")
        PAID = "paid", _("Paid to speak of the brand")
        REWARDED = "rewarded", _("Rewarded for sharing")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("who it is"), max_length=10, choices=Kind)
    platform = models.CharField(
        _("place"), max_length=120, blank=True
    )  # as mentions have it; empty: the handle says it
    handle = models.CharField(_("handle or author id"), max_length=HANDLE_LENGTH)
    folded = models.CharField(max_length=HANDLE_LENGTH)  # the handle as it is compared
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "platform", "folded"], name="one_account_per_handle"),
        )

    def __str__(self) -> str:
        return f"{self.handle} ({self.platform})" if self.platform else self.handle
