"""A query that cannot be read, wherever it is asked: the sentence, the place, and what it would be put right."""

import pytest
from django.urls import reverse

from goodword.server.listening.factories import make_mentions

BAD, FIXED = "lost OR found bag", "lost OR (found bag)"


@pytest.fixture
def mentions(brand):
    texts = ["lost my bag", "found the bag", "found it", "臺灣的質量很好"]
    return make_mentions(brand.pk, [{"text": text, "sentiment": "unfavourable"} for text in texts])


def url(brand, name, **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def test_the_explorer_says_what_is_wrong_and_offers_the_fix(admin_client, brand, mentions):
    response = admin_client.get(url(brand, "mention-list"), {"q": BAD, "sentiment": "unfavourable"})
    content = response.content.decode()
    assert response.status_code == 400
    assert "Character 15" in content
    assert FIXED in content
    [(problem, _, fix_url)] = response.context["page"].problem_links
    assert problem.fix == FIXED
    fixed = admin_client.get(fix_url)
    assert {mention.text for mention in fixed.context["page"].rows} == {"lost my bag", "found the bag"}
    assert "sentiment=unfavourable" in fix_url


def test_an_export_is_refused_with_the_fix(admin_client, brand, mentions):
    response = admin_client.get(url(brand, "mention-export"), {"q": BAD})
    assert response.status_code == 400
    assert "Did you mean: lost OR (found bag)" in response.content.decode()


def test_words_are_marked_whatever_way_they_are_typed(admin_client, brand, mentions):
    content = admin_client.get(url(brand, "mention-list"), {"q": "质量 NEAR/3 台湾"}).content.decode()
    assert "<mark>臺灣</mark>的<mark>質量</mark>很好" in content


def test_very_many_unread_mentions_are_not_all_counted(admin_client, brand, mentions, monkeypatch):
    content = admin_client.get(url(brand, "mention-list")).content.decode()
    assert "4 mentions are not read yet" in content
    monkeypatch.setattr("goodword.server.listening.queries.MOST_UNREAD", 2)
    monkeypatch.setattr("goodword.server.listening.views.MOST_UNREAD", 2)
    content = admin_client.get(url(brand, "mention-list")).content.decode()
    assert 'More than <data value="2" title="2">2</data> mentions are not read yet' in content
