"""The explorer after reading: how sure, from which words, by whom, what is copied, what is alike, what a query finds."""

import re
from collections import namedtuple
from datetime import timedelta
from html import unescape

import numpy as np
import pytest
from django.urls import reverse

from goodword.server.accounts.factories import make_brand
from goodword.server.listening import evidence
from goodword.server.listening.actions import do_correct_labels
from goodword.server.listening.factories import FIRST_MOMENT, make_mention, make_mentions
from goodword.server.listening.highlights import Stretch, layered
from goodword.server.listening.models import Mention

Span = namedtuple("Span", "start end weight")
Hit = namedtuple("Hit", "label start end weight")
Version = namedtuple("Version", "number")


def url(brand, name="mention-list", **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def content(client, address, **params):
    return client.get(address, params).content.decode()


class Rules:
    """Finds one hint at another author."""

    def hits(self, text, _task):
        return [Hit("employee", text.index("we"), text.index("we") + 2, 2.0)] if "we" in text else []


class FakeReader:
    """Reads every text alike; what is asked of it is kept."""

    rules = Rules()

    def __init__(self, **said) -> None:
        self.asked: list[str] = []
        self.said = {
            "sentiment": "unfavourable", "sentiment_probability": 0.91, "cause": "delivery", "cause_probability": 0.62,
            "intent": None, "intent_probability": 0.4, "aspects": ("price",), "origin_hint": None, "cause_hint": None,
            "evidence": {},
        } | said  # fmt: skip

    def read(self, texts):
        self.asked += texts
        return [namedtuple("Reading", self.said)(**self.said)]

    def probabilities(self, _task, texts):
        return ("other", "question", "complaint"), np.array([[0.4, 0.35, 0.25]] * len(texts))


@pytest.fixture
def reads(monkeypatch):
    """Let a fake model read; it says what the test wants."""

    def use(**said):
        reader = FakeReader(**said)
        in_force = namedtuple("InForce", "reader version")(reader, Version(3))
        monkeypatch.setattr(evidence, "reader_of", lambda _brand: in_force)
        return reader

    return use


def test_a_list_says_how_sure_the_model_is_where_it_is_not_very(admin_client, brand):
    make_mention(
        brand.pk, "sure", sentiment="favourable", sentiment_by="model", sentiment_confidence=0.97, read_by=1
    )
    make_mention(
        brand.pk, "less", sentiment="favourable", sentiment_by="model", sentiment_confidence=0.62, read_by=1
    )
    page = content(admin_client, url(brand))
    assert "62%" in page
    assert "leaning this way" in page
    assert "97%" not in page


def test_what_the_model_does_not_dare_to_say_is_told_from_what_it_has_not_read(admin_client, brand):
    make_mention(brand.pk, "puzzling", sentiment_confidence=0.46, read_by=1)
    make_mention(brand.pk, "fresh")
    page = content(admin_client, url(brand))
    assert "Not sure" in page
    assert "46%" in page
    assert "not read yet" in page
    assert "1 mention is not read yet" in page
    assert {row.mention.text for row in admin_client.get(url(brand), {"sentiment": "-"}).context["rows"]} == {
        "puzzling",
        "fresh",
    }


@pytest.fixture
def copied(brand):
    """A mention copied seventeen times by eight accounts within six minutes, and one of its own."""
    first = make_mention(brand.pk, "Buy it now", author_id="a0")
    rows = [
        {"text": f"Buy it now{'!' * n}", "copy_of": first.pk, "author_id": f"a{n % 9}",
         "published_at": FIRST_MOMENT + timedelta(seconds=n * 360 // 17)}
        for n in range(1, 18)
    ]  # fmt: skip
    make_mentions(brand.pk, rows)
    make_mention(brand.pk, "Something else")
    return first


def test_copies_are_told_in_one_line_under_the_first(admin_client, brand, copied):
    response = admin_client.get(url(brand))
    assert {row.mention.pk for row in response.context["rows"]} >= {copied.pk}
    assert len(response.context["rows"]) == 2
    assert response.context["page"].total == 19
    page = response.content.decode()
    assert "+17 copies, 9 accounts, in 6 min" in page
    assert "every count is of all mentions" in page
    assert len(admin_client.get(url(brand), {"copies": "all"}).context["rows"]) == 19
    assert len(admin_client.get(url(brand), {"copy_of": copied.pk}).context["rows"]) == 17


def test_the_pane_lists_copies_and_a_copy_leads_to_its_original(admin_client, brand, copied):
    pane = admin_client.get(url(brand, "mention-detail", pk=copied.pk)).context["pane"]
    assert len(pane.copies.first) == 8
    copy = Mention.objects.filter(copy_of=copied.pk).first()
    assert f"/mentions/{copied.pk}/" in content(admin_client, url(brand, "mention-detail", pk=copy.pk))


def test_each_label_says_who_gave_it(admin_client, cast, brand):
    mention = make_mention(
        brand.pk, "late again", sentiment="unfavourable", sentiment_by="file", cause="delivery", cause_by="model",
        cause_confidence=0.71, intent="complaint", intent_by="model", intent_confidence=0.8, read_by=1,
    )  # fmt: skip
    do_correct_labels(
        cast.actor("legal") if False else cast.actor("admin"), mention.pk, {"intent": "question"}
    )
    page = content(admin_client, url(brand, "mention-detail", pk=mention.pk))
    assert "came with the file" in page
    assert "71%" in page
    assert "Administrator" in page
    assert "80%" not in page


def test_every_label_has_keys_and_a_cause_only_where_there_can_be_one(admin_client, brand):
    bad = make_mention(brand.pk, "broken", sentiment="unfavourable")
    good = make_mention(brand.pk, "lovely", sentiment="favourable")
    page = content(admin_client, url(brand, "mention-detail", pk=bad.pk))
    for key in ("1", "3", "4", "8", "c", "i", "a", "o"):
        assert f'data-key="{key}"' in page
    assert 'name="cause"' not in content(admin_client, url(brand, "mention-detail", pk=good.pk))


def test_aspects_are_sent_together_and_their_choices_stay_open(admin_client, brand):
    mention = make_mention(brand.pk, "dear and good")
    response = admin_client.post(
        url(brand, "mention-labels", pk=mention.pk),
        {"aspects": ["", "price", "content"]},
        headers={"HX-Request": "true"},
    )
    mention.refresh_from_db()
    assert mention.aspects == "|content|price|"
    assert 'picker" open' in response.content.decode()
    admin_client.post(
        url(brand, "mention-labels", pk=mention.pk), {"aspects": [""]}, headers={"HX-Request": "true"}
    )
    mention.refresh_from_db()
    assert mention.aspects == ""


def test_a_hint_at_the_author_asks_a_person_until_one_has_said_it(admin_client, cast, brand):
    mention = make_mention(brand.pk, "we at the office love it", origin_hint="employee")
    address = url(brand, "mention-detail", pk=mention.pk)
    assert "nothing is counted so until you say it" in content(admin_client, address)
    do_correct_labels(cast.actor(), mention.pk, {"origin": "consumer"})
    assert "nothing is counted so until you say it" not in content(admin_client, address)


def test_the_pane_comes_without_a_model_and_its_evidence_after_it(admin_client, brand, reads):
    reader = reads()
    mention = make_mention(brand.pk, "The parcel was late", title="Never again")
    pane = content(admin_client, url(brand, "mention-detail", pk=mention.pk))
    assert reader.asked == []
    assert url(brand, "mention-evidence", pk=mention.pk) in pane


def test_evidence_is_marked_in_title_and_text_each_kind_in_its_own_way(admin_client, brand, reads):
    title, text = "Never again", "The parcel was <b>late</b>, we think"
    whole = f"{title}\n{text}"
    late = whole.index("late")
    reader = reads(
        origin_hint="employee",
        evidence={
            "sentiment": [Span(0, 5, 0.7), Span(late, late + 4, 0.3)],
            "cause": [Span(late, late + 4, 1.0)],
            "aspect:price": [Span(whole.index("parcel"), whole.index("parcel") + 6, 0.9)],
            "intent": [Span(0, 3, 0.01)],
        },
    )
    mention = make_mention(brand.pk, text, title=title)
    page = content(admin_client, url(brand, "mention-evidence", pk=mention.pk), q="parcel")
    assert reader.asked == [whole]
    assert '<span class="evidence of-sentiment" title="Unfavourable">Never</span>' in page
    assert 'of-cause" title="Delivery"><span class="evidence of-sentiment" title="Unfavourable">late' in page
    assert '<mark><span class="evidence of-aspects" title="Price">parcel</span></mark>' in page
    assert '<span class="evidence of-origin" title="Employee">we</span>' in page
    assert "&lt;b&gt;" in page
    assert 'of-intent" title=' not in page
    assert "model version 3" in page


def test_where_the_model_abstains_it_says_between_what(admin_client, brand, reads):
    reads(sentiment=None, cause=None, cause_hint="competitor_attack")
    mention = make_mention(brand.pk, "hm")
    page = content(admin_client, url(brand, "mention-evidence", pk=mention.pk))
    assert "not sure" in page
    assert "40%" in page
    assert "Only a person says that of somebody" in page


def test_overlapping_stretches_nest_and_nothing_is_lost():
    text = "a <very> long text"
    stretches = [
        Stretch(0, 12, "cause", "x"),
        Stretch(4, 18, "sentiment", "y"),
        Stretch(2, 8, "aspects", "z"),
    ]
    html = str(layered(text, stretches, ["long"]))
    assert unescape(re.sub(r"</?(?:span|mark)[^>]*>", "", html)) == text


def test_similar_mentions_share_telling_words_and_copies_are_none(admin_client, brand):
    first = make_mention(brand.pk, "The logistics partner lost my graduation certificate in transit")
    make_mention(
        brand.pk, "The logistics partner lost my graduation certificate in transit!", copy_of=first.pk
    )
    alike = make_mention(
        brand.pk, "Two weeks and the certificate is still in transit, says the logistics partner"
    )
    make_mention(brand.pk, "The weather is nice")
    chinese = make_mention(brand.pk, "结业证书在物流途中丢失了")
    also = make_mention(brand.pk, "物流把我的结业证书弄丢了")
    other = make_brand(brand.organisation, "Other", "other")
    make_mention(other.pk, "The logistics partner lost my graduation certificate in transit")
    find = lambda pk: admin_client.get(url(brand, "mention-similar", pk=pk)).context["similar"]  # noqa: E731
    assert [each.mention for each in find(first.pk)] == [alike]
    assert "certificate" in " ".join(find(first.pk)[0].shared)
    assert [each.mention for each in find(chinese.pk)] == [also]


def test_neither_a_busy_neighbour_nor_copies_hide_similar_mentions(admin_client, brand):
    text = "The logistics partner lost my graduation certificate in transit"
    first = make_mention(brand.pk, text)
    alike = make_mention(brand.pk, "My certificate is still in transit, says the logistics partner")
    other = make_brand(brand.organisation, "Other", "other")
    make_mentions(other.pk, [{"text": text}] * 61)
    make_mentions(brand.pk, [{"text": text, "copy_of": first.pk}] * 61)
    similar = admin_client.get(url(brand, "mention-similar", pk=first.pk)).context["similar"]
    assert [each.mention for each in similar] == [alike]


@pytest.mark.parametrize(
    "text", ["", "!!!", "the of and", "👍", "\u202e\u0000x".replace("\x00", " "), "字" * 5000]
)
def test_whatever_a_mention_says_similar_ones_can_be_asked_for(admin_client, brand, text):
    mention = make_mention(brand.pk, text or " ")
    assert admin_client.get(url(brand, "mention-similar", pk=mention.pk)).status_code == 200


def asked(client, brand, **params):
    return client.get(url(brand, "mention-count"), params, headers={"HX-Request": "true"})


def test_a_query_is_counted_while_it_is_typed_under_the_other_filters(admin_client, brand):
    make_mentions(
        brand.pk, [{"text": "late parcel", "sentiment": s} for s in ("favourable", "neutral", "neutral")]
    )
    response = asked(
        admin_client, brand, q="parcel", sentiment="neutral", copies="all", by="week", mention="1"
    )
    assert ">2<" in response.content.decode()
    assert response.headers["HX-Trigger"] == "query:ready"


def test_a_query_that_cannot_be_read_is_marked_with_what_would_be_right(admin_client, brand):
    make_mention(brand.pk, "lost")
    response = asked(admin_client, brand, q="lost OR found bag", sentiment="neutral")
    page = response.content.decode()
    assert "lost OR found <mark>b</mark>ag" in page
    assert "lost OR (found bag)" in page
    assert "sentiment=neutral" in page
    assert "HX-Trigger" not in response.headers
    whole = admin_client.get(url(brand), {"q": "lost OR found bag"})
    assert whole.status_code == 400
    assert "lost OR found <mark>b</mark>ag" in whole.content.decode()


@pytest.mark.parametrize(
    "query", ['"', "AND", "lost AND", "(", "a OR", "“lost”", "near/5", "x" * 3000, "rating:many"]
)
def test_half_typed_queries_never_fail(admin_client, brand, query):
    assert asked(admin_client, brand, q=query).status_code == 200


def test_every_example_of_the_language_can_be_asked(admin_client, brand):
    make_mention(brand.pk, "refund")
    for language in ("en", "zh-hans"):
        admin_client.cookies["django_language"] = language
        for example in admin_client.get(url(brand)).context["examples"]:
            assert admin_client.get(example.url).status_code == 200, example.query
