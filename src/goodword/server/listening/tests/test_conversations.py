"""Conversations: the same tree whatever comes first, circles cut, gaps shown, and no depth too deep. And who talks."""

import random
from datetime import UTC, date, datetime, timedelta
from time import process_time

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.listening.conversations.queries import access_conversations, access_thread
from goodword.server.listening.conversations.tree import Item, tree_of
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention
from goodword.server.listening.voices.queries import access_accounts
from goodword.server.talkers.models import Person

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def shape(tree):
    return [(line.own, line.depth, line.key is None, line.is_cut) for line in tree.lines]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 14)), unique_by=lambda pair: pair[0], max_size=13),
    st.randoms(),
)
def test_every_item_has_one_place_under_what_it_answers(pairs, chance):
    items = [Item(own + 1, f"m{own:02}", f"m{parent:02}") for own, parent in pairs]
    tree = tree_of(items)
    shuffled = items.copy()
    chance.shuffle(shuffled)
    assert shape(tree_of(shuffled)) == shape(tree)
    keys = [line.key for line in tree.lines if line.key is not None]
    assert sorted(keys) == sorted(item.key for item in items)
    assert tree.size == len(items)
    parents, by_key, above = {item.key: item.parent for item in items}, {item.key: item for item in items}, []
    for line in tree.lines:
        above = [*above[: line.depth], line.own]
        if line.key is None or line.is_cut:
            continue
        own = by_key[line.key].own
        if parents[line.key] != own:
            assert above[-2] == parents[line.key]
    missing = {item.parent for item in items} - {item.own for item in items}
    assert {line.own for line in tree.lines if line.key is None} == missing


def test_a_circle_is_cut_at_its_smallest_id():
    tree = tree_of([Item(1, "b", "c"), Item(2, "c", "a"), Item(3, "a", "b"), Item(4, "d", "c")])
    assert shape(tree) == [
        ("a", 0, False, True),
        ("c", 1, False, False),
        ("b", 2, False, False),
        ("d", 2, False, False),
    ]
    assert tree.cut == 1


def test_a_very_deep_and_a_very_wide_thread_take_seconds():
    deep = [Item(n, f"{n:06}", f"{n - 1:06}" if n else "") for n in range(100_000)]
    wide = [Item(n, f"{n:06}", "000000" if n else "") for n in range(100_000)]
    random.Random(3).shuffle(deep)
    begin = process_time()
    found, flat = tree_of(deep), tree_of(wide)
    assert process_time() - begin < 8
    assert (found.depth, found.breadth) == (99_999, 1)
    assert (flat.depth, flat.breadth) == (1, 99_999)


@pytest.fixture
def thread(brand):
    def told(own, parent="", **fields):
        return {
            "external_id": own,
            "reply_to": parent,
            "thread_id": "t1",
            "text": f"says {own}",
            "author_id": own,
            **fields,
        }

    return make_mentions(
        brand.pk,
        [told("r2", "r1"), told("t1"), told("r1", "t1", sentiment="unfavourable"), told("lost", "never-seen"),
         told("gone", "t1", text="", deleted_at=NOON), {"external_id": "x", "thread_id": "x", "text": "alone"}],
    )  # fmt: skip


def test_a_thread_is_read_from_any_of_its_mentions(actor, thread):
    for mention in thread[:5]:
        found = access_thread(actor, mention.pk)
        assert [(branch.line.own, branch.line.depth) for branch in found.branches] == [
            ("t1", 0), ("r1", 1), ("r2", 2), ("gone", 1), ("never-seen", 0), ("lost", 1)
        ]  # fmt: skip
        assert found.tree.missing == 1
    [listed], total = access_conversations(actor)
    assert (listed.title, listed.mentions, listed.unfavourable, total) == ("says t1", 5, 1, 1)


def test_the_pages_say_what_is_deleted_and_what_is_missing(admin_client, brand, thread):
    page = admin_client.get(
        reverse("conversation-detail", kwargs={"brand": brand.slug, "pk": thread[0].pk})
    ).content.decode()
    assert "Deleted at the source" in page
    assert "never collected" in page
    listed = admin_client.get(reverse("conversation-list", kwargs={"brand": brand.slug}), {"sort": "longest"})
    assert "says t1" in listed.content.decode()
    api = admin_client.get(f"/api/v1/conversations/{thread[0].pk}?brand={brand.slug}").json()
    assert (api["size"], api["missing"], api["lines"][0]["external_id"]) == (5, 1, "t1")
    assert admin_client.get(f"/api/v1/conversations?brand={brand.slug}").json()["items"][0]["mentions"] == 5


