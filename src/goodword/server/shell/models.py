"""What the console remembers of how somebody likes to look at a list."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list's filters, sorting and columns under a name; the name `default` keeps a member's own columns."""

    DEFAULT = "default"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(_("shared with everybody who works on the brand"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "user", "list_name", "name"], name="one_view_per_name"),
        )
        indexes = (models.Index(fields=["brand", "list_name", "name"], name="view_by_list"),)

    def __str__(self) -> str:
        return self.name
