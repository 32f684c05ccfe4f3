"""Who is told, when and how: real mail, real webhooks, quiet hours, few messages."""

import hmac
import json
import socket
from datetime import time, timedelta
from email import message_from_bytes
from email.policy import default
from hashlib import sha256

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from goodword.connectors.protocol import PullError
from goodword.core.errors import EnvironmentProblem
from goodword.server.alerting.actions import do_add_recipient, do_remove_recipient
from goodword.server.alerting.models import Alert, Message, Recipient
from goodword.server.alerting.sending import PURPOSE
from goodword.server.alerting.tasks import clear_old_messages, send_message
from goodword.server.alerting.telling import is_quiet, tell
from goodword.server.sealing import opened

from .conftest import HOUR, NOW, RISE

pytestmark = pytest.mark.django_db


class Inbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    kept = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield kept
    server.stop()


def make_alert(rule, series="volume", at=RISE, **fields) -> Alert:
    values = {
        "since": at,
        "until": at,
        "seen": 40,
        "expected": 6,
        "low": 0,
        "high": 6,
        "score": 5,
        "rate": 0.01,
        "p": 0.001,
    }
    return Alert.objects.create(
        brand=rule.brand, rule=rule, series=series, at=at, reason="shock", **(values | fields)
    )


def recipient(rule, kind="email", address="ada@ada.example", language="en", **fields) -> Recipient:
    return Recipient.objects.create(rule=rule, kind=kind, address=address, language=language, **fields)


def test_everybody_gets_one_mail_about_all_in_their_language(actor, rule, inbox):
    recipient(rule)
    recipient(rule, address="zh@ada.example", language="zh-hans")
    alerts = [make_alert(rule), make_alert(rule, "unfavourable", total=60.0, seen=45)]
    tell(actor, rule, alerts, NOW)
    for message in Message.objects.all():
        send_message.func(message.pk)
    english, chinese = (next(m for m in inbox.mails if who in m["to"]) for who in ("ada@", "zh@"))
    assert "2 alerts" in english["subject"]
    assert "40 mentions in 1 hour, usually 6" in english.get_content()
    assert "Unfavourable share" in english.get_content()
    assert "Asia/Shanghai" in english.get_content()
    assert "Since 2026-03-20 14:00" in english.get_content()
    assert english.get_content() != chinese.get_content()
    assert english.get_content_type() == "text/plain"
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_message_is_not_sent_twice(actor, rule, inbox):
    recipient(rule)
    tell(actor, rule, [make_alert(rule)], NOW)
    message = Message.objects.get()
    send_message.func(message.pk)
    send_message.func(message.pk)
    assert len(inbox.mails) == 1


def test_a_webhook_gets_it_signed_so_that_it_can_be_checked(actor, rule, httpserver, monkeypatch):
    monkeypatch.setenv("GOODWORD_WEBHOOKS_ALLOW", f"127.0.0.1:{httpserver.port}")
    httpserver.expect_request("/hook", method="POST").respond_with_data("", status=200)
    _recipient, secret = do_add_recipient(
        actor, rule.pk, "webhook", f"http://127.0.0.1:{httpserver.port}/hook", "zh-hans"
    )
    tell(actor, rule, [make_alert(rule)], NOW)
    send_message.func(Message.objects.get().pk)
    request, _response = httpserver.log[0]
    signed = request.headers["X-Goodword-Timestamp"].encode() + b"." + request.data
    expected = "sha256=" + hmac.new(secret.encode(), signed, sha256).hexdigest()
    assert request.headers["X-Goodword-Signature"] == expected
    body = json.loads(request.data)
    assert (body["event"], body["brand"]) == ("alerts.raised", "ada")
    assert body["alerts"][0]["series"] == "volume"
    assert body["alerts"][0]["seen"] == 40


def test_a_failure_is_noted_and_tried_again(actor, rule, httpserver, monkeypatch):
    monkeypatch.setenv("GOODWORD_WEBHOOKS_ALLOW", f"127.0.0.1:{httpserver.port}")
    httpserver.expect_ordered_request("/hook").respond_with_data("", status=500)
    httpserver.expect_ordered_request("/hook").respond_with_data("", status=204)
    do_add_recipient(actor, rule.pk, "webhook", f"http://127.0.0.1:{httpserver.port}/hook", "en")
    tell(actor, rule, [make_alert(rule)], NOW)
    message = Message.objects.get()
    with pytest.raises(PullError):
        send_message.func(message.pk)
    message.refresh_from_db()
    assert message.state == "failed"
    assert message.problem
    send_message.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == ("sent", 2, "")


