"""Feeds as they are found: wrong charsets, lying guids, missing dates; and what is none is refused."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from goodword.connectors.feed.connector import FeedConnector
from goodword.connectors.net.statuses import refusal
from goodword.connectors.protocol import (
    GapReason,
    LimitedError,
    RefusedError,
    SettingError,
    UnavailableError,
    UnreadableError,
)
from goodword.connectors.registry import specs
from goodword.connectors.wire import Answer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://blog.example/feed"
INSIDE = -1  # no status: the way out does not go there


class Shelf:
    """A way out that answers with what was put on it, one after the other."""

    def __init__(self, *bodies: bytes | str, kind: str = "application/xml") -> None:
        self.bodies = [body.encode() if isinstance(body, str) else body for body in bodies]
        self.headers, self.moment = {"content-type": kind}, NOW
        self.statuses: list[int] = []  # of the next answers, until 200 is everyone's again

    def now(self):
        self.moment += timedelta(hours=1)
        return self.moment

    def get(self, url, **_):
        status, body = self.statuses.pop(0) if self.statuses else 200, self.bodies.pop(0)
        if not status:
            raise UnavailableError("No answer.")
        if status == INSIDE:
            raise RefusedError("That is an address inside.")
        answer = Answer(status, self.headers, body, url)
        error = refusal(answer, self.moment)
        if error is not None:
            raise error
        return answer


def read(*bodies: bytes | str, **options):
    """Pull once for each body; return the pulls."""
    connector, cursor, pulls = FeedConnector(URL, Shelf(*bodies, **options)), {}, []
    for _ in bodies:
        pulls.append(connector.pull(cursor))
        cursor = json.loads(json.dumps(pulls[-1].cursor))
    return pulls


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>T</title><link>https://blog.example/</link>{"".join(items)}</channel></rss>'


def item(guid: str = "", link: str = "", title: str = "", text: str = "", date: str = "") -> str:
    parts = {"guid": guid, "link": link, "title": title, "description": text, "pubDate": date}
    return (
        "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value) + "</item>"
    )


DATE = "Sun, 01 Mar 2026 08:00:00 GMT"


def test_an_entry_becomes_a_mention():
    page = rss(
        "<item><guid>1</guid><link>/2026/lamp</link><title>The &amp;amp; lamp</title>"
        "<description>short</description><author>a@b.example (Ann Li)</author>"
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>It is <b>bright</b>.</p>'
        "<script>alert(1)</script><p>Buy it.</p>]]></content:encoded>"
        f"<pubDate>{DATE}</pubDate></item>"
    ).replace("<title>T", "<language>en-gb</language><title>T")
    (mention,) = read(page)[0].mentions
    assert (mention.native_id, mention.title, mention.text) == ("1", "The & lamp", "It is bright.\nBuy it.")
    assert (mention.url, mention.source) == ("https://blog.example/2026/lamp", "blog.example")
    assert mention.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert (mention.language, mention.author.name) == ("en", "Ann Li")


CHINESE = item("1", title="手机 电池 坏了", text="质量太差了，退货。")


def declared(charset: str) -> str:
    return rss(CHINESE, head=f'<?xml version="1.0" encoding="{charset}"?>')


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (declared("UTF-8").encode("gb18030"), "text/xml"),
        (declared("gb2312").encode("gbk"), "text/xml"),
        (rss(CHINESE, head="").encode("gbk"), "text/xml; charset=gbk"),
        (declared("gbk").encode(), "text/xml"),
        (declared("utf-16").encode("utf-16"), "text/xml"),
        (b"\xef\xbb\xbf" + declared("utf-8").encode(), "text/xml; charset=iso-8859-1"),
    ],
)
def test_the_charset_is_the_one_the_bytes_are_in(body, kind):
    assert read(body, kind=kind)[0].mentions[0].title == "手机 电池 坏了"


def test_western_letters_without_a_charset():
    body = rss(item("1", title="Très fâché, déçu"), head='<?xml version="1.0" encoding="utf-8"?>').encode(
        "latin-1"
    )
    assert read(body)[0].mentions[0].title == "Très fâché, déçu"


@pytest.mark.parametrize(
    "body",
    [
        rss(item("1", title="Salt&nbsp;&amp; pepper & more")),
        rss(item("1", title="Salt &amp; pepper"), head=""),
        "\n\n" + rss(item("1", title="Salt &amp; pepper")),
        rss(item("1", title="Salt \x0b&amp; pepper\x00")),
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>' + rss(item("1", title="Salt&nbsp;&amp; pepper"), head=""),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>T</title></channel><item rdf:about="1"><title>Salt &amp; pepper</title></item></rdf:RDF>',
        '<rss version="0.91"><channel><title>T</title><item><title>Salt &amp; pepper</title></item></channel></rss>',
    ],
)  # fmt: skip
def test_what_others_choke_on_is_read(body):
    assert read(body)[0].mentions[0].title.startswith("Salt & pepper")


LAUGHS = "".join(f'<!ENTITY l{step} "{f"&l{step - 1};" * 10}">' for step in range(1, 10))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<!DOCTYPE html><html><body>We are busy. <rss> is great</body></html>", "web page"),
        ("", "something else"),
        ("Error: no database", "something else"),
        ('{"error": "busy"}', "not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', "whole JSON"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "without items"),
        ("[" * 100_000, "whole JSON"),
        (rss(item("1", title="a"), item("2", title="b"))[:-40], "breaks off"),
        ("<rss></rss>", "known version"),
        (rss("<item>" * 20_001), "more than 20000 entries"),
        (f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>' + rss(item("1", title="&l9;"), head=""), "bomb"),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + rss(item("1", title="no &x; here"), head=""),
            "",
        ),
    ],
)
def test_what_is_no_whole_feed_is_unreadable_or_harmless(body, what):
    if not what:
        assert "root:" not in read(body)[0].mentions[0].title
        return
    with pytest.raises(UnreadableError, match=what):
        read(body)


def test_a_missing_date_is_the_moment_of_the_first_sight_once():
    edited = rss(item("1", title="a, edited"), item("2", title="b"))
    first, second, third = read(
        rss(item("1", title="a")), rss(item("2", title="b"), item("1", title="a")), edited
    )
    assert first.mentions[0].published == NOW + timedelta(hours=1)
    assert [one.native_id for one in second.mentions] == ["2"]
    assert (third.mentions[0].title, third.mentions[0].published) == ("a, edited", NOW + timedelta(hours=1))
    assert third.mentions[0].updated == NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    "date", ["Sun, 01 Mar 2126 08:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "9999-99-99"]
)
def test_a_date_that_cannot_be_is_a_missing_one(date):
    assert read(rss(item("1", title="a", date=date)))[0].mentions[0].published == NOW + timedelta(hours=1)


def test_without_guids_the_link_names_an_entry():
    feed = rss(item(link="https://blog.example/1", title="a"), item(link="https://blog.example/2", title="b"))
    first, second = read(feed, feed)
    assert {one.native_id for one in first.mentions} == {"https://blog.example/1", "https://blog.example/2"}
    assert not second.mentions


def test_without_guid_and_link_the_words_name_an_entry():
    feed = rss(item(title="a"), item(title="b"), item(title="a"))
    first, second = read(feed, feed)
    assert len(first.mentions) == 2
    assert not second.mentions


def test_a_guid_that_all_entries_share_names_none():
    one, two = item("x", "https://blog.example/1", "a"), item("x", "https://blog.example/2", "b")
    first, second, third = read(rss(one), rss(two, one), rss(two, one))
    assert [each.native_id for each in first.mentions] == ["x"]
    assert [each.title for each in second.mentions] == ["b"]
    assert not third.mentions


def test_a_guid_that_changes_every_time_does_not_double():
    pulls = read(*(rss(item(f"{run}-1", "https://blog.example/1", "a")) for run in range(3)))
    assert [len(pull.mentions) for pull in pulls] == [1, 0, 0]


def test_a_window_without_an_old_entry_is_a_gap():
    one, two = (
        rss(item("1", title="a", date=DATE)),
        rss(item("9", title="z", date="Mon, 02 Mar 2026 08:00:00 GMT")),
    )
    pulls = read(one, two, two)
    assert [len(pull.gaps) for pull in pulls] == [0, 1, 0]
    (gap,) = pulls[1].gaps
    assert gap.reason is GapReason.WINDOW
    assert (gap.start, gap.end) == (datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC))


NEXT = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="?page=2"/>'


def test_older_pages_are_read_until_one_is_known():
    first = rss(item("1", title="a", date=DATE))
    newer, older = (
        rss(NEXT, item("9", title="z"), item("8", title="y")),
        rss(NEXT, item("8", title="y"), item("1", title="a")),
    )
    shelf = Shelf(first, newer, older)
    connector = FeedConnector(URL, shelf)
    pull = connector.pull(connector.pull({}).cursor)
    assert [one.native_id for one in pull.mentions] == ["9", "8"]
    assert not pull.gaps
    assert not shelf.bodies


@pytest.mark.parametrize("status", [404, 403, 500, 200, INSIDE])
def test_an_older_page_that_cannot_be_read_is_a_gap_and_holds_nothing_up(status):
    newer = rss(NEXT, item("9", title="z", date="Mon, 02 Mar 2026 08:00:00 GMT"))
    shelf = Shelf(rss(item("1", title="a", date=DATE)), newer, b"<html>Not here</html>", newer)
    connector = FeedConnector(URL, shelf)
    first = connector.pull({})
    shelf.statuses = [200, status]
    pull = connector.pull(first.cursor)
    assert [one.native_id for one in pull.mentions] == ["9"]
    assert [gap.reason for gap in pull.gaps] == [GapReason.WINDOW]
    again = connector.pull(pull.cursor)
    assert (again.mentions, again.gaps) == ([], [])


def test_an_older_page_that_is_not_answered_is_asked_for_again():
    newer = rss(NEXT, item("9", title="z"))
    shelf = Shelf(rss(item("1", title="a", date=DATE)), *[newer] * 4)
    connector = FeedConnector(URL, shelf)
    first = connector.pull({})
    for status, error in ((0, UnavailableError), (429, LimitedError)):
        shelf.statuses = [200, status]
        with pytest.raises(error):
            connector.pull(first.cursor)


def test_nothing_has_changed_is_no_answer_to_who_has_read_nothing():
    shelf = Shelf("", rss(item("1", title="a")), "")
    shelf.headers |= {"etag": '"7"'}
    connector = FeedConnector(URL, shelf)
    shelf.statuses = [304]
    with pytest.raises(UnreadableError, match="304"):
        connector.pull({})
    read = connector.pull({})
    shelf.statuses = [304]
    assert connector.pull(read.cursor).cursor["seen"] == read.cursor["seen"]


def test_pages_that_lead_in_a_circle_end():
    newer = rss(NEXT, item("9", title="z"))
    shelf = Shelf(rss(item("1", title="a")), *[newer] * 20)
    connector = FeedConnector(URL, shelf)
    assert connector.pull(connector.pull({}).cursor).gaps
    assert len(shelf.bodies) > 10


def test_an_entry_kept_on_top_hides_no_gap():
    days = [item(str(day), title=f"t{day}", date=f"{day:02} Feb 2026 08:00:00 GMT") for day in range(1, 10)]
    top = item("top", title="Read this first", date="01 Jan 2026 08:00:00 GMT")
    first, second, third = read(rss(top, *days[2::-1]), rss(top, *days[5:2:-1]), rss(top, *days[6:3:-1]))
    assert not first.gaps
    assert [gap.reason for gap in second.gaps] == [GapReason.WINDOW]
    assert not third.gaps


def test_an_emptied_feed_is_no_gap_and_forgets_nothing():
    one = rss(item("1", title="a"))
    pulls = read(one, rss(), one)
    assert [(len(pull.mentions), len(pull.gaps)) for pull in pulls] == [(1, 0), (0, 0), (0, 0)]


def test_an_entry_without_a_word_is_said_once():
    empty = rss(
        item("1", "https://blog.example/1", date="01 Feb 2026 08:00:00 GMT"),
        item("2", title="b"),
        item("3", "https://blog.example/3", date=DATE),
    )
    first, second = read(empty, empty)
    days = [datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 8, tzinfo=UTC)]
    assert [(gap.reason, gap.start, gap.end, gap.missing) for gap in first.gaps] == [
        (GapReason.SKIPPED, day, day, 1) for day in days
    ]  # not the month between them
    assert [one.native_id for one in first.mentions] == ["2"]
    assert not second.gaps


def test_a_podcast_links_to_its_sound():
    sound = '<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1"/>'
    assert (
        read(rss(f"<item><guid>1</guid><title>Episode 1</title>{sound}</item>"))[0].mentions[0].url
        == "https://cdn.example/1.mp3"
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//[", "http://[::1"])
def test_a_link_that_is_none_is_left_out(link):
    assert read(rss(item("1", link, "a")))[0].mentions[0].url in ("", "https://blog.example/")


def test_the_cursor_stays_small():
    connector, cursor = (
        FeedConnector(
            URL,
            Shelf(*(rss(item(f"{run}", title=f"t{run}"), item("pinned", title="p")) for run in range(500))),
        ),
        {},
    )
    for _ in range(500):
        cursor = connector.pull(cursor).cursor
    assert len(cursor["seen"]) <= 200
    assert len(json.dumps(cursor)) < 50_000


@pytest.mark.parametrize(
    "address", ["", "blog.example", "file:///etc/passwd", "https://me:secret@blog.example/feed"]
)
def test_an_address_that_cannot_work_is_said(address):
    with pytest.raises(SettingError) as said:
        specs()["feed"].open({"address": address}, Shelf())
    assert said.value.field == "address"
    assert "secret" not in str(said.value)


def test_the_kind_of_place_can_be_chosen():
    shelf = Shelf(rss(item("1", title="a")))
    (mention,) = specs()["feed"].open({"address": URL, "place": "forum"}, shelf).pull({}).mentions
    assert mention.source_type == "forum"
    with pytest.raises(SettingError) as said:
        specs()["feed"].open({"address": URL, "place": "pub"}, shelf)
    assert said.value.field == "place"
