"""How many events of each kind happened on each day; the events themselves are in the event log."""

from django.db import models

from goodword.core.events import EventKind


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
