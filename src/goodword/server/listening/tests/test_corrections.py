"""Labels put right: by a person, on the record, and back again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goodword.core.errors import ConflictError, InputError
from goodword.server.audit.models import Entry
from goodword.server.listening.actions import do_correct_labels, do_undo_correction
from goodword.server.listening.factories import make_mention


@pytest.fixture
def mention(brand):
    return make_mention(
        brand.pk,
        "My luggage is lost",
        sentiment="unfavourable",
        sentiment_by="file",
        cause="delivery",
        cause_by="model",
    )


def labels(mention):
    mention.refresh_from_db()
    return (
        mention.sentiment,
        mention.sentiment_by,
        mention.cause,
        mention.cause_by,
        mention.origin,
        mention.origin_by,
    )


BEFORE = ("unfavourable", "file", "delivery", "model", "consumer", "")


def test_a_correction_is_a_persons_and_can_be_taken_back_exactly(actor, mention):
    _, token = do_correct_labels(actor, mention.pk, {"cause": "service_problem"})
    assert labels(mention) == ("unfavourable", "file", "service_problem", "person", "consumer", "")
    do_undo_correction(actor, mention.pk, token)
    assert labels(mention) == BEFORE
    actions = (
        Entry.objects.filter(action__startswith="mention.")
        .order_by("sequence")
        .values_list("action", "before", "after")
    )
    assert list(actions) == [
        (
            "mention.correct",
            {"cause": "delivery", "cause_by": "model"},
            {"cause": "service_problem", "cause_by": "person"},
        ),
        (
            "mention.undo",
            {"cause": "service_problem", "cause_by": "person"},
            {"cause": "delivery", "cause_by": "model"},
        ),
    ]


def test_what_is_not_unfavourable_any_more_has_no_cause_and_gets_it_back_with_the_undo(actor, mention):
    _, token = do_correct_labels(actor, mention.pk, {"sentiment": "neutral"})
    assert labels(mention) == ("neutral", "person", "", "", "consumer", "")
    do_undo_correction(actor, mention.pk, token)
    assert labels(mention) == BEFORE


def test_a_form_with_every_label_changes_only_what_differs(actor, mention):
    do_correct_labels(
        actor, mention.pk, {"sentiment": "favourable", "cause": "delivery", "origin": "consumer"}
    )
    assert labels(mention) == ("favourable", "person", "", "", "consumer", "")


def test_one_label_alone_can_be_confirmed_once(actor, mention):
    do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})
    assert labels(mention)[:3] == ("unfavourable", "person", "delivery")
    with pytest.raises(ConflictError, match="already"):
        do_correct_labels(actor, mention.pk, {"sentiment": "unfavourable"})


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"sentiment": "angry"}, InputError),
        ({"text": "never"}, InputError),
        ({"origin": ""}, InputError),
        ({"sentiment": "favourable", "cause": "price"}, ConflictError),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(actor, mention, wanted, error):
    with pytest.raises(error):
        do_correct_labels(actor, mention.pk, wanted)
    assert labels(mention) == BEFORE
    assert not Entry.objects.filter(action__startswith="mention.").exists()


def test_an_undo_never_overwrites_a_later_change(actor, mention):
    _, token = do_correct_labels(actor, mention.pk, {"sentiment": "neutral"})
    do_correct_labels(actor, mention.pk, {"sentiment": "favourable"})
    with pytest.raises(ConflictError, match="changed since"):
        do_undo_correction(actor, mention.pk, token)
    assert labels(mention)[0] == "favourable"


def test_an_undo_belongs_to_its_mention_and_cannot_be_made_up(actor, brand, mention):
    _, token = do_correct_labels(actor, mention.pk, {"sentiment": "neutral"})
    other = make_mention(brand.pk, "another")
    with pytest.raises(InputError):
        do_undo_correction(actor, other.pk, token)
    with pytest.raises(InputError):
        do_undo_correction(actor, mention.pk, token[:-2])


def test_only_those_with_the_right_correct(cast, mention):
    with pytest.raises(PermissionDenied):
        do_correct_labels(cast.actor("sales"), mention.pk, {"sentiment": "neutral"})


def test_a_strangers_mention_is_out_of_reach(cast):
    theirs = make_mention(cast.bread.pk, "stale bread")
    with pytest.raises(InputError):
        do_correct_labels(cast.actor("admin"), theirs.pk, {"sentiment": "neutral"})


def test_the_pane_answers_with_the_new_labels_and_a_way_back(admin_client, brand, mention):
    url = reverse("mention-labels", kwargs={"brand": brand.slug, "pk": mention.pk})
    response = admin_client.post(
        url, {"sentiment": "favourable", "list_url": "x"}, headers={"HX-Request": "true"}
    )
    content = response.content.decode()
    assert f'id="mention-{mention.pk}"' in content
    assert "undo" in response.headers["HX-Trigger"]
    import json

    undo = json.loads(response.headers["HX-Trigger"])["toast"]["undo"]
    assert admin_client.post(undo, headers={"HX-Request": "true"}).status_code == 204
    assert labels(mention) == BEFORE


def test_without_scripts_a_form_leads_back_to_the_mention(admin_client, brand, mention):
    url = reverse("mention-labels", kwargs={"brand": brand.slug, "pk": mention.pk})
    assert admin_client.post(url, {"sentiment": "neutral"}).status_code == 302
    assert admin_client.post(url, {}).status_code == 400
    assert admin_client.post(url, {"sentiment": "angry"}).status_code == 400
