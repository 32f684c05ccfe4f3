"""What a model makes of mentions: written where nobody else has spoken, once per group of copies, batch by batch."""

import pyarrow as pa
import pytest
from django.utils import timezone

from goodword.server.listening.actions import do_correct_labels
from goodword.server.listening.changing import NEVER_READ, Edit, bury, edit
from goodword.server.listening.copies import CopyFinder, access_copies, access_copies_of
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention, Reading
from goodword.server.listening.readings import (
    do_prune_readings,
    do_store_readings,
    outdated_batch,
    outdated_count,
    unread_batch,
    unread_count,
)
from goodword.server.listening.terms import do_retire_term

LATE = "The parcel came a whole week late and nobody ever answered my letters"


def read_as(texts, **values):
    """A reading of some texts, the same for each unless a list says otherwise."""
    usual = {
        "language": "en", "mixed": False, "sentiment": "unfavourable", "sentiment_probability": 0.9,
        "cause": "delivery", "cause_probability": 0.7, "intent": "complaint", "intent_probability": 0.8,
        "aspects": ["price"], "origin_hint": None, "uncertainty": 0.25,
    }  # fmt: skip
    columns = {
        name: value if isinstance(value, list) and name != "aspects" else [value] * len(texts)
        for name, value in (usual | values).items()
    }
    return pa.table(columns)


def read_all(brand, version=1, limit=100, **values):
    batches = 0
    finder = CopyFinder(brand.pk, expected=10)
    while batch := unread_batch(brand.pk, finder, limit) or outdated_batch(brand.pk, version, limit):
        do_store_readings(brand.pk, version, batch, read_as(batch.texts, **values))
        batches += 1
    return batches


def labels(mention):
    mention.refresh_from_db()
    pairs = ("sentiment", "cause", "intent", "aspects")
    return {name: (getattr(mention, name), getattr(mention, f"{name}_by")) for name in pairs}


def test_a_model_says_what_nobody_else_has_said(brand):
    mention = make_mention(brand.pk, LATE, title="Late")
    assert unread_count(brand.pk) == 1
    read_all(brand, version=7)
    assert labels(mention) == {
        "sentiment": ("unfavourable", "model"),
        "cause": ("delivery", "model"),
        "intent": ("complaint", "model"),
        "aspects": ("|price|", "model"),
    }
    assert (mention.language, mention.read_by, mention.uncertainty) == ("en", 7, 0.25)
    assert (mention.sentiment_confidence, mention.cause_confidence, mention.copy_of) == (0.9, 0.7, None)
    assert (unread_count(brand.pk), outdated_count(brand.pk, 7), outdated_count(brand.pk, 8)) == (0, 0, 1)
    own = Reading.objects.get()
    assert (own.mention_id, own.version, own.cause, own.aspects) == (mention.pk, 7, "delivery", "|price|")


def test_persons_stand_over_files_and_files_over_models(actor, brand):
    by_file = make_mention(brand.pk, "It came", sentiment="favourable", sentiment_by="file", language="fr")
    by_person = make_mention(brand.pk, "It went", sentiment="unfavourable", sentiment_by="model", cause="price",
                             cause_by="file")  # fmt: skip
    do_correct_labels(actor, by_person.pk, {"sentiment": "unfavourable"})
    do_correct_labels(actor, by_person.pk, {"intent": "question"})
    read_all(brand, sentiment="neutral")
    assert labels(by_file)["sentiment"] == ("favourable", "file")
    assert labels(by_file)["cause"] == ("", "")
    assert by_file.language == "fr"
    assert labels(by_person) == {
        "sentiment": ("unfavourable", "person"),
        "cause": ("price", "file"),
        "intent": ("question", "person"),
        "aspects": ("|price|", "model"),
    }
    assert Reading.objects.get(mention=by_person).sentiment == "neutral"


def test_what_a_person_took_away_stays_away(actor, brand):
    mention = make_mention(brand.pk, LATE, sentiment="unfavourable", sentiment_by="model")
    do_correct_labels(actor, mention.pk, {"sentiment": ""})
    read_all(brand)
    assert labels(mention)["sentiment"] == ("", "person")
    assert labels(mention)["cause"] == ("", "")


def test_a_model_changes_its_own_labels_and_abstaining_takes_them_away(brand):
    mention = make_mention(brand.pk, LATE)
    read_all(brand, version=1)
    read_all(brand, version=2, sentiment=None, sentiment_probability=0.4, intent=None, aspects=[])
    assert labels(mention) == dict.fromkeys(("sentiment", "cause", "intent", "aspects"), ("", ""))
    assert (mention.read_by, mention.sentiment_confidence) == (2, 0.4)
    assert Reading.objects.count() == 2


@pytest.mark.parametrize("cause", ["unfair_comment", "competitor_attack"])
def test_no_model_accuses_anybody(brand, cause):
    mention = make_mention(brand.pk, LATE)
    read_all(brand, cause=cause)
    assert labels(mention)["cause"] == ("", "")
    assert Reading.objects.get().cause == ""


def test_a_cause_needs_an_unfavourable_mention_whoever_says_so(brand):
    kind = make_mention(brand.pk, LATE, sentiment="favourable", sentiment_by="file")
    angry = make_mention(brand.pk, "Nobody at all came", sentiment="unfavourable", sentiment_by="file")
    read_all(brand, sentiment="favourable")
    assert labels(kind)["cause"] == ("", "")
    assert labels(angry)["cause"] == ("delivery", "model")


def test_what_the_brand_put_away_is_not_said(actor, brand):
    mention = make_mention(brand.pk, LATE)
    do_retire_term(actor, "cause", "delivery")
    read_all(brand)
    assert labels(mention)["cause"] == ("", "")


