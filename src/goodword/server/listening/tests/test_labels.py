"""What people say of mentions is kept for good: added to, taken back, never changed."""

import pytest
from django.db import DatabaseError, connection, transaction

from goodword.core.errors import ConflictError, InputError
from goodword.server.append_only import AppendOnlyError
from goodword.server.listening.actions import do_correct_labels, do_undo_correction
from goodword.server.listening.facade import access_labels, access_told, do_add_term, do_forget_mentions
from goodword.server.listening.factories import make_mention
from goodword.server.listening.models import Label, Mention, Reading


@pytest.fixture
def mention(brand):
    return make_mention(
        brand.pk,
        "The parcel came late",
        title="Late",
        sentiment="neutral",
        sentiment_by="model",
        sentiment_confidence=0.61,
        read_by=4,
    )


def kept(actor, mention):
    fields = ("task", "value", "value_before", "reason", "model_version")
    return list(access_labels(actor, mention.pk).values_list(*fields))


def told(actor):
    return [(each.task, each.value, each.text) for each in access_told(actor)]


def test_a_correction_is_kept_with_who_said_it_and_why_they_were_asked(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable", "cause": "delivery"}, reason="random")
    assert kept(actor, mention) == [
        ("sentiment", "unfavourable", "neutral", "random", 4),
        ("cause", "delivery", "", "random", 4),
    ]
    label = Label.objects.first()
    assert (label.actor_kind, label.actor_name) == ("member", actor.name)
    mention.refresh_from_db()
    assert (mention.sentiment_by, mention.sentiment_confidence) == ("person", None)


def test_a_confirmation_is_a_label_too(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "neutral"})
    assert kept(actor, mention) == [("sentiment", "neutral", "neutral", "free", 4)]


def test_intent_and_aspects_are_corrected_like_the_rest(actor, mention):
    for name in ("Room", "Food"):
        do_add_term(actor, "aspect", name, "")
    do_correct_labels(actor, mention.pk, {"intent": "complaint", "aspects": "|room|food|"})
    mention.refresh_from_db()
    assert (mention.intent, mention.intent_by) == ("complaint", "person")
    assert (mention.aspects, mention.aspects_by) == ("|food|room|", "person")
    assert [task for task, *_rest in kept(actor, mention)] == ["intent", "aspects"]


def test_undoing_takes_the_labels_back_by_adding_to_them(actor, mention):
    _, token = do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable", "cause": "delivery"})
    assert [task for task, *_rest in told(actor)] == ["sentiment", "cause"]
    do_undo_correction(actor, mention.pk, token)
    assert told(actor) == []
    assert len(kept(actor, mention)) == 4
    mention.refresh_from_db()
    assert (mention.sentiment, mention.sentiment_by, mention.sentiment_confidence) == (
        "neutral",
        "model",
        0.61,
    )


def test_of_several_labels_the_last_one_stands(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    do_correct_labels(actor, mention.pk, {"cause": "delivery"})
    do_correct_labels(actor, mention.pk, {"sentiment": "favourable"})
    assert told(actor) == [("sentiment", "favourable", "Late\nThe parcel came late")]


def test_a_label_is_neither_changed_nor_removed(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    label = Label.objects.get()
    label.value = "favourable"
    for attempt in (
        label.save,
        label.delete,
        lambda: Label.objects.update(value="favourable"),
        lambda: Label.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError, match="append-only"):
            attempt()


def test_the_database_itself_refuses_to_change_a_label(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE listening_label SET value = 'favourable'")
    assert Label.objects.get().value == "unfavourable"


@pytest.mark.parametrize(
    ("wanted", "reason", "error"),
    [
        ({"aspects": "|weather|"}, "free", InputError),
        ({"intent": "revenge"}, "free", InputError),
        ({"cause": "weather"}, "free", InputError),
        ({"cause": "price"}, "free", ConflictError),
        ({"sentiment": "favourable"}, "bored", InputError),
    ],
)
def test_what_makes_no_sense_is_not_kept(actor, mention, wanted, reason, error):
    with pytest.raises(error):
        do_correct_labels(actor, mention.pk, wanted, reason=reason)
    assert kept(actor, mention) == []


def test_what_is_only_ever_said_by_a_person_can_be_said_by_one(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable", "cause": "competitor_attack"})
    mention.refresh_from_db()
    assert (mention.cause, mention.cause_by) == ("competitor_attack", "person")


def test_labels_and_readings_end_with_the_sample(actor, brand, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    Reading.objects.create(brand=brand, version=4, mention=mention)
    with pytest.raises(InputError):
        do_forget_mentions(actor)
    brand.is_sample = True
    brand.save()
    do_forget_mentions(actor)
    assert not Label.objects.exists()
    assert not Reading.objects.exists()
    assert not Mention.objects.exists()


def test_another_brand_sees_none_of_it(cast, actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    from goodword.server.accounts.queries import access_brand

    stranger = access_brand(cast.members["stranger"], "bread")
    assert not access_labels(stranger, mention.pk).exists()
    assert access_told(stranger) == []
