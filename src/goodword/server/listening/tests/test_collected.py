"""Collected mentions: once each, edits as versions, deletions as tombstones, conversations in any order of arrival."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.protocol import Author, Kind
from goodword.connectors.protocol import Mention as Item
from goodword.server.listening.collected import Collected
from goodword.server.listening.collected_rows import Scope, rows_of
from goodword.server.listening.facade import access_versions, do_collect
from goodword.server.listening.lists import MENTIONS
from goodword.server.listening.models import Mention, Reading
from goodword.server.listening.rooting import roots
from goodword.server.shell.lists.selection import selection_of
from goodword.server.understanding.reading import read_pending

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def item(native_id: str, text: str = "The lamp is fine", **more) -> Item:
    return Item(native_id=native_id, text=text, published=NOW - timedelta(hours=1), **more)


def collect(actor, *items: Item, **more) -> Collected:
    return do_collect(actor, "forum.example", items, source_id=7, now=NOW, **more)


def found(actor, query: str) -> int:
    spec = MENTIONS.worded_for(actor)
    finder = MENTIONS.index(spec, actor, selection_of(spec, actor, QueryDict(f"q={query}")))
    return finder.counts.total


def test_the_same_item_is_kept_once_however_often_it_comes(actor):
    assert collect(actor, item("1"), item("2")) == Collected(new=2)
    assert collect(actor, item("2"), item("3"), item("3")) == Collected(new=1, same=2)
    assert Mention.objects.count() == 3


def test_two_sources_may_use_the_same_ids(actor):
    collect(actor, item("1"))
    assert do_collect(actor, "other", [item("1")], source_id=8, now=NOW) == Collected(new=1)


def test_an_edit_keeps_what_was_said_before_and_is_found_by_its_new_words(actor):
    collect(actor, item("1", "The lamp is broken"))
    assert found(actor, "broken") == 1
    assert collect(actor, item("1", "The lamp was repaired")) == Collected(changed=1)
    assert (found(actor, "broken"), found(actor, "repaired")) == (0, 1)
    [mention] = Mention.objects.all()
    assert (mention.text, mention.edited_at, mention.read_by) == ("The lamp was repaired", NOW, 0)
    assert [each.text for each in access_versions(actor, mention.pk)] == ["The lamp is broken"]
    assert collect(actor, item("1", "The lamp was repaired")) == Collected(same=1)


def test_what_is_counted_beside_the_words_is_no_edit(actor):
    collect(actor, item("1", engagement={"likes": 1}))
    assert collect(actor, item("1", engagement={"likes": 5})) == Collected(same=1)
    assert Mention.objects.get().extra["likes"] == 5
    assert Mention.objects.get().edited_at is None


def test_a_deletion_leaves_the_fact_and_nothing_that_was_said(actor):
    author = Author(id="a-1", name="Ada", handle="ada", url="https://forum.example/ada", followers=9)
    collect(actor, item("1", "My address is 5 Lamp Lane", author=author, url="https://forum.example/ada/1"))
    collect(actor, item("1", "My address is gone", author=author))
    read_pending(actor.brand_id)
    assert Reading.objects.count() == 1
    assert collect(actor, Item(native_id="1", deleted=True)) == Collected(deleted=1)
    [mention] = Mention.objects.all()
    assert (mention.deleted_at, mention.external_id, mention.published_at) == (
        NOW,
        "1",
        NOW - timedelta(hours=1),
    )
    assert not any(
        (mention.text, mention.title, mention.url, mention.author, mention.author_id, mention.author_handle)
    )
    assert not any((mention.author_url, mention.author_followers, mention.extra))
    assert not any(each.text for each in access_versions(actor, mention.pk))
    assert (Reading.objects.count(), found(actor, "address"), found(actor, "")) == (0, 0, 1)
    assert read_pending(actor.brand_id) == 0
    with connection.cursor() as cursor:
        table = "listening_mentionversion"
        cursor.execute(f"SELECT count(*) FROM {table} WHERE text <> ''")
        assert cursor.fetchone() == (0,)


def test_what_was_deleted_does_not_come_back(actor):
    collect(actor, item("1"), Item(native_id="1", deleted=True))
    assert Mention.objects.count() == 0
    collect(actor, item("2"))
    collect(actor, Item(native_id="2", deleted=True))
    assert collect(actor, item("2", "I am back")) == Collected(same=1)
    assert Mention.objects.get().text == ""


def test_the_first_copy_takes_the_place_of_a_deleted_original(actor):
    text = "The course was cancelled without a word and nobody called me back for two weeks"
    collect(actor, item("1", text))
    collect(actor, item("2", text), item("3", text + "!"))
    read_pending(actor.brand_id)
    first, second, third = Mention.objects.order_by("pk")
    assert (second.copy_of, third.copy_of) == (first.pk, first.pk)
    collect(actor, Item(native_id="1", deleted=True))
    read_pending(actor.brand_id)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.copy_of, third.copy_of) == (None, second.pk)
    assert second.read_by > 0


def test_odd_items_are_stored_safely(actor):
    odd = Item(
        native_id="x" * 5_000,
        text="a\x00b\ud800" + "y" * 200_000,
        title="t" * 900,
        url="javascript:alert(1)",
        author=Author(id="\x00", url="file:///etc/passwd", followers=-4),
        published=NOW + timedelta(days=400),
        rating=float("inf"),
        engagement={"k" * 99: 10**30},
        kind=Kind.REVIEW,
    )
    assert collect(actor, odd) == Collected(new=1)
    [mention] = Mention.objects.all()
    assert mention.text.startswith("ab?y")
    assert len(mention.text) == 100_000
    assert (mention.url, mention.author_url, mention.author_followers, mention.rating) == ("", "", None, None)
    assert (mention.published_at, mention.extra["dated"]) == (NOW, "first seen")
    assert collect(actor, odd) == Collected(same=1)


def test_an_item_with_nothing_but_a_title_says_its_title(actor):
    collect(actor, Item(native_id="1", title="Only a title"))
    assert (Mention.objects.get().text, Mention.objects.get().title) == ("Only a title", "")


def test_replies_find_their_conversation_in_any_order(actor):
    collect(actor, item("c", reply_to="b"))
    collect(actor, item("d", reply_to="c"))
    collect(actor, item("b", reply_to="a"))
    assert set(Mention.objects.values_list("thread_id", flat=True)) == {"a"}
    collect(actor, item("a"), item("e", reply_to="d"))
    assert set(Mention.objects.values_list("thread_id", flat=True)) == {"a"}


def test_answers_in_a_circle_are_one_conversation(actor):
    collect(actor, item("b", reply_to="c"))
    collect(actor, item("c", reply_to="a"), item("self", reply_to="self"))
    collect(actor, item("a", reply_to="b"))
    threads = dict(Mention.objects.values_list("external_id", "thread_id"))
    assert threads == {"a": "a", "b": "a", "c": "a", "self": "self"}


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_the_same_conversations(actor, seed):
    dice = random.Random(seed)
    names = [f"n{number:02}" for number in range(24)]
    answers = {name: dice.choice(["", *names, "gone"]) for name in names}
    expected = naive_roots(answers)
    order = names[:]
    dice.shuffle(order)
    while order:
        some, order = order[: (n := dice.randint(1, 6))], order[n:]
        collect(actor, *(item(name, reply_to=answers[name]) for name in some))
    assert dict(Mention.objects.values_list("external_id", "thread_id")) == expected


def naive_roots(answers: dict[str, str]) -> dict[str, str]:
    found = {}
    for start in answers:
        seen = [start]
        while (up := answers.get(seen[-1], "")) and up != seen[-1] and up not in seen:
            seen.append(up)
        circle = up in seen and up != seen[-1]
        found[start] = min(seen[seen.index(up) :]) if circle else seen[-1]
    return found


NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NAMES, NAMES))
def test_roots_are_what_following_every_answer_gives(parents):
    parents = {own: parent for own, parent in parents.items() if own != parent}
    assert roots(parents) == naive_roots(parents)


@given(st.lists(st.tuples(NAMES, st.text(max_size=20), st.booleans()), max_size=20))
def test_each_id_is_one_row_and_a_deletion_stands(items):
    scope = Scope(1, "s", SimpleNamespace(value="forum"), NOW)
    rows = rows_of([Item(native_id=n, text=t, deleted=d) for n, t, d in items], scope)
    assert len(rows) == len({n for n, _t, _d in items})
    gone = {scope.key(n) for n, _t, d in items if d}
    assert {key for key, row in rows.items() if row["deleted"]} == gone
