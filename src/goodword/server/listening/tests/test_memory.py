"""What the explorer finds, counts and orders in memory is what the table says, at any moment."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from goodword.server.listening.actions import do_correct_labels
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.lists import MENTIONS
from goodword.server.listening.memory import held as holding
from goodword.server.listening.memory import rows
from goodword.server.listening.memory.blocks import SHIFT, versions
from goodword.server.listening.models import Mention, TaxonomyTerm
from goodword.server.shell.lists import read
from goodword.server.shell.lists.selection import selection_of

TABLE = replace(MENTIONS, index=None)
WORDS = ["lost", "bag", "refund", "good", "行李", "质量", "不好"]
QUERIES = [
    "", "lost", "bag -lost", '"lost bag"', "lost NEAR/2 bag", "行李 OR refund*", "-good", "sentiment:favourable",
    "lost sentiment:unfavourable", "lost OR cause:price", "NOT (cause:* OR good)", "author:ann", "author:a* bag",
    "rating:2..4", "rating:>3 good", "-rating:*", "published:2026-01-02..2026-01-04", "-published:*", "title:*", "source:we*",
    "aspect:price", "aspect:*", "aspect:cost", "title:bag", "language:zh 质量", "lost OR author:bo",
]  # fmt: skip
FILTERS = [
    "", "sentiment=favourable", "sentiment=-", "sentiment=unfavourable&cause=price", "language=zh&language=en", "aspects=price",
    "aspects=price&aspects=-", "origin=consumer&stimulus=organic", "since=2026-01-02&until=2026-01-05", "source=-&language=en",
    "import_id=3", "import_id=-", "author_id=a1", "copy_of=-", "cause=price&aspects=price&origin=paid",
]  # fmt: skip
SORTS = ["", "-published_at", "published_at", "-rating", "rating", "collected_at"]


@pytest.fixture
def mentions(cast):
    """Three hundred mentions, some without a moment, rating or label, some copies of others; another brand's between them."""
    chance = random.Random(5)
    TaxonomyTerm.objects.create(
        brand=cast.brand, kind="aspect", key="cost", name_en="Cost", merged_into="price"
    )
    made = []
    for part in range(3):
        make_mentions(cast.bread.pk, [{"text": "lost bag", "sentiment": "favourable"}] * 5)
        made += make_mentions(cast.brand.pk, [row(chance) for _ in range(100 - part)])
    originals = [mention.pk for mention in made[:40]]
    for mention in chance.sample(made[40:], 60):
        Mention.objects.filter(pk=mention.pk).update(copy_of=chance.choice(originals))
    return made


def row(chance: random.Random) -> dict:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
        hours=chance.randrange(150), microseconds=chance.choice([0, 0, 5])
    )
    sentiment = chance.choice(["favourable", "unfavourable", "neutral", ""])
    return {
        "text": " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 7))),
        "title": chance.choice(["", "", "a bag"]),
        "author": chance.choice(["Ann", "Bo", ""]), "author_id": chance.choice(["a1", "a2", ""]),
        "sentiment": sentiment, "cause": chance.choice(["price", "delivery", ""]) if sentiment == "unfavourable" else "",
        "language": chance.choice(["en", "zh", ""]), "source": chance.choice(["Weibo", "forum.example", ""]),
        "source_type": chance.choice(["forum", "blog"]), "origin": chance.choice(["consumer", "consumer", "paid"]),
        "stimulus": chance.choice(["organic", "stimulated"]), "intent": chance.choice(["", "complaint"]),
        "aspects": chance.choice(["", "", "|price|", "|cost|", "|price|room|", "|cost|price|"]),
        "rating": chance.choice([None, 1.0, 2.0, 4.5]), "import_id": chance.choice([None, 3, 4]),
        "published_at": chance.choice([moment, moment, moment, None]),
    }  # fmt: skip


def asked(spec, actor, query: str, **values):
    params = QueryDict(query, mutable=True)
    params.update(values)
    return read(spec, actor, params, size=7, folded=True)


def said(page):
    """Everything a page of the list says: counts, rows, and the pages beside it."""
    counts = page.counts
    groups = sorted((sorted(values.items()), count) for values, count in counts.groups)
    pairs = +counts.crossed("origin", "sentiment")
    return (
        [problem.said for problem in page.problems], counts.total, counts.panels, counts.inside, counts.without, groups, pairs,
        [mention.pk for mention in page.rows], page.next_cursor, page.previous_cursor,
    )  # fmt: skip


def test_every_page_is_what_the_table_says(actor, mentions):
    chance = random.Random(6)
    pages = 0
    for query in QUERIES:
        for filters in chance.sample(FILTERS, 3):
            sort, copies = chance.choice(SORTS), chance.choice(["", "all"])
            values = {"q": query, "sort": sort, **({"copies": copies} if copies else {})}
            cursor = ""
            for _ in range(4):
                given = {**values, **({"cursor": cursor} if cursor else {})}
                held, table = (asked(spec, actor, filters, **given) for spec in (MENTIONS, TABLE))
                assert said(held) == said(table), (query, filters, given)
                pages += 1
                cursor = held.next_cursor if chance.random() < 0.8 else held.previous_cursor
                if not cursor:
                    break
    assert pages > 120


