"""The database finds the mentions a patient reader finds, whichever database it is; words, fields and all."""

import random
from datetime import UTC, datetime, time

import pytest

from goodword.server.listening.aspects import packed
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Mention
from goodword.server.listening.search import matching

from . import naive

NOON = time(12)


@pytest.fixture
def brand(db):
    from goodword.server.accounts.factories import make_brand, make_organisation

    return make_brand(make_organisation("Ada's school", "ada"), "Ada", "ada")


def test_ten_thousand_pairs(brand):
    chance = random.Random(3)
    given = [naive.random_given(chance) for _ in range(100)]
    keys = [mention.pk for mention in make_mentions(brand.pk, [row(each) for each in given])]
    for _ in range(120):
        query = naive.random_query(chance)
        source = naive.source(query)
        found = set(Mention.objects.filter(matching(brand.pk, source)).values_list("pk", flat=True))
        wanted = {key for key, each in zip(keys, given, strict=True) if naive.holds(query, each)}
        assert found == wanted, source


def row(given: naive.Given) -> dict:
    known = {name: given.fields[name] for name in ("sentiment", "source", "rating")}
    day = given.fields["published"]
    known["published_at"] = datetime.combine(day, NOON, UTC) if day else None
    return {"text": given.text, "title": given.title, "aspects": packed(given.fields["aspect"]), **known}