def test_copies_are_folded_and_have_their_originals_reading(actor, brand):
    rows = [LATE, LATE + "!!", "Something else entirely, and much better", "RT @ann: " + LATE]
    authors = ["ann", "bob", "cy", "bob"]
    made = make_mentions(
        brand.pk, [{"text": text, "author": author} for text, author in zip(rows, authors, strict=True)]
    )
    read_all(brand)
    for each in made:
        each.refresh_from_db()
    first, second, other, third = made
    assert [each.copy_of for each in made] == [None, first.pk, None, first.pk]
    assert {each.sentiment for each in made} == {"unfavourable"}
    assert set(Reading.objects.values_list("mention_id", flat=True)) == {first.pk, other.pk}
    found = access_copies(actor, [each.pk for each in made])
    assert list(found) == [first.pk]
    assert (found[first.pk].count, found[first.pk].accounts, found[first.pk].seconds) == (2, 2, 3 * 3600)
    assert [each.pk for each in access_copies_of(actor, first.pk)] == [second.pk, third.pk]


def test_the_same_id_at_two_sources_is_two_accounts_that_copied(actor, brand):
    places = ["a.example", "b.example", "b.example"]
    made = make_mentions(brand.pk, [{"text": LATE, "author_id": "1", "source": place} for place in places])
    Mention.objects.exclude(pk=made[0].pk).update(copy_of=made[0].pk)
    found = access_copies(actor, [made[0].pk])[made[0].pk]
    assert (found.count, found.accounts) == (2, 2)


def test_a_copy_that_comes_later_joins_the_original_and_its_reading(brand):
    original = make_mention(brand.pk, LATE)
    read_all(brand)
    copy = make_mention(brand.pk, LATE.upper())
    texts = []
    finder = CopyFinder(brand.pk, expected=1)
    while batch := unread_batch(brand.pk, finder, 10):
        texts += batch.texts
        do_store_readings(brand.pk, 1, batch, read_as(batch.texts))
    copy.refresh_from_db()
    assert (copy.copy_of, copy.sentiment, copy.read_by) == (original.pk, "unfavourable", 1)
    assert texts == [LATE]


@pytest.mark.parametrize("version", [0, 1])
def test_what_changes_while_it_is_read_is_read_again(brand, version):
    rows = [{"text": text} for text in (LATE, LATE + "!!", "A fine day", "Nothing of the kind")]
    edited, copy, gone, other = made = make_mentions(brand.pk, rows)
    if version:
        read_all(brand, version=version)
    finder = CopyFinder(brand.pk, expected=10)
    batch = unread_batch(brand.pk, finder, 10) or outdated_batch(brand.pk, 2, 10)
    edit(brand.pk, [Edit(edited.pk, "", "It was found", None, "", LATE, None)], timezone.now())
    bury(brand.pk, [gone.pk], timezone.now())
    do_store_readings(brand.pk, 2, batch, read_as(batch.texts))
    for each in made:
        each.refresh_from_db()
    assert [each.read_by for each in made] == [0, 0, NEVER_READ, 2]
    assert (copy.copy_of, gone.uncertainty) == (None, None)
    kept = Reading.objects.order_by("version").values_list("mention_id", "version")
    assert list(kept) == [(other.pk, each) for each in (1, 2) if each > 1 - version]
    read_all(brand, version=2, sentiment="favourable")
    assert labels(edited)["sentiment"] == ("favourable", "model")
    assert Mention.objects.filter(read_by=0).count() == 0


def test_a_persons_word_on_a_copy_is_about_the_copy(actor, brand):
    _first, copy = make_mentions(brand.pk, [{"text": LATE}, {"text": LATE}])
    do_correct_labels(actor, copy.pk, {"sentiment": "neutral"})
    read_all(brand)
    assert labels(copy)["sentiment"] == ("neutral", "person")
    assert copy.copy_of


def test_new_ones_come_in_order_and_outdated_ones_newest_first(brand):
    ids = [make_mention(brand.pk, f"{word} is a word").pk for word in ("One", "Seven", "Twelve", "Thousand")]
    batch = unread_batch(brand.pk, CopyFinder(brand.pk, expected=4), 2)
    assert batch.ids.tolist() == ids[:2]
    assert read_all(brand, version=5, limit=2) == 2
    assert outdated_batch(brand.pk, 5, 2) is None
    for version in (4, 6):
        assert outdated_batch(brand.pk, version, 3).ids.tolist() == ids[:0:-1]


def test_a_long_text_does_not_fill_the_memory(brand, monkeypatch):
    monkeypatch.setattr("goodword.server.listening.readings._MOST_CHARACTERS", 30)
    for text in ("x" * 40, "a fine day", "a bad day indeed"):
        make_mention(brand.pk, text)
    finder = CopyFinder(brand.pk, expected=3)
    assert len(unread_batch(brand.pk, finder, 10).ids) == 1
    read_all(brand)
    assert Mention.objects.filter(read_by=0).count() == 0


def test_only_the_versions_that_are_compared_are_kept(brand):
    make_mention(brand.pk, LATE)
    for version in (1, 2, 3):
        read_all(brand, version=version)
    assert do_prune_readings(brand.pk, keep=(3, 2)) == 1
    assert sorted(Reading.objects.values_list("version", flat=True)) == [2, 3]


def test_another_brands_mentions_are_left_alone(cast, brand):
    theirs = make_mention(cast.bread.pk, LATE)
    make_mention(brand.pk, LATE)
    read_all(brand)
    theirs.refresh_from_db()
    assert (theirs.read_by, theirs.sentiment) == (0, "")
