"""Signed events become mentions; unsigned, old, changed and unreadable ones are refused in a sentence."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.conformance import check_spec
from goodword.connectors.protocol import Kind, PullError, RefusedError, SettingError, UnreadableError
from goodword.connectors.webhook import SPEC, parse, receive, sign

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"a secret of more than 24 bytes").decode()
BODY = json.dumps({"id": "1", "text": "好"}).encode()


def test_an_event_becomes_mentions_with_its_id():
    pull = receive(BODY, sign(BODY, SECRET, event="evt-1", at=NOW), SECRET, NOW)
    assert [(one.native_id, one.text) for one in pull.mentions] == [("1", "好")]
    assert pull.cursor == {"event": "evt-1"}


def test_the_signature_is_that_of_standard_webhooks():
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, b"evt-1.1772366400." + BODY, sha256).digest()).decode()
    headers = {
        "Webhook-Id": "evt-1",
        "Webhook-Timestamp": "1772366400",
        "Webhook-Signature": f"v1a,x v1,{signature}",
    }
    assert receive(BODY, headers, SECRET, NOW).mentions


def test_a_secret_is_replaced_without_loss():
    old = sign(BODY, "an old secret of 24 characters", event="1", at=NOW)
    assert receive(BODY, old, [SECRET, "an old secret of 24 characters"], NOW).mentions
    with pytest.raises(RefusedError):
        receive(BODY, old, [SECRET], NOW)


@pytest.mark.parametrize("secret", ["", [], [""]])
def test_without_a_secret_nothing_is_taken(secret):
    with pytest.raises(RefusedError):
        receive(BODY, sign(BODY, "", event="1", at=NOW), secret, NOW)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"webhook-signature": "v1,AAAA"}, "does not fit"),
        ({"webhook-signature": "v1,=*="}, "does not fit"),
        ({"webhook-signature": ""}, "does not fit"),
        ({"webhook-id": "evt-2"}, "does not fit"),
        ({"webhook-id": ""}, "not signed"),
        ({"webhook-timestamp": "1772366401"}, "does not fit"),
        ({"webhook-timestamp": "now"}, "five minutes"),
        ({"webhook-timestamp": "9" * 12}, "five minutes"),
        ({"webhook-timestamp": "9" * 40}, "five minutes"),
        ({"webhook-timestamp": "-5"}, "five minutes"),
    ],
)
def test_a_header_that_was_changed_is_refused(change, what):
    with pytest.raises(RefusedError, match=what):
        receive(BODY, {**sign(BODY, SECRET, event="evt-1", at=NOW), **change}, SECRET, NOW)


def test_a_body_that_was_changed_is_refused():
    with pytest.raises(RefusedError, match="does not fit"):
        receive(BODY + b" ", sign(BODY, SECRET, event="1", at=NOW), SECRET, NOW)


@pytest.mark.parametrize(("minutes", "fine"), [(4, True), (-4, True), (6, False), (-6, False)])
def test_only_what_was_signed_within_five_minutes(minutes, fine):
    headers = sign(BODY, SECRET, event="1", at=NOW - timedelta(minutes=minutes))
    if fine:
        assert receive(BODY, headers, SECRET, NOW).mentions
        return
    with pytest.raises(RefusedError, match="five minutes"):
        receive(BODY, headers, SECRET, NOW)


WHOLE = {
    "id": "r1",
    "text": "Bright lamp",
    "title": "Five stars",
    "url": "https://shop.example/r1",
    "kind": "review",
    "source": "shop.example",
    "source_type": "review_site",
    "author": {"id": "u1", "name": "Ann", "handle": "ann", "url": "https://shop.example/ann", "followers": 3},
    "published": "2026-03-01T08:00:00+01:00",
    "updated": "2026-03-01T09:00:00Z",
    "reply_to": "r0",
    "thread": "r0",
    "language": "en-GB",
    "rating": 5,
    "best_rating": 5,
    "engagement": {"likes": 3},
}


def test_our_shape_is_read_whole():
    (one,) = parse(json.dumps(WHOLE).encode())
    assert (one.native_id, one.text, one.title, one.kind, one.rating) == (
        "r1",
        "Bright lamp",
        "Five stars",
        Kind.REVIEW,
        5.0,
    )
    assert (one.published, one.language, one.engagement) == (
        datetime(2026, 3, 1, 7, tzinfo=UTC),
        "en",
        {"likes": 3},
    )
    assert (one.author.handle, one.author.followers, one.source_type) == ("ann", 3, "review_site")


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"mentions": [one]}])
def test_one_or_many(wrap):
    assert [one.native_id for one in parse(json.dumps(wrap(WHOLE)).encode())] == ["r1"]


def test_a_deleted_one_keeps_nothing_that_was_said():
    (one,) = parse(json.dumps({**WHOLE, "deleted": True}).encode())
    assert (one.native_id, one.deleted, one.text, one.author) == ("r1", True, "", None)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": ""}, "no “id”"),
        ({"id": "x" * 301}, "300"),
        ({"text": None, "title": None, "rating": None}, "no “text”"),
        ({"text": ["a"]}, "text"),
        ({"text": "x" * 100_001}, "100000"),
        ({"txt": "a"}, "no field “txt”"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"published": "yesterday"}, "with a zone"),
        ({"published": "2026-03-01T08:00:00"}, "with a zone"),
        ({"rating": "five"}, "number"),
        ({"rating": float("inf")}, "number"),
        ({"kind": "tweet"}, "one of note"),
        ({"engagement": {"likes": -1}}, "whole number"),
        ({"engagement": [1]}, "object"),
        ({"author": 5}, "author"),
        ({"deleted": "no"}, "true or false"),
    ],
)
def test_what_is_wrong_is_named(change, what):
    with pytest.raises(UnreadableError, match=what):
        parse(json.dumps({**WHOLE, **change}).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"5",
        b"[]",
        b"{}",
        b'{"mentions": []}',
        b"[5]",
        b"[" * 100_000,
        b'{"type": "Person", "@context": 1}',
    ],
)
def test_what_is_no_event_is_unreadable(body):
    with pytest.raises(UnreadableError):
        parse(body)


def test_too_much_is_said():
    with pytest.raises(UnreadableError, match="1000"):
        parse(json.dumps([{"id": str(number), "text": "a"} for number in range(1001)]).encode())
    with pytest.raises(UnreadableError, match="1 MB"):
        receive(b" " * 1_000_001, {}, SECRET, NOW)


NOTE = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "Note",
    "id": "https://social.example/1",
    "content": "<p>The lamp <b>died</b></p>",
    "attributedTo": "https://social.example/@ann",
    "inReplyTo": "https://social.example/0",
    "published": "2026-03-01T08:00:00Z",
    "contentMap": {"en": "x"},
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda note: note,
        lambda note: {"type": "Create", "object": note},
        lambda note: {"type": "OrderedCollection", "orderedItems": [note]},
    ],
)
def test_a_note_is_a_mention(wrap):
    (one,) = parse(json.dumps(wrap(NOTE)).encode())
    assert (one.native_id, one.text, one.reply_to, one.language) == (
        "https://social.example/1",
        "The lamp died",
        "https://social.example/0",
        "en",
    )
    assert one.author.url == "https://social.example/@ann"


@pytest.mark.parametrize(
    "gone",
    [
        {"type": "Tombstone", "id": "https://social.example/1"},
        {"type": "Delete", "object": "https://social.example/1"},
        {"type": "Delete", "object": {"type": "Tombstone", "id": "https://social.example/1"}},
    ],
)
def test_a_tombstone_is_a_deletion(gone):
    (one,) = parse(json.dumps(gone).encode())
    assert (one.native_id, one.deleted) == ("https://social.example/1", True)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["Note", "Create", "Delete", "1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*WHOLE, *NOTE, "object", "items"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused(value):
    try:
        assert all(one.native_id for one in parse(json.dumps(value).encode()))
    except PullError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either way is fine


def test_the_spec_is_complete_and_wants_a_good_secret():
    check_spec(SPEC, {"secret": SECRET})
    with pytest.raises(SettingError):
        SPEC.open({"secret": "lamp"}, None)
