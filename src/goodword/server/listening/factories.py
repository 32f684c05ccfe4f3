"""Mentions for tests and benchmarks, findable like imported ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from goodword.core.ids import content_key, new_id

from .models import Mention
from .text_index import index_new

FIRST_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def make_mentions(brand_id: int, rows: list[dict[str, Any]]) -> list[Mention]:
    """Store mentions and index their words; what a row leaves out is filled in, one hour after the row before."""
    made = []
    for number, row in enumerate(rows):
        moment = row.get("published_at", FIRST_MOMENT + timedelta(hours=number))
        filled = {"source_type": "forum", "source": "forum.example", "text": f"Text {number}", **row}
        filled["published_at"] = moment
        filled["published_day"] = (
            (moment.date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days if moment else None
        )
        filled.setdefault("key", content_key(new_id()))
        made.append(Mention(brand_id=brand_id, **filled))
    Mention.objects.bulk_create(made, batch_size=2000)
    made.sort(key=lambda mention: mention.pk)
    index_new(
        np.array([mention.pk for mention in made], dtype=np.int64),
        pa.array([mention.title for mention in made], pa.string()),
        pa.array([mention.text for mention in made], pa.string()),
    )
    return made


def make_mention(brand_id: int, text: str = "It works", **fields: Any) -> Mention:
    """Store one mention and index its words."""
    return make_mentions(brand_id, [{"text": text, **fields}])[0]
