"""Signed events: kept once, refused unless signed with the source's own secret."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from goodword.connectors.webhook import sign
from goodword.server.collecting.actions import do_create_source, do_pause_source, do_resume_source
from goodword.server.collecting.facade import health_of
from goodword.server.collecting.models import GapRecord, Source
from goodword.server.listening.models import Mention

pytestmark = pytest.mark.django_db
SECRET = "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ="


@pytest.fixture
def hooked(actor):
    return do_create_source(actor, "webhook", "The shop", {"secret": SECRET})


def send(client, pk: int, body: bytes, *, secret: str = SECRET, age: int = 0):
    headers = sign(body, secret, event="e1", at=timezone.now() - timedelta(minutes=age))
    return client.post(f"/hooks/{pk}/", data=body, content_type="application/json", headers=headers)


BODY = json.dumps(
    [{"id": "1", "text": "The lamp is fine"}, {"id": "2", "text": "So is mine", "reply_to": "1"}]
).encode()


def test_a_signed_event_is_kept_once(client, hooked):
    assert send(client, hooked.pk, BODY).json() == {"new": 2, "changed": 0, "deleted": 0, "same": 0}
    assert send(client, hooked.pk, BODY).json()["same"] == 2
    assert set(Mention.objects.values_list("source", "thread_id")) == {("The shop", "1")}
    gone = json.dumps({"id": "1", "deleted": True}).encode()
    assert send(client, hooked.pk, gone).json()["deleted"] == 1
    hooked.refresh_from_db()
    assert hooked.last_ok_at is not None


@pytest.mark.parametrize(
    "wrong", [{"secret": "another secret of some length"}, {"age": 9}, {"body": b"no json"}, {"body": b"[]"}]
)
def test_what_is_not_signed_or_not_readable_is_refused_in_a_sentence(client, hooked, wrong):
    response = send(client, hooked.pk, **({"body": BODY} | wrong))
    assert response.status_code == 400
    assert response.json()["detail"].endswith((".", "?"))
    assert Mention.objects.count() == 0


def test_strangers_do_not_learn_whether_there_is_a_source(client, hooked):
    other = send(client, hooked.pk, BODY, secret="another secret of some length")
    assert send(client, 999_999, BODY).content == other.content
    assert client.post(f"/hooks/{hooked.pk}/", data=BODY, content_type="application/json").status_code == 400


def test_strangers_do_not_learn_that_a_secret_cannot_be_opened(client, hooked, caplog):
    missing = send(client, 999_999, BODY)
    Source.objects.filter(pk=hooked.pk).update(secrets="sealed with a key that is gone")
    assert send(client, hooked.pk, BODY).content == missing.content
    assert f"source {hooked.pk}" in caplog.text


def test_a_moment_that_no_calendar_holds_is_no_failure_of_ours(client, hooked):
    headers = sign(BODY, SECRET, event="e1", at=timezone.now()) | {"webhook-timestamp": "9" * 12}
    path = f"/hooks/{hooked.pk}/"
    response = client.post(path, data=BODY, content_type="application/json", headers=headers)
    assert (response.status_code, "five minutes" in response.json()["detail"]) == (400, True)


def test_a_source_of_another_kind_or_a_paused_one_takes_nothing(client, actor, hooked):
    do_pause_source(actor, hooked)
    assert "paused" in send(client, hooked.pk, BODY).json()["detail"]


def test_what_was_sent_while_it_was_paused_is_lost_and_nothing_else(client, actor, hooked):
    send(client, hooked.pk, BODY)
    Source.objects.filter(pk=hooked.pk).update(last_ok_at=timezone.now() - timedelta(days=9))
    paused = timezone.now()
    do_pause_source(actor, Source.objects.get(pk=hooked.pk))
    do_resume_source(actor, Source.objects.get(pk=hooked.pk))
    gap = GapRecord.objects.get(source=hooked)
    assert (gap.reason, gap.state) == ("paused", "lost")
    assert paused <= gap.start <= gap.end <= timezone.now()


def test_how_a_source_is_that_sends_by_itself(client, hooked):
    assert health_of(hooked).text == "Waiting for events; nothing has been sent yet"
    send(client, hooked.pk, BODY)
    hooked.refresh_from_db()
    later = timezone.now() + timedelta(days=3)
    assert health_of(hooked, later).text == "Waiting for events; last item 3 days ago"


def test_a_secret_that_can_be_guessed_is_refused(actor):
    with pytest.raises(Exception, match="too short"):
        do_create_source(actor, "webhook", "The shop", {"secret": "short"})
