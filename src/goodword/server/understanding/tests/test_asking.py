"""Who is asked what: the uncertain ones, one of each group of copies, and some by chance."""

import random

import pytest
from django.core.exceptions import PermissionDenied

from goodword.server.listening.facade import (
    Label,
    access_told,
    do_correct_labels,
    do_undo_correction,
    random_mentions,
)
from goodword.server.listening.factories import make_mentions
from goodword.server.understanding.asking import access_queue
from goodword.server.understanding.evidence import access_evidence

SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "pa", "do")


def sentence(generator: random.Random) -> str:
    return " ".join("".join(generator.choices(SYLLABLES, k=3)) for _ in range(8))


@pytest.fixture
def mentions(brand):
    generator = random.Random(3)
    rows = [
        {
            "text": sentence(generator),
            "uncertainty": (n % 50) / 50,
            "read_by": 1,
            "key": f"{n * 7919 % 240:02x}{n:030x}",  # evenly from 00… to ef…
        }
        for n in range(240)
    ]
    return make_mentions(brand.pk, rows)


def test_uncertain_ones_are_asked_with_some_by_chance_among_them(actor, mentions):
    asked = access_queue(actor, 20)
    reasons = [each.reason for each in asked]
    assert (len(asked), reasons.count("random")) == (20, 3)
    assert len({each.mention.pk for each in asked}) == 20
    by_chance = sorted(each.mention.key for each in asked if each.reason == "random")
    assert by_chance == sorted(each.key for each in mentions)[:3]
    uncertain = [each.mention.uncertainty for each in asked if each.reason == "uncertain"]
    assert min(uncertain) > 0.7
    assert reasons != sorted(reasons)


def test_what_somebody_has_labelled_is_not_asked_again_until_it_is_taken_back(actor, mentions):
    first = access_queue(actor, 20)
    tokens = {
        each.mention.pk: do_correct_labels(
            actor, each.mention.pk, {"sentiment": "neutral"}, reason=each.reason
        )[1]
        for each in first
    }
    second = {each.mention.pk for each in access_queue(actor, 20)}
    assert second.isdisjoint(tokens)
    by_chance = next(each.mention.pk for each in first if each.reason == "random")
    do_undo_correction(actor, by_chance, tokens[by_chance])
    assert by_chance in {each.mention.pk for each in access_queue(actor, 20)}


def test_those_asked_by_chance_are_a_fair_sample_whatever_else_is_labelled(actor, brand, mentions):
    by_key = [each.pk for each in sorted(mentions, key=lambda each: each.key)]
    for place in (1, 30, 200):
        do_correct_labels(actor, by_key[place], {"sentiment": "neutral"})
    for _round in range(3):
        for each in access_queue(actor, 20):
            do_correct_labels(actor, each.mention.pk, {"sentiment": "neutral"}, reason=each.reason)
    assert set(random_mentions(brand.pk)) == set(
        by_key[:10]
    )  # nine asked, and the second by key, labelled before
    assert {each.mention_id for each in access_told(actor) if each.is_random} == set(by_key[:10])
    uncertain = Label.objects.filter(reason="uncertain").values_list("mention_id", flat=True)
    assert not set(uncertain) & set(by_key[:39])


def test_two_people_are_asked_different_things(cast, mentions):
    asked = [
        [each.mention.pk for each in access_queue(cast.actor(who), 10) if each.reason == "uncertain"]
        for who in ("admin", "marketing")
    ]
    assert asked[0] != asked[1]


def test_one_of_each_group_of_copies_is_asked(actor, brand):
    text = "The very same complaint is posted again and again by many accounts"
    rows = [{"text": text + "!" * n, "uncertainty": 0.9, "read_by": 1, "key": f"f{n:031x}"} for n in range(5)]
    rows += [{"text": text, "copy_of": 1, "uncertainty": 0.9, "read_by": 1}]
    make_mentions(brand.pk, rows)
    uncertain = [each for each in access_queue(actor, 5) if each.reason == "uncertain"]
    assert len(uncertain) == 1


def test_what_nobody_has_read_is_not_asked_and_few_are_few(actor, brand):
    assert access_queue(actor, 20) == []
    read = {"read_by": 1, "uncertainty": 0.5}
    rows = [
        {"text": "unread"},
        {"text": "hard", "key": "f" * 32, **read},
        {"text": "any", "key": "0" * 32, **read},
    ]
    make_mentions(brand.pk, rows)
    assert {(each.mention.text, each.reason) for each in access_queue(actor, 20)} == {
        ("hard", "uncertain"),
        ("any", "random"),
    }
    assert access_queue(actor, 0) == []


def test_only_those_who_may_label_are_asked(cast):
    with pytest.raises(PermissionDenied):
        access_queue(cast.actor("sales"), 5)


def test_evidence_points_into_title_and_text(actor, brand):
    [mention] = make_mentions(brand.pk, [{"title": "bad day", "text": "it was a bad one"}])
    found = access_evidence(actor, mention.pk, "sentiment", "unfavourable")
    assert [mention.title[each.start : each.end] for each in found.title] == ["bad"]
    assert [mention.text[each.start : each.end] for each in found.text] == ["bad"]
    assert access_evidence(actor, mention.pk, "aspect:nobody").text == []
