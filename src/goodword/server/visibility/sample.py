"""The sample's search results: eight weeks, the same every time, with one day on which an engine wanted no machine."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from django.utils import timezone

from goodword.core.time import local_day
from goodword.server.accounts.facade import Actor, Right, access_own_brand, check_sample

from .coverage import open_tasks, store_queries
from .engine import FAILED, Hit, Reading
from .models import BrandQuery, KnownHost, OfficialPage, Owner
from .reading import store_readings

_DAYS = 56
_BAD_DAY = 20  # days before the end
_SERIES = (("{}", "google", "Singapore"), ("{} courses", "google", "Singapore"), ("{}课程", "baidu", "北京"))
_HOSTS = {
    "lumen-school.example": Owner.OWN,
    "brilo-academy.example": Owner.COMPETITOR,
    "study-partners.example": Owner.PARTNER,
}
_RESULTS = (
    (
        "https://lumen-school.example/",
        "{} – courses that stick",
        "Learn logic, writing and statistics with a teacher.",
    ),
    (
        "https://reviews.example/lumen",
        "{} reviews",
        "The teachers are excellent and patient. Highly recommended.",
    ),
    (
        "https://forum.example/t/114",
        "Is {} worth it?",
        "I asked for a refund three times and nobody answered. Terrible.",
    ),
    (
        "https://brilo-academy.example/compare",
        "{} or Brilo?",
        "Compare both schools by price and by subject.",
    ),
    ("https://encyclopedia.example/lumen", "{} – encyclopedia", "An online school founded in 2015."),
    ("https://study-partners.example/lumen", "Study with {}", "Our partner school for evening courses."),
    ("https://news.example/2026/lumen", "{} opens a second campus", "The school will open next spring."),
    (
        "https://qa.example/q/77",
        "How do I cancel {}?",
        "The cancel button does not work and support is useless.",
    ),
    ("https://blog.example/lumen", "A term at {}", "I loved it, the feedback on every essay was wonderful."),
    ("https://coupons.example/lumen", "{} price", "Prices and dates of all courses."),
    ("https://videos.example/lumen", "{} – a lesson", "A lesson on proofs, recorded live."),
    ("https://jobs.example/lumen", "Work at {}", "Open positions for teachers."),
)
_ASKED = ("How do I cancel a course at {}?", "Is {} accredited?", "{}的课程有证书吗？")


@transaction.atomic
def do_add_visibility_sample(actor: Actor) -> int:
    """Give a sample brand eight weeks of search results; return how many readings. The same each time."""
    actor.check(Right.MENTIONS_WRITE)
    check_sample(actor)
    name = access_own_brand(actor).name
    for host, owner in _HOSTS.items():
        KnownHost.objects.get_or_create(brand_id=actor.brand_id, host=host, defaults={"owner": owner.value})
    last = local_day(timezone.now(), actor.time_zone) - timedelta(days=1)
    stored = store_readings(actor, [
        _reading(np.random.default_rng((number, day)), name, number, last - timedelta(days=day), day, ZoneInfo(actor.time_zone))
        for number in range(len(_SERIES))
        for day in range(_DAYS)
    ])  # fmt: skip
    store_queries(actor, {asked.format(name): None for asked in _ASKED}, BrandQuery.Source.ALSO_ASKED.value)
    answered = BrandQuery.objects.get(brand_id=actor.brand_id, text=_ASKED[1].format(name))
    page = OfficialPage.objects.get_or_create(
        brand_id=actor.brand_id, digest="sample",
        defaults={"url": "https://lumen-school.example/accreditation", "title": "Accreditation",
                  "checked_at": timezone.now(), "checked_by": actor.name},
    )[0]  # fmt: skip
    page.answers.add(answered)
    open_tasks(actor.brand_id)
    return stored.new


def _reading(
    chance: np.random.Generator, name: str, number: int, day: date, ago: int, zone: ZoneInfo
) -> Reading:
    pattern, engine, place = _SERIES[number]
    at = datetime.combine(day, time(6, 30), zone)
    keyword = pattern.format(name)
    if ago == _BAD_DAY and engine == "google":
        return Reading(keyword, engine, place, at, state=FAILED, reason="captcha")
    # The brand's own page climbs over the weeks; elsewhere it is not among the first ten at the beginning.
    slowest, best = 3 + 4 * number, 0.5 + 1.5 * number
    weights = {place_of: place_of + chance.uniform(0, 1.6) for place_of in range(1, len(_RESULTS))}
    weights[0] = best + slowest * ago / _DAYS + chance.uniform(0, 1.2)
    order = sorted(weights, key=lambda each: weights[each])[:10]
    hits = (
        Hit(rank, *(part.format(name) for part in _RESULTS[each])) for rank, each in enumerate(order, start=1)
    )
    return Reading(keyword, engine, place, at, depth=10, hits=tuple(hits))
