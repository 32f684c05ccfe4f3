"""A page that is watched: new and edited blocks, marked-up reviews and answers, robots obeyed."""

import json
import random
from datetime import UTC, datetime
from hashlib import sha256
from html import escape

import pytest

from goodword.connectors.conformance import HttpPeer, Kit, Reply, Request, check_spec, scenarios
from goodword.connectors.page import SPEC
from goodword.connectors.page.blocks import Block, match
from goodword.connectors.page.connector import PageConnector
from goodword.connectors.protocol import Kind, PullError, SettingError, UnreadableError
from goodword.connectors.wire import Answer

URL = "https://news.example/lamp"
LONG = "The new lamp of Lumen School shines far brighter than the old one did."
FURNITURE = "<nav><p>Home, products and prices, contact and imprint</p></nav>"


class Shelf:
    """A way out that answers with one page after another."""

    def __init__(self, *bodies: str | bytes, kind: str = "text/html") -> None:
        self.bodies, self.kind, self.robots = list(bodies), kind, []

    def get(self, url, *, headers, robots):
        self.robots.append(robots)
        body = self.bodies.pop(0)
        return Answer(200, {"content-type": self.kind}, body.encode() if isinstance(body, str) else body, url)


def read(*bodies, **options):
    connector, cursor, found = PageConnector(URL, Shelf(*bodies, **options)), {}, []
    for _ in bodies:
        pull = connector.pull(json.loads(json.dumps(cursor)))
        found.append(pull.mentions)
        cursor = pull.cursor
    return found


def page(*blocks: str, head: str = "<title>Lamps</title>") -> str:
    body = "".join(f"<p>{block}</p>" for block in blocks)
    return f'<html lang="en-GB"><head>{head}</head><body>{FURNITURE}<main>{body}</main><footer>{LONG} 2026</footer></body></html>'


def marked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def test_the_blocks_of_the_main_text_are_mentions():
    ((one,),) = read(page(LONG, "Buy now"))
    assert (one.text, one.title, one.language, one.source) == (LONG, "Lamps", "en", "news.example")


def test_nothing_has_changed_is_no_answer_to_who_has_read_nothing():
    class Unchanged(Shelf):
        def get(self, url, **_):
            return Answer(304, {}, b"", url)

    with pytest.raises(UnreadableError, match="304"):
        PageConnector(URL, Unchanged()).pull({})
    assert PageConnector(URL, Unchanged()).pull({"etag": '"7"'}).cursor == {"etag": '"7"'}


def test_new_blocks_are_told_wherever_they_appear():
    _first, second, third = read(
        page(LONG), page("A second block that says something new.", LONG), page(LONG)
    )
    assert [one.text for one in second] == ["A second block that says something new."]
    assert not third


def test_an_edited_block_keeps_its_name():
    first, second = read(page(LONG), page(LONG.replace("far brighter", "a little brighter")))
    assert [one.native_id for one in second] == [first[0].native_id]
    assert "a little" in second[0].text


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (
            "这款台灯的亮度比旧款高出许多，质量很好，值得购买。",
            "这款台灯的亮度比旧款高出许多，质量很好，非常值得购买。",
            True,
        ),
        (
            "这款台灯的亮度比旧款高出许多，质量很好，值得购买。",
            "客服态度恶劣，退货流程繁琐，电池第二天就坏了。",
            False,
        ),
        (LONG, "Customer service never answered and the battery died on the second day.", False),
    ],
)
def test_another_text_is_another_block(old, new, same):
    before = [block for _text, block, _new in match([old], [])]
    ((_text, block, changed),) = match([new], before)
    assert changed
    assert (block.native_id == before[0].native_id) is same


def test_blocks_are_found_again_in_any_order():
    chance = random.Random(1)
    texts = [" ".join(chance.choices(LONG.split(), k=20)) + f" {number}" for number in range(30)]
    known = [block for _text, block, _new in match(texts, [])]
    kept = [Block(*block.as_list()[:2], block.sketch) for block in known]
    chance.shuffle(texts)
    assert not any(new for _text, _block, new in match(texts, kept))


REVIEW = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Lamp",
    "review": [
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": "Ann &amp; Li"},
            "datePublished": "2026-02-01",
            "name": "Died",
            "reviewBody": "<p>The battery died on day two.</p>",
            "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5"},
        }
    ],
}


def test_marked_up_reviews_are_mentions_once():
    html = page(LONG, "Died", "The battery died on day two.", head=marked(REVIEW))
    first, second = read(html, html)
    review, block = first
    assert (review.kind, review.title, review.text) == (Kind.REVIEW, "Died", "The battery died on day two.")
    assert (review.rating, review.best_rating, review.author.name) == (1.0, 5.0, "Ann & Li")
    assert review.published == datetime(2026, 2, 1, tzinfo=UTC)
    assert block.text == LONG
    assert not second