def test_a_query_that_cannot_be_read_is_said_and_the_filters_still_count(actor, mentions):
    page = asked(MENTIONS, actor, "sentiment=favourable", q="lost OR bag good")
    assert [problem.parameter for problem in page.problems] == ["q"]
    assert page.total == asked(TABLE, actor, "sentiment=favourable").total > 0


def total(actor, query: str = "") -> int:
    page = asked(MENTIONS, actor, query)
    assert said(page) == said(asked(TABLE, actor, query))
    return page.total


def test_whatever_is_written_is_seen_at_once(actor, cast, mentions):
    before = total(actor, "sentiment=favourable")
    mention = make_mention(cast.brand.pk, "lost and found", sentiment="favourable")
    assert total(actor, "sentiment=favourable") == before + 1
    assert total(actor, "q=found") == 1
    do_correct_labels(actor, mention.pk, {"sentiment": "neutral"})
    assert total(actor, "sentiment=favourable") == before
    Mention.objects.filter(brand=cast.brand).update(language="fr")
    assert total(actor, "language=fr") == 298
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listening_mention SET origin = 'brand' WHERE id = %s", [mention.pk])
    assert total(actor, "origin=brand&q=found") == 1
    Mention.objects.filter(pk=mentions[0].pk).delete()
    assert total(actor) == 297


def test_what_is_rolled_back_is_not_seen(actor, cast, mentions):
    before = total(actor)
    point = transaction.savepoint()
    make_mention(cast.brand.pk, "never said")
    assert total(actor) == before + 1
    transaction.savepoint_rollback(point)
    assert total(actor) == before
    make_mention(cast.brand.pk, "said after all")
    assert total(actor, "q=never") == 0
    assert total(actor, "q=after") == 1


def test_only_the_blocks_that_changed_are_read_again(actor, cast, mentions, monkeypatch):
    block = max(mention.pk for mention in mentions) >> 14
    changed, gone, kept = (block + 1) << 14, (block + 3) << 14, ((block + 3) << 14) + 1
    near = {mention.pk >> 14 for mention in mentions}
    Mention.objects.bulk_create(
        Mention(pk=pk, brand=cast.brand, key=f"far {pk}", text="far", source_type="blog")
        for pk in (changed, gone, kept)
    )
    first = holding.held(cast.brand.pk)
    assert set(first.versions) == near | {block + 1, block + 3}
    asked_for = []

    def read_and_tell(brand_id, kinds, blocks=None):
        asked_for.append(blocks)
        return rows.read(brand_id, kinds, blocks)

    monkeypatch.setattr(holding, "read", read_and_tell)
    Mention.objects.filter(pk=changed).update(sentiment="neutral")
    assert holding.held(cast.brand.pk).kept is first.kept
    Mention.objects.filter(pk=gone).delete()
    second = holding.held(cast.brand.pk)
    assert asked_for == [[block + 1], [block + 3]]
    assert second.rows.ids.tolist() == [mention.pk for mention in mentions] + [changed, kept]
    assert (
        total(actor, "sentiment=neutral")
        == Mention.objects.filter(brand=cast.brand, sentiment="neutral").count()
    )


def test_what_was_found_is_kept_until_there_are_other_mentions(
    actor, cast, mentions, django_assert_num_queries
):
    asked(MENTIONS, actor, "q=lost")
    with django_assert_num_queries(2):  # the taxonomy and the versions
        finder = MENTIONS.index(*_selected(actor, "q=lost"))
        assert finder.counts.total
    make_mention(cast.brand.pk, "lost again")
    assert total(actor, "q=again") == 1


def _selected(actor, query: str):
    spec = MENTIONS.worded_for(actor)
    return spec, actor, selection_of(spec, actor, QueryDict(query))


def test_versions_stay_few(actor, cast, mentions):
    for tone in ("neutral", "favourable", "unfavourable"):
        Mention.objects.filter(brand=cast.brand).update(sentiment=tone)
        assert total(actor, f"sentiment={tone}") == 297
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listening_block WHERE brand_id = %s", [cast.brand.pk])
        (count,) = cursor.fetchone()
    blocks = {pk >> SHIFT for pk in Mention.objects.filter(brand=cast.brand).values_list("pk", flat=True)}
    assert set(versions(cast.brand.pk)) == blocks
    assert count == len(blocks)


def test_another_brand_is_another_list(cast, mentions):
    from goodword.server.accounts.queries import access_brand

    stranger = access_brand(cast.members["stranger"], cast.bread.slug)
    assert total(stranger) == 15
    assert total(stranger, "q=lost+bag&sentiment=favourable") == 15
