"""The sample's rival: a made-up school that some of its people speak of, and the queries that count both by name."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from goodword.core.time import local_day
from goodword.server.accounts.facade import Actor, Right, check_sample

from ..intake import do_add_mentions
from .actions import do_change_query, do_save_query
from .models import SavedQuery

_MENTIONS, _DAYS = 140, 84
_PLACES = (
    ("forum", "campusforum.example"),
    ("question_answer", "askaway.example"),
    ("social_network", "微言.example"),
)
_SUBJECTS = {
    "en": ("logic", "statistics", "writing", "algebra", "Python", "history", "music theory", "design"),
    "zh": ("逻辑", "统计", "写作", "代数", "编程", "历史", "乐理", "设计"),
}
_SAID = {
    "en": (
        "Started the {subject} course at Brilo Academy last week, {end}",
        "Has anybody compared Lumen School and Brilo Academy for {subject}? {end}",
        "Brilo Academy put its {subject} class online, {end}",
        "My sister learns {subject} with Brilo Academy and {end}",
    ),
    "zh": (
        "上周开始在布里洛学院学{subject}，{end}",
        "{subject}课选流明学堂还是布里洛学院？{end}",
        "布里洛学院的{subject}课上线了，{end}",
        "同事在布里洛学院报了{subject}班，{end}",
    ),
}
_ENDS = {
    "en": ("the pace is fine.", "the videos stop every few minutes.", "I like the small groups.", "it is too expensive for me.",
           "the homework takes all evening.", "the teacher explains very well."),
    "zh": ("节奏还可以。", "视频老是卡。", "小班挺好的。", "有点贵。", "作业要做一晚上。", "老师讲得很清楚。"),
}  # fmt: skip
_QUERIES = (
    ("Lumen", "brand", '"lumen school"', ""),
    ("Brilo", "competitor", '"brilo academy" OR 布里洛', ""),
    ("Refunds", "topic", 'refund* OR 退款 OR "money back"', ""),
)


@transaction.atomic
def do_add_rival_sample(actor: Actor) -> int:
    """Give a sample brand mentions that name a rival, and queries for both; return how many mentions. The same each day."""
    actor.check(Right.MENTIONS_WRITE)
    check_sample(actor)
    for name, kind, source, note in _QUERIES:
        if not SavedQuery.objects.filter(brand_id=actor.brand_id, name=name).exists():
            query = do_save_query(actor, name=name, kind=kind, source=source, note=note)
            if kind == "brand":
                do_change_query(actor, query.pk, source=f"{source} OR 流明学堂", note="The Chinese name, too")
    chance = np.random.default_rng(5)
    last = local_day(timezone.now(), actor.time_zone) - timedelta(days=1)
    zone = ZoneInfo(actor.time_zone)
    rows = []
    for number in range(_MENTIONS):
        day = last - timedelta(days=int(chance.integers(_DAYS)))
        at = datetime.combine(day, time(int(chance.integers(8, 23)), int(chance.integers(60))), zone)
        rows.append(_row(chance, number, at))
    return do_add_mentions(actor, pa.Table.from_pylist(rows)).added


def _row(chance: np.random.Generator, number: int, at: datetime) -> dict[str, Any]:
    language = "zh" if chance.random() < 0.4 else "en"
    source_type, source = _PLACES[
        2 if language == "zh" and chance.random() < 0.5 else int(chance.integers(2))
    ]
    said, subject, end = (str(chance.choice(some[language])) for some in (_SAID, _SUBJECTS, _ENDS))
    return {
        "key": f"sample-rival-{number:03}",
        "external_id": f"rival-{number:03}",
        "source_type": source_type,
        "source": source,
        "text": said.format(subject=subject, end=end),
        "language": language,
        "published_at": int(at.timestamp()) * 1_000_000,
    }