def test_who_was_taken_out_is_not_told_any_more(actor, rule, httpserver, monkeypatch):
    monkeypatch.setenv("GOODWORD_WEBHOOKS_ALLOW", f"127.0.0.1:{httpserver.port}")
    httpserver.expect_request("/hook").respond_with_data("", status=500)
    told, _secret = do_add_recipient(
        actor, rule.pk, "webhook", f"http://127.0.0.1:{httpserver.port}/hook", "en"
    )
    tell(actor, rule, [make_alert(rule)], NOW)
    message = Message.objects.get()
    with pytest.raises(PullError):
        send_message.func(message.pk)
    tried = len(httpserver.log)
    do_remove_recipient(actor, rule.pk, told.pk)
    send_message.func(message.pk)
    message.refresh_from_db()
    assert len(httpserver.log) == tried
    assert (message.state, message.attempts) == ("failed", 1)
    assert "Taken out" in message.problem


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x", "http://169.254.169.254/latest", "http://[::1]:9/"]
)
def test_a_webhook_into_the_own_network_is_refused(actor, rule, address):
    do_add_recipient(actor, rule.pk, "webhook", address, "en")
    tell(actor, rule, [make_alert(rule)], NOW)
    with pytest.raises((PullError, ValueError, OSError)):
        send_message.func(Message.objects.get().pk)
    assert Message.objects.get().state == "failed"


def test_without_a_mail_server_it_is_said_that_nothing_was_sent(actor, rule, settings):
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "", "django.core.mail.backends.dummy.EmailBackend"
    recipient(rule)
    tell(actor, rule, [make_alert(rule)], NOW)
    with pytest.raises(EnvironmentProblem):
        send_message.func(Message.objects.get().pk)
    assert "GOODWORD_MAIL" in Message.objects.get().problem


def test_in_quiet_hours_nobody_is_told_and_at_their_end_all_at_once(actor, rule):
    recipient(rule)
    rule.quiet_from, rule.quiet_until = time(17), time(20)  # 18:05 in Shanghai is 10:05 UTC
    first, second = make_alert(rule), make_alert(rule, "unfavourable")
    tell(actor, rule, [first], NOW)
    tell(actor, rule, [second], NOW + HOUR)
    assert not Message.objects.exists()
    assert first.suppressed == Alert.Silence.QUIET
    tell(actor, rule, [], NOW + 3 * HOUR)
    assert sorted(Message.objects.get().alerts) == [first.pk, second.pk]
    tell(actor, rule, [], NOW + 4 * HOUR)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("begin", "end", "quiet"),
    [
        (time(22), time(7), False),
        (time(18), time(7), True),
        (time(10), time(11), False),
        (time(0), time(0), False),
    ],
)
def test_quiet_hours_are_the_brands_and_may_go_over_midnight(rule, begin, end, quiet):
    rule.quiet_from, rule.quiet_until = begin, end
    assert is_quiet(rule, NOW, "Asia/Shanghai") is quiet


def test_a_day_has_so_many_messages_and_no_more(actor, rule):
    recipient(rule)
    rule.daily_cap = 2
    alerts = [make_alert(rule, at=RISE + i * HOUR) for i in range(4)]
    for alert in alerts[:3]:
        tell(actor, rule, [alert], NOW)
    assert Message.objects.count() == 2
    assert alerts[2].suppressed == Alert.Silence.CAP
    tell(actor, rule, [alerts[3]], NOW + timedelta(days=1))
    assert Message.objects.count() == 3


def test_an_alert_nobody_is_told_of_says_so(actor, rule):
    alert = make_alert(rule)
    tell(actor, rule, [alert], NOW)
    assert alert.suppressed == Alert.Silence.NOBODY


def test_secrets_outlive_the_installations_secret_and_old_messages_go(actor, rule, settings):
    kept, secret = do_add_recipient(actor, rule.pk, "webhook", "https://hooks.example/x", "en")
    lost, _ = do_add_recipient(actor, rule.pk, "webhook", "https://hooks.example/y", "en")
    Recipient.objects.filter(pk=lost.pk).update(secret="sealed with a key that is gone")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one", [settings.SECRET_KEY]
    tell(actor, rule, [make_alert(rule)], timezone.now() - timedelta(days=200))
    assert clear_old_messages.func() == 2
    settings.SECRET_KEY_FALLBACKS = []
    kept.refresh_from_db()
    assert opened(kept.secret, PURPOSE) == secret