def test_an_edited_review_comes_again():
    changed = json.loads(json.dumps(REVIEW).replace('"1"', '"4"'))
    first, second = read(page(LONG, head=marked(REVIEW)), page(LONG, head=marked(changed)))
    assert [(one.native_id, one.rating) for one in second] == [(first[0].native_id, 4.0)]


def test_questions_have_their_answers():
    asked = {
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "@id": "https://news.example/q/1",
            "name": "Is it bright?",
            "text": "I mean the lamp.",
            "acceptedAnswer": {
                "@type": "Answer",
                "text": "Very bright.",
                "url": "https://news.example/q/1#a2",
            },
            "suggestedAnswer": [{"@type": "Answer", "text": "Not at all."}],
        },
    }
    ((question, *answers, _block),) = read(page(LONG, head=marked(asked)))
    assert (question.kind, question.title) == (Kind.QUESTION, "Is it bright?")
    assert [(one.kind, one.text, one.reply_to) for one in answers] == [
        (Kind.ANSWER, "Very bright.", question.native_id),
        (Kind.ANSWER, "Not at all.", question.native_id),
    ]


@pytest.mark.parametrize(
    "thing",
    [
        5,
        None,
        [],
        [[[[]]]],
        {"@type": ["Review", 5]},
        {"@type": "Review"},
        {"@type": "Review", "reviewRating": 5, "author": [[]]},
        {"@type": "Article", "headline": ["x"], "datePublished": 5},
        {"@type": "Review", "reviewBody": "x", "reviewRating": {"ratingValue": "NaN"}},
        {
            "@type": "Article",
            "headline": "x",
            "datePublished": "0001-01-01T00:00:00+23:59",
            "url": "http://[",
        },
    ],
)
def test_markup_that_is_not_as_it_should_be_is_passed_over(thing):
    (found,) = read(page(LONG, head=marked(thing) + '<script type="application/ld+json">{"@type": </script>'))
    assert LONG in [one.text for one in found]
    assert all(one.native_id and (one.rating is None or one.rating == one.rating) for one in found)


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        ("<html><body><script>render()</script></body></html>", "text/html", "no text"),
        ("", "text/html", "no text"),
        ("%PDF-1.7", "application/pdf", "not a web page"),
        (page(LONG)[:150], "text/html", "breaks off"),
    ],
)
def test_what_is_no_page_is_unreadable(body, kind, what):
    with pytest.raises(UnreadableError, match=what):
        read(body, kind=kind)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_a_chinese_page_is_read_in_its_charset(charset):
    html = page(
        "这款台灯的亮度比旧款高出许多，质量很好，值得购买。", head='<meta charset="utf-8"><title>台灯</title>'
    )
    ((one,),) = read(html.encode(charset))
    assert (one.title, one.text[:4]) == ("台灯", "这款台灯")


def test_a_page_with_furniture_that_never_ends_is_read():
    ((*_, last),) = read(f"<body><nav><p>{LONG}</p></body>")
    assert last.text == LONG


def test_robots_are_asked():
    shelf = Shelf(page(LONG))
    PageConnector(URL, shelf).pull({})
    assert shelf.robots == [True]


def test_spoilt_pages_bring_nothing_down():
    chance = random.Random(7)
    good = page(LONG, "Another block that says a little more.", head=marked(REVIEW)).encode()
    for _ in range(300):
        spoilt = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randrange(30)] = chance.choice(
                [b"<", b">", b'"', b"</main>", b"<main>", b"\xff", b"{", b"<nav>", b""]
            )
        try:
            read(bytes(spoilt), good)
        except PullError as error:
            assert len(str(error)) < 200  # noqa: PT017 - either way is fine


class PagePeer(HttpPeer):
    """A page with a paragraph for every item."""

    def answer(self, request: Request) -> Reply:
        if request.path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /private\n")
        body = page(
            *(escape(_said(item)) for item in self.items), head="<title>What people say</title>"
        ).encode()
        if not self.items:
            body = page("Nobody has said anything about the lamp yet.").encode()
        tag = f'"{sha256(body).hexdigest()[:12]}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(b"", 304)
        return Reply(body, 200, {"Content-Type": "text/html", "ETag": tag})

    def native_id(self, item):
        words = sha256(_said(item).replace(" Edited.", "").encode()).hexdigest()[:20]
        return f"block:{words}"


def _said(item) -> str:
    """What a person says, unlike what the others say."""
    chance = random.Random(int(item.id))
    return (
        " ".join("".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(12))
        + f" {item.text.replace('Item', '#')}"
    )


KIT = Kit(
    peer=PagePeer,
    open=lambda peer, net: SPEC.open({"address": f"{peer.url}/lamp"}, net),
    page=10,
    skip=frozenset({"nothing there"}),  # a page always says something
)


@pytest.mark.parametrize("name", scenarios(KIT))
def test_nothing_is_lost(name):
    scenarios(KIT)[name]()


def test_the_spec_is_complete():
    check_spec(SPEC, {"address": URL})
    with pytest.raises(SettingError):
        SPEC.open({"address": "news"}, None)
