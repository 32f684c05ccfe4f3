"""A brand's own causes and aspects: added, renamed, merged and back, and no label is ever lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import override

from goodword.core.errors import ConflictError, InputError
from goodword.server.audit.models import Entry
from goodword.server.listening.actions import do_correct_labels
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.lists import MENTIONS
from goodword.server.listening.models import Label, Mention
from goodword.server.listening.taxonomy import taxonomy
from goodword.server.listening.terms import (
    do_add_term,
    do_merge_terms,
    do_rename_term,
    do_retire_term,
    do_unmerge_term,
)
from goodword.server.shell.lists import read


def asked(actor, query=""):
    return read(MENTIONS, actor, QueryDict(query))


def counts(actor, facet, query=""):
    return dict(asked(actor, query).counts.panels[facet])


def test_every_brand_begins_with_the_shipped_ones(actor):
    own = taxonomy(actor)
    assert [term.key for term in own.causes][:2] == ["product_defect", "service_problem"]
    assert {"price", "service"} <= {term.key for term in own.aspects}
    with override("zh-hans"):
        assert own.name("cause", "delivery") != "Delivery"


def test_an_added_cause_is_offered_given_counted_and_found(actor, brand):
    term = do_add_term(actor, "cause", "Late pick-up", "取件太慢")
    assert term.key == "late_pick_up"
    mention = make_mention(brand.pk, "Nobody came", sentiment="unfavourable")
    do_correct_labels(actor, mention.pk, {"cause": term.key})
    assert counts(actor, "cause") == {"late_pick_up": 1}
    page = asked(actor, "cause=late_pick_up")
    assert [each.pk for each in page.rows] == [mention.pk]
    assert [chip.value for chip in page.chips] == ["Late pick-up"]
    with override("zh-hans"):
        assert [str(chip.value) for chip in asked(actor, "cause=late_pick_up").chips] == ["取件太慢"]


def test_a_name_in_one_language_is_enough(actor):
    term = do_add_term(actor, "aspect", "", "讲师", ["老师", "讲师 ", "讲师"])
    assert term.cues == ["老师", "讲师"]
    assert term.key.startswith("aspect_")
    assert taxonomy(actor).name("aspect", term.key) == "讲师"


@pytest.mark.parametrize("cue", ["a|b", "a (b", "价格（高", ":)", "()", "*", "_"])
def test_a_cue_that_cannot_be_looked_for_is_refused_in_a_sentence(actor, cue):
    with pytest.raises(InputError, match="cannot be looked for"):
        do_add_term(actor, "aspect", "Room", "", ["room", cue])
    with pytest.raises(InputError, match="cannot be looked for"):
        do_rename_term(actor, "aspect", "price", "Price", "", [cue])
    with override("zh-hans"), pytest.raises(InputError) as refused:
        do_add_term(actor, "aspect", "Room", "", [cue])
    assert "cannot" not in str(refused.value)


def test_a_name_may_hold_what_a_cue_may_not(actor):
    assert do_add_term(actor, "aspect", "iOS|Android", "价格（高").cues == []
    assert do_add_term(actor, "cause", "(*)", "").name_en == "(*)"
    with pytest.raises(InputError, match="cannot be looked for"):
        do_add_term(actor, "aspect", "*", "")


def test_merging_counts_both_together_and_unmerging_gives_back_every_label(actor, brand):
    term = do_add_term(actor, "cause", "Late pick-up", "")
    rows = [
        {"text": text, "sentiment": "unfavourable", "cause": cause, "cause_by": "person"}
        for text, cause in (("a", "delivery"), ("b", term.key), ("c", "price"))
    ]
    make_mentions(brand.pk, rows)
    before = list(Mention.objects.order_by("pk").values_list("cause", flat=True))
    do_merge_terms(actor, "cause", term.key, "delivery")
    assert counts(actor, "cause") == {"delivery": 2, "price": 1}
    found = asked(actor, "cause=delivery&sort=collected_at").rows
    assert sorted((each.text, each.cause) for each in found) == [("a", "delivery"), ("b", "delivery")]
    assert counts(actor, "sentiment", "cause=delivery") == {"unfavourable": 2}
    assert term.key not in [each.key for each in taxonomy(actor).causes]
    assert list(Mention.objects.order_by("pk").values_list("cause", flat=True)) == before

    do_unmerge_term(actor, "cause", term.key)
    assert counts(actor, "cause") == {"delivery": 1, term.key: 1, "price": 1}
    assert [each.text for each in asked(actor, f"cause={term.key}").rows] == ["b"]


def test_aspects_are_counted_each_and_merged_alike(actor, brand):
    for name in ("Room", "Food"):
        do_add_term(actor, "aspect", name, "")
    rows = ["|food|room|", "|food|", "", "|room|"]
    make_mentions(brand.pk, [{"text": f"t{n}", "aspects": text} for n, text in enumerate(rows)])
    assert counts(actor, "aspects") == {"food": 2, "room": 2, "": 1}
    assert [each.text for each in asked(actor, "aspects=food").rows] == ["t1", "t0"]
    assert [each.text for each in asked(actor, "aspects=food&aspects=-").rows] == ["t2", "t1", "t0"]
    assert counts(actor, "aspects", "aspects=room") == {"food": 2, "room": 2, "": 1}
    do_merge_terms(actor, "aspect", "room", "food")
    assert counts(actor, "aspects") == {"food": 3, "": 1}
    found = asked(actor, "aspects=food").rows
    assert [(each.text, each.aspects) for each in found] == [
        ("t3", "|food|"),
        ("t1", "|food|"),
        ("t0", "|food|"),
    ]


def test_a_merged_label_is_confirmed_as_what_it_means_and_its_record_keeps_its_key(actor, brand):
    mention = make_mention(brand.pk, "x", sentiment="unfavourable")
    do_correct_labels(actor, mention.pk, {"cause": "price"})
    do_merge_terms(actor, "cause", "price", "other")
    with pytest.raises(ConflictError, match="already"):
        do_correct_labels(actor, mention.pk, {"cause": "other"})
    assert [label.value for label in Label.objects.all()] == ["price"]


def test_renaming_and_putting_away_change_what_is_offered_only(actor, brand):
    make_mention(brand.pk, "x", sentiment="unfavourable", cause="price", cause_by="person")
    do_rename_term(actor, "cause", "price", "Too dear", "太贵")
    assert taxonomy(actor).name("cause", "price") == "Too dear"
    do_retire_term(actor, "cause", "price")
    assert "price" not in [term.key for term in taxonomy(actor).causes]
    assert counts(actor, "cause") == {"price": 1}
    do_retire_term(actor, "cause", "price", retired=False)
    assert "price" in [term.key for term in taxonomy(actor).causes]
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["term.rename", "term.retire", "term.restore"]


def test_a_merge_is_followed_through_and_never_goes_in_a_circle(actor):
    do_merge_terms(actor, "cause", "price", "delivery")
    do_merge_terms(actor, "cause", "delivery", "other")
    assert taxonomy(actor).current("cause", "price") == "other"
    assert set(taxonomy(actor).keys("cause", "other")) == {"other", "price", "delivery"}
    with pytest.raises(ConflictError):
        do_merge_terms(actor, "cause", "other", "price")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda actor: do_add_term(actor, "cause", "", " "), InputError),
        (lambda actor: do_add_term(actor, "cause", "x" * 81, ""), InputError),
        (lambda actor: do_add_term(actor, "mood", "x", ""), InputError),
        (lambda actor: do_add_term(actor, "cause", "PRICE", ""), ConflictError),
        (lambda actor: do_add_term(actor, "aspect", "x", "", ["y" * 81]), InputError),
        (lambda actor: do_rename_term(actor, "cause", "nothing", "x", ""), InputError),
        (lambda actor: do_rename_term(actor, "cause", "price", "Delivery", ""), ConflictError),
        (lambda actor: do_merge_terms(actor, "cause", "price", "price"), ConflictError),
        (lambda actor: do_merge_terms(actor, "cause", "price", "unfair_comment"), ConflictError),
        (lambda actor: do_merge_terms(actor, "cause", "competitor_attack", "other"), ConflictError),
        (lambda actor: do_unmerge_term(actor, "cause", "price"), ConflictError),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(actor, change, error):
    with pytest.raises(error):
        change(actor)
    assert [term.key for term in taxonomy(actor).causes][2] == "price"


def test_only_those_who_manage_the_model_change_its_words(cast):
    for who in ("sales", "after_sales", "legal"):
        with pytest.raises(PermissionDenied):
            do_add_term(cast.actor(who), "cause", "x", "")
