"""A brand that people speak of day and night, with a rise when a test wants one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from goodword.core.ids import new_id
from goodword.server.alerting.models import AlertRule
from goodword.server.listening.models import Mention

NOW = datetime(2026, 3, 20, 10, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
RISE = datetime(2026, 3, 20, 6, tzinfo=UTC)


def usual_mentions(days: int = 24, seed: int = 1, end: datetime = NOW) -> list[dict[str, Any]]:
    """Return about two mentions an hour until `end`, a fifth of them unfavourable."""
    random = np.random.default_rng(seed)
    last = end.replace(minute=0)
    rows = []
    for hours_ago in range(days * 24, 0, -1):
        for _each in range(random.poisson(2)):
            moment = last - hours_ago * HOUR + timedelta(minutes=int(random.integers(60)))
            tone = "unfavourable" if random.random() < 0.2 else "favourable"
            cause = "price" if tone == "unfavourable" and random.random() < 0.5 else ""
            rows.append(
                said(
                    moment,
                    tone,
                    cause,
                    author=f"a{random.integers(500)}",
                    text=f"I said {random.integers(9999)}",
                )
            )
    return rows


def said(moment: datetime, tone: str = "favourable", cause: str = "", **fields: Any) -> dict[str, Any]:
    """Return one mention of a consumer."""
    author = fields.pop("author", "somebody")
    return {
        "published_at": moment,
        "sentiment": tone,
        "cause": cause,
        "author": author,
        "author_id": author,
        "read_by": 1,
        **fields,
    }


def rise(n: int = 40, begin: datetime = RISE, hours: int = 3, **fields: Any) -> list[dict[str, Any]]:
    """Return mentions spread over some hours, more than anybody is used to."""
    values = {"tone": "unfavourable", "cause": "service_problem", **fields}
    return [
        said(begin + i * hours * HOUR / n, text=f"The app is down {i}", author=f"b{i % 5}", **values)
        for i in range(n)
    ]


@pytest.fixture
def rule(cast) -> AlertRule:
    return AlertRule.objects.create(brand=cast.brand, name="Everything")


@pytest.fixture
def usual(cast):
    """24 days of the usual."""
    store(cast.brand.pk, usual_mentions())


def store(brand_id: int, rows: list[dict[str, Any]]) -> None:
    """Store mentions that nobody will look for by their words."""
    Mention.objects.bulk_create(
        [Mention(brand_id=brand_id, key=new_id().hex, **row) for row in rows], batch_size=2000
    )