def test_a_long_thread_is_shown_in_parts(actor, brand, monkeypatch):
    monkeypatch.setattr("goodword.server.listening.conversations.queries.SHOWN", 3)
    made = make_mentions(
        brand.pk, [{"external_id": f"{n}", "thread_id": "0", "reply_to": "0" if n else ""} for n in range(7)]
    )
    first = access_thread(actor, made[0].pk)
    assert ([branch.line.own for branch in first.branches], first.following) == (["0", "1", "2"], 3)
    last = access_thread(actor, made[0].pk, 6)
    assert ([branch.line.own for branch in last.branches], last.following, last.preceding) == (["6"], None, 3)


def told(author, n=1, **fields):
    return [
        {
            "author_id": author,
            "author": author.title(),
            "published_at": NOON,
            "text": f"{author} {i}",
            **fields,
        }
        for i in range(n)
    ]


def test_accounts_are_ranked_by_reach_known_before_estimated(actor, brand):
    Person.objects.create(brand=brand, key="m", external_id="mina", followers=900)
    make_mentions(
        brand.pk,
        [*told("mina", 2), *told("big", 1, author_followers=5_000), *told("small", 1, author_followers=100)],
    )
    make_mentions(
        brand.pk, [*told("unknown", 4), *told("elsewhere", 1, source="b.example"), {"published_at": NOON}]
    )
    found = access_accounts(actor, FIRST, LAST)
    assert [(each.author_id, each.reach, each.is_estimate) for each in found.accounts] == [
        ("big", 5_000, False), ("mina", 900, False), ("small", 100, False), ("unknown", 900, True), ("elsewhere", None, True),
    ]  # fmt: skip
    assert found.accounts[1].person == Person.objects.get().pk
    assert (found.total, found.mentions, found.unnamed) == (5, 9, 1)
    by_mentions = access_accounts(actor, FIRST, LAST, sort="mentions")
    assert by_mentions.accounts[0].author_id == "unknown"


def test_who_posts_the_same_again_and_again(actor, brand):
    first = make_mention(brand.pk, "buy now", author_id="bot", published_at=NOON)
    make_mentions(brand.pk, told("bot", 8, copy_of=first.pk, origin="paid"))
    make_mentions(brand.pk, [*told("bot", 3), *told("mina", 1, copy_of=first.pk, sentiment="favourable")])
    bot, mina = access_accounts(actor, FIRST, LAST, sort="same_text").accounts
    assert (bot.author_id, bot.same_text, bot.mentions, bot.origins) == ("bot", 9, 12, ("consumer", "paid"))
    assert (mina.same_text, mina.favourable_share) == (1, 1.0)
    assert [each.mentions for each in access_accounts(actor, FIRST, LAST, origin="paid").accounts] == [8]


def test_the_same_id_at_two_sources_is_two_accounts(actor, brand):
    make_mentions(
        brand.pk,
        [
            *told("1", 3, source="a.example", author_followers=10, sentiment="favourable"),
            *told("1", 2, source="b.example", origin="paid"),
        ],
    )
    bob = Mention.objects.filter(source="b.example")
    bob.update(author="Bob", copy_of=bob.earliest("pk").pk)
    found = access_accounts(actor, FIRST, LAST, sort="mentions")
    assert found.total == 2
    assert [
        (each.source, each.name, each.mentions, each.favourable, each.reach, each.same_text, each.origins)
        for each in found.accounts
    ] == [
        ("a.example", "1", 3, 3, 10, 1, ("consumer",)),
        ("b.example", "Bob", 2, 0, None, 2, ("paid",)),
    ]


def test_people_are_told_to_those_who_may_read_them(cast, brand):
    Person.objects.create(brand=brand, key="m", external_id="mina", followers=900)
    make_mentions(brand.pk, told("mina"))
    [account] = access_accounts(cast.actor("legal"), FIRST, LAST).accounts
    assert (account.person, account.reach) == (None, None)


def test_the_page_of_the_accounts(admin_client, brand):
    first = make_mention(brand.pk, "buy now", author_id="bot", author="Bot", published_at=timezone.now())
    make_mentions(
        brand.pk, told("bot", 2, copy_of=first.pk, published_at=timezone.now() - timedelta(hours=1))
    )
    page = admin_client.get(
        reverse("voices", kwargs={"brand": brand.slug}), {"sort": "same_text"}
    ).content.decode()
    assert "posted the same text 3 times" in page
    assert "not known" in page
    assert "author_id=bot&amp;source=forum.example" in page
    number = admin_client.get(reverse("voices-number", kwargs={"brand": brand.slug})).content.decode()
    assert "Different authors" in number
    assert admin_client.get(f"/api/v1/accounts?brand={brand.slug}").json()["accounts"][0]["same_text"] == 3
