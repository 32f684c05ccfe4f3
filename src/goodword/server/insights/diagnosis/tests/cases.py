"""Mentions with a known diagnosis."""

from datetime import UTC, datetime, timedelta

from goodword.server.insights.diagnosis.queries import access_diagnosis
from goodword.server.insights.diagnosis.scope import Scope
from goodword.server.listening.factories import make_mentions

LAST = datetime(2026, 3, 31, 4, tzinfo=UTC)
TEXTS = {
    "delivery": "The parcel came late again, nobody told us where it was on day {n}.",
    "price": "Far too expensive for what it is, the fee went up on day {n}.",
    "service_problem": "On hold for an hour and nobody answered the phone on day {n}.",
}
PRAISE = "The teacher explained everything so clearly, wonderful lesson number {n}."


def mentions(cause="", n=1, *, days_ago=1, **fields):
    """Return rows of one kind; unfavourable with a cause."""
    tone = "unfavourable" if cause else fields.pop("sentiment", "favourable")
    text = fields.pop("text", TEXTS.get(cause, PRAISE))
    return [
        {
            "text": text.format(n=number),
            "sentiment": tone,
            "cause": cause,
            "published_at": LAST - timedelta(days=days_ago, minutes=number),
            "sentiment_confidence": 0.9,
            "cause_confidence": 0.9 if cause else None,
            **fields,
        }
        for number in range(n)
    ]


def ordinary(brand):
    """Store a month with three causes, praise, questions, the brand's own words; the month before had less delivery."""
    rows = [
        *mentions("delivery", 30, days_ago=3, source="shop.example", extra={"product": "Lamp"}),
        *mentions("price", 20, days_ago=5),
        *mentions("service_problem", 9, days_ago=8),
        *mentions(n=40, days_ago=2, aspects="|teacher|", author_id="a1"),
        *mentions(
            n=6, days_ago=4, sentiment="neutral", text="When does lesson {n} begin?", intent="question"
        ),
        *mentions(n=5, days_ago=4, sentiment="neutral", text="Our own words {n}", origin="brand"),
        *mentions("delivery", 10, days_ago=40),
        *mentions("price", 20, days_ago=40),
        *mentions(n=30, days_ago=62),
        *mentions(n=1, days_ago=0),
    ]
    return make_mentions(brand.pk, rows)


def diagnosis(actor, **scope):
    """Return a diagnosis of 30 days, or of what is said otherwise."""
    return access_diagnosis(actor, Scope(**scope))
