"""Who people say told them: the answers to one question that every survey may ask."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from goodword.server.accounts.facade import Actor, Right

from .models import Answer

TOLD, TOLD_BY = "who_told_you", "told_by"
_EPOCH = date(1970, 1, 1)


def access_told_answers(actor: Actor) -> list[dict[str, Any]]:
    """Return who people say told them: person_id, told, told_by (None where they named nobody), local_day (since 1970).

    An answer counts when its survey asked `who_told_you`, and when it says whose it is and of which day.
    """
    actor.check(Right.SURVEYS_READ)
    zone = ZoneInfo(actor.time_zone)
    rows = Answer.objects.filter(
        survey__brand_id=actor.brand_id, submitted_at__isnull=False, values__has_key=TOLD
    )
    rows = rows.exclude(respondent="").order_by("survey_id", "key")
    return [
        {
            "person_id": respondent,
            "told": str(values[TOLD]),
            "told_by": str(values[TOLD_BY]) if values.get(TOLD_BY) else None,
            "local_day": (at.astimezone(zone).date() - _EPOCH).days,
        }
        for respondent, values, at in rows.values_list("respondent", "values", "submitted_at")
        if values.get(TOLD) and at is not None
    ]
