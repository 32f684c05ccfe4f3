"""A thousand spoilt feeds: each is read or refused in a sentence, none brings the reader down."""

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.connectors.conformance import Clock
from goodword.connectors.feed.connector import FeedConnector
from goodword.connectors.html_text import plain
from goodword.connectors.protocol import Pull, UnreadableError

from .peers import AtomPeer, JsonPeer, RssPeer
from .test_documents import Shelf

WORDS = (
    "< > & &nbsp; &#0; &#xFFFFFF; ]]> <![CDATA[ <!-- <!DOCTYPE <!ENTITY <item> </item> <entry> </channel> </rss> <title> <link/> "
    "<?xml xmlns:a=' \" \\u { } 1e999 <guid></guid> -1 <pubDate>0000-00-00T99:99:99+99:99</pubDate>"
)
GARBAGE = [b"\x00", b"\xff\xfe", b"\xf0\x9f", b"9" * 5000, b"&#" + b"9" * 5000, "好".encode("gbk")]
PIECES = [*(word.encode() for word in WORDS.split()), *GARBAGE]


def good_feeds() -> list[bytes]:
    found = []
    for kind in (RssPeer, AtomPeer, JsonPeer):
        peer = kind(Clock(datetime(2026, 3, 1, tzinfo=UTC)))
        peer.url = "http://news.example"
        peer.add(4)
        found.append(peer.written(peer.items))
    return found


GOOD = good_feeds()


def spoilt(seed: int) -> bytes:
    chance = random.Random(seed)
    feed = bytearray(GOOD[seed % len(GOOD)])
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(feed) + 1), chance.choice([0, 0, 1, 5, 50])
        match chance.randrange(4):
            case 0:
                feed[at : at + length] = chance.choice(PIECES)
            case 1:
                feed[at : at + length] = chance.randbytes(length)
            case 2:
                feed[at:at] = feed[at : at + chance.randrange(200)]
            case 3:
                del feed[at : at + chance.randrange(200)]
    return bytes(feed)


def is_sound(pull: Pull) -> bool:
    return all(
        one.native_id
        and one.published.tzinfo
        and (not one.url or one.url.startswith(("http://", "https://")))
        and one.title.split("\n") == [plain(line) for line in one.title.split("\n")]
        for one in pull.mentions
    )


def read_or_refused(body: bytes) -> bool:
    """Return whether it was read; raises whatever the reader should not raise."""
    try:
        pull = FeedConnector("http://news.example/feed", Shelf(body)).pull({})
    except UnreadableError:
        return False
    assert is_sound(pull)
    assert is_sound(FeedConnector("http://news.example/feed", Shelf(GOOD[0])).pull(pull.cursor))
    return True


def test_a_thousand_spoilt_feeds():
    read = sum(read_or_refused(spoilt(seed)) for seed in range(1000))
    assert 200 < read < 950  # many are read in spite of it, many are refused


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join))
def test_anything_at_all(body):
    read_or_refused(body)
    read_or_refused(b"<rss version='2.0'><channel><item>" + body + b"</item></channel></rss>")
