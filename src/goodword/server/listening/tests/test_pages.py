"""The mentions explorer as it is asked for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from goodword.server.accounts.facade import rule_of
from goodword.server.listening import urls
from goodword.server.listening.factories import FIRST_MOMENT, make_mention, make_mentions
from goodword.server.listening.models import Mention
from goodword.server.talkers.models import Person


def url(brand, name="mention-list", **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def test_an_empty_list_says_what_to_do_next(admin_client, brand):
    content = admin_client.get(url(brand)).content.decode()
    assert "No mentions yet" in content


def test_consumers_are_counted_apart_and_the_parts_sum_to_the_total(admin_client, brand):
    origins = ["consumer"] * 5 + ["brand"] * 3 + ["employee"] * 2 + ["paid"]
    make_mentions(brand.pk, [{"text": f"t{n}", "origin": origin} for n, origin in enumerate(origins)])
    headline = admin_client.get(url(brand)).context["headline"]
    assert headline.consumer.value == 5
    assert {str(part.label): part.count for part in headline.apart} == {
        "Brand": 3,
        "Employee": 2,
        "Paid": 1,
    }
    assert headline.consumer.value + sum(part.count for part in headline.apart) == headline.total == 11


def test_what_the_brand_wrote_never_moves_the_balance(admin_client, brand):
    rows = (
        [("consumer", "favourable")] * 3
        + [("consumer", "unfavourable")]
        + [("paid", "favourable")] * 20
        + [("consumer", "")] * 9
    )
    make_mentions(brand.pk, [{"text": f"t{n}", "origin": o, "sentiment": s} for n, (o, s) in enumerate(rows)])
    number = admin_client.get(url(brand)).context["headline"].net_favourable
    assert (number.value, number.n) == (0.5, 4)
    card = admin_client.get(number.url, headers={"HX-Request": "true"}).content.decode()
    assert "50%" in card


def test_searched_words_are_marked_and_everything_else_is_escaped(admin_client, brand):
    make_mention(brand.pk, "<script>alert(1)</script> lost my luggage")
    content = admin_client.get(url(brand), {"q": "lost"}).content.decode()
    assert "<mark>lost</mark>" in content
    assert "<script>alert" not in content


def test_the_word_is_shown_even_when_it_stands_far_in_the_text(admin_client, brand):
    make_mention(brand.pk, "word " * 400 + "needle at the end")
    assert "<mark>needle</mark>" in admin_client.get(url(brand), {"q": "needle"}).content.decode()


def test_an_open_mention_is_read_beside_the_list_and_alone(admin_client, brand):
    mention = make_mention(brand.pk, "lost luggage", extra={"airline": "Delta", "empty": ""}, author="Ann")
    beside = admin_client.get(url(brand), {"mention": mention.pk, "q": "luggage"})
    assert beside.context["pane"].mention == mention
    alone = admin_client.get(url(brand, "mention-detail", pk=mention.pk))
    assert "Delta" in alone.content.decode()
    part = admin_client.get(url(brand, "mention-detail", pk=mention.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("asked", ["abc", "999999", "-1", "9" * 30])
def test_a_mention_that_is_not_there_is_said(admin_client, brand, asked):
    assert admin_client.get(url(brand), {"mention": asked}).status_code == 404


def test_a_conversation_is_told_in_order_with_what_it_answers(admin_client, brand):
    first = make_mention(brand.pk, "where is it", external_id="1", thread_id="t", published_at=FIRST_MOMENT)
    reply = make_mention(
        brand.pk,
        "here",
        external_id="2",
        reply_to="1",
        thread_id="t",
        published_at=FIRST_MOMENT + timedelta(hours=2),
    )
    late = make_mention(
        brand.pk, "thanks", external_id="3", reply_to="2", published_at=FIRST_MOMENT + timedelta(hours=3)
    )
    make_mention(brand.pk, "elsewhere", external_id="9", reply_to="2", source="other.example")
    pane = admin_client.get(url(brand, "mention-detail", pk=reply.pk)).context["pane"]
    assert pane.parent.mention == first
    assert [each.mention for each in pane.conversation] == [late]
    assert [
        each.mention
        for each in admin_client.get(url(brand, "mention-detail", pk=first.pk)).context["pane"].conversation
    ] == [reply]


def test_the_author_is_matched_with_a_person_only_for_those_who_may_read_people(client, cast):
    mention = make_mention(cast.brand.pk, "hello", author_id="p1")
    person = Person.objects.create(brand=cast.brand, key="k", external_id="p1", name="Ann Lee", followers=7)
    for who, seen in (("admin", True), ("legal", False)):
        client.force_login(cast.members[who])
        content = client.get(url(cast.brand, "mention-detail", pk=mention.pk)).content.decode()
        assert (person.name in content) is seen


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "not an address"]
)
def test_only_web_addresses_become_links(admin_client, brand, address):
    mention = make_mention(brand.pk, "look", url=address)
    content = admin_client.get(url(brand, "mention-detail", pk=mention.pk)).content.decode()
    assert f'href="{address}"' not in content


def test_nothing_on_the_pages_of_mentions_deletes(admin_client, brand):
    mention = make_mention(brand.pk, "stays")
    pages = [p for p in urls.urlpatterns if p.name.startswith(("mention-", "topic-"))]
    writes = {p.name for p in pages if set(rule_of(p.callback).methods) - {"GET"}}
    assert writes == {"mention-labels", "mention-undo", "topic-find"}
    for pattern in pages:
        kwargs = (
            {"pk": mention.pk}
            if "pk" in str(pattern.pattern)
            else {"key": "x"}
            if "key" in str(pattern.pattern)
            else {}
        )
        assert admin_client.delete(url(brand, pattern.name, **kwargs)).status_code == 405
    assert Mention.objects.filter(pk=mention.pk).exists()


def test_those_who_may_not_write_see_no_controls(client, cast):
    mention = make_mention(cast.brand.pk, "hello")
    client.force_login(cast.members["sales"])
    content = client.get(url(cast.brand, "mention-detail", pk=mention.pk)).content.decode()
    assert "data-edit" not in content
    assert (
        client.post(url(cast.brand, "mention-labels", pk=mention.pk), {"sentiment": "neutral"}).status_code
        == 403
    )


def test_a_page_asks_no_more_for_fifty_mentions_than_for_five(
    admin_client, brand, django_assert_max_num_queries
):
    for count in (5, 60):
        make_mentions(
            brand.pk, [{"text": f"{count} {n}", "author_id": f"a{n}", "thread_id": "t"} for n in range(count)]
        )
        with django_assert_max_num_queries(19):
            admin_client.get(url(brand), {"q": str(count), "sort": "-rating"})
        with django_assert_max_num_queries(26):
            admin_client.get(url(brand), {"mention": make_mention(brand.pk, "x", thread_id="t").pk})


def test_the_page_speaks_chinese(admin_client, brand):
    make_mention(brand.pk, "质量很好", language="zh", sentiment="favourable")
    admin_client.cookies["django_language"] = "zh-hans"
    with translation.override("en"):  # a request leaves its language behind in this thread
        content = admin_client.get(url(brand)).content.decode()
    assert "好评" in content
    assert 'lang="zh-Hans"' in content
