"""Mails, however broken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.connectors.imap.mails import Known, mail_mention
from goodword.connectors.protocol import Mention

ARRIVED = datetime(2026, 3, 2, tzinfo=UTC)


def read(raw: bytes) -> Mention:
    return mail_mention(raw, ARRIVED, Known([]))


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("退款：質量問題".encode("gb18030"), "退款：質量問題"),
        (b"=?gb2312?B?zcu/7g==?=", "退款"),
        (b"=?GB18030?B?" + b"hDGVM9LQ" + b"?=", b"\x84\x31\x95\x33\xd2\xd0".decode("gb18030")),
        ("Größe".encode(), "Größe"),
        (b"=?utf-8?Q?Gr=C3=B6=C3=9Fe?= =?utf-8?Q?_38?=", "Größe 38"),
        (b"=?no-such-charset?B?aGk=?= there", "hi there"),
        (b"=?utf-8?B?not base64!?=", "=?utf-8?B?not base64!?="),
    ],
)
def test_subjects(subject: bytes, said: str) -> None:
    assert read(b"Subject: " + subject + b"\r\n\r\nx").title == said


def test_html_only() -> None:
    raw = (
        b"Content-Type: text/html; charset=gbk\r\n\r\n<style>p{}</style><p>"
        + "屏幕碎了".encode("gbk")
        + b"</p>"
    )
    assert read(raw).text == "屏幕碎了"


def test_plain_text_is_preferred_and_attachments_are_left_out() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nThe words\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>The words</p>\r\n"
        b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nA secret\r\n'
        b"--b--\r\n"
    )
    assert read(raw).text == "The words"


@pytest.mark.parametrize(
    "raw",
    [
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nStill readable',
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nU3RpbGwgcmVhZGFibGU",
        b"Content-Type: text/plain; charset=martian\r\n\r\nStill readable",
        b"Content-Type: nonsense\r\nSubject\r\nFrom: <<>>\r\n\r\nStill readable",
    ],
)
def test_broken_mails(raw: bytes) -> None:
    assert "Still readable" in read(raw).text


def test_threads_and_senders() -> None:
    first = read(
        b"Message-ID: <c@x>\r\nIn-Reply-To: <b@x>\r\nReferences: <a@x>\r\n <b@x>\r\n"
        b"From: =?utf-8?B?5p2O6Zu3?= <Li@Example.com>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0800\r\n\r\nx"
    )
    assert (first.native_id, first.reply_to, first.thread) == ("c@x", "b@x", "a@x")
    assert first.author is not None
    assert (first.author.id, first.author.name) == ("li@example.com", "李雷")
    assert first.published == datetime(2026, 3, 2, 1, tzinfo=UTC)
    alone = read(b"Message-ID: <d@x>\r\nDate: someday\r\n\r\nx")
    assert (alone.reply_to, alone.thread, alone.published) == ("", "d@x", ARRIVED)


def test_overlong_ids_fit_a_key() -> None:
    raw = b"Message-ID: <" + b"a" * 900 + b"@x>\r\nIn-Reply-To: <" + b"b" * 900 + b"@x>\r\n\r\nx"
    mention = read(raw)
    assert len(mention.native_id) < 200
    assert len(mention.reply_to) < 200
    assert mention.native_id == read(raw).native_id


@settings(deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_no_mail_stops_the_reading(head: bytes, body: bytes) -> None:
    raw = b"Subject: " + head + b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + body
    mention = read(raw)
    assert mention.native_id
    assert mention.native_id == read(raw).native_id
