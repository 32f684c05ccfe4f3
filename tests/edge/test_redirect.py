"""What a visitor gets: the way on, or a polite page; and what is written down of it."""

import json
import re
from dataclasses import replace

import pytest
from edge_house import BROWSER, LATER, NOON, link, metrics

from goodword.edge import LinkError, Signer, change_links
from goodword.edge.pages import WORDS, Reason


def test_a_click_leads_on_with_its_marks_and_a_genuine_token(house):
    answer = house.ask("/r/tea")
    assert answer.status == 302
    where, _, fragment = answer.answered["location"].partition("#")
    start = "https://shop.example/tea?size=2&utm_source=goodword&utm_medium=feed&utm_campaign=spring&gw="
    assert (where.startswith(start), fragment) == (True, "order")
    token = Signer(b"secret").check(where.removeprefix(start))
    assert (token.code, int(token.event_id[:12], 16)) == ("tea", NOON // 1000)
    assert answer.answered["x-goodword-recorded"] == "yes"
    assert "set-cookie" not in answer.answered


def test_a_click_is_in_the_event_log_as_the_schema_wants_it(house):
    token = house.ask("/r/tea").answered["location"].split("gw=")[1].split("#")[0]
    (event,) = house.logged()
    assert re.fullmatch("visitor:[0-9a-f]{16}", event.pop("person_id"))
    assert event == {
        "event_id": Signer(b"secret").check(token).event_id, "ts_us": NOON,
        "local_day": (NOON + 28_800_000_000) // 86_400_000_000,
        "received_day": NOON // 86_400_000_000, "tenant": "1", "kind": "click", "channel": "feed", "lever": "helping",
        "programme_id": "spring", "link_id": "link-tea", "referrer_id": "ada", "root_id": "root", "depth": 2, "source": "edge",
    }  # fmt: skip


@pytest.mark.parametrize("header", ["dnt", "sec-gpc"])
def test_who_asks_not_to_be_followed_is_counted_without_a_name(house, header):
    for _ in range(2):
        assert house.ask("/r/tea", headers={**BROWSER, header: "1"}).status == 302
    found = house.logged()
    assert [event["person_id"] for event in found] == [f"once:{event['event_id']}" for event in found]
    assert "extra" not in found[0]


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("nope", 404, Reason.UNKNOWN),
        ("", 404, Reason.UNKNOWN),
        ("x" * 65, 414, Reason.OVERSIZED),
        ("x" * 100_000, 414, Reason.OVERSIZED),
        ("tea%0d%0aset-cookie:a=b", 400, Reason.MALFORMED),
        ("../../etc/passwd", 400, Reason.MALFORMED),
        ("//evil.example", 400, Reason.MALFORMED),
        ("<script>alert(1)</script>", 400, Reason.MALFORMED),
        ("茶", 400, Reason.MALFORMED),
        ("tea\ud800", 400, Reason.MALFORMED),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_code_that_leads_nowhere_gets_a_polite_page(house, code, status, reason, language):
    answer = house.ask(f"/r/{code}", headers={**BROWSER, "accept-language": f"{language};q=0.9,de"})
    assert answer.status == status
    assert WORDS[language][reason][0] in answer.text
    assert "location" not in answer.answered
    assert "alert(1)" not in answer.text
    assert house.logged() == []


def test_withdrawn_and_expired_links_say_so(closed):
    closed.write(link("gone", withdrawn=True), link("over", expires_us=LATER))
    closed.open()
    assert closed.ask("/r/over").status == 302
    closed.now = LATER
    for code, reason in (("gone", Reason.WITHDRAWN), ("over", Reason.EXPIRED)):
        answer = closed.ask(f"/r/{code}")
        assert (answer.status, WORDS["en"][reason][0] in answer.text) == (410, True)


def test_nothing_but_the_registered_place_can_come_out(house):
    for query in ("url=https://evil.example", "next=//evil.example", "gw=forged"):
        location = house.ask("/r/tea", query_string=query).answered["location"]
        assert location.startswith("https://shop.example/tea?")
        assert "evil" not in location
        assert "forged" not in location


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "https://shop.example.evil.example/", "https://shop.example@evil.example/",
        "https://evil.example#shop.example", "javascript:alert(1)", "//shop.example/", "ftp://shop.example/", "shop.example",
        "https://shop.example/\r\nset-cookie: a=b", "https://shop.example\\@evil.example/", "https://shop.example:99999/",
        "https://shop.example/" + "x" * 3000, "", "https://", "https://user:pw@shop.example/",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_is_refused_when_it_is_written(closed, target):
    with pytest.raises(LinkError, match="Link tea"):
        closed.write(link(target=target))


def test_letters_that_are_not_ascii_go_out_escaped(closed):
    closed.write(link(target="https://shop.example/茶?q=绿 茶"))
    location = closed.open().ask("/r/tea").answered["location"]
    assert location.startswith("https://shop.example/%E8%8C%B6?q=%E7%BB%BF%20%E8%8C%B6&utm_source")
    assert location.isascii()


def test_marks_the_target_has_are_kept(closed):
    closed.write(link(target="https://shop.example/?utm_source=letter&utm_campaign=may"))
    location = closed.open().ask("/r/tea").answered["location"]
    assert location.startswith("https://shop.example/?utm_source=letter&utm_campaign=may&utm_medium=feed&gw=")


def test_a_machine_sees_the_card_and_is_written_down_apart(house):
    answer = house.ask(
        "/r/tea", headers={"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}
    )
    assert answer.status == 200
    assert '<meta property="og:title" content="Tea &amp; more">' in answer.text
    assert "&lt;tea&gt;" in answer.text
    assert "<tea>" not in answer.text
    assert "default-src 'none'" in answer.answered["content-security-policy"]
    assert house.logged() == []
    (seen,) = house.logged(machines=True)
    assert (seen["kind"], seen["source"], seen["extra"]) == ("view", "edge-machine", '{"machine":"preview"}')


def test_a_browser_fetching_ahead_is_asked_to_come_again(house):
    assert house.ask("/r/tea", headers={**BROWSER, "sec-purpose": "prefetch;prerender"}).status == 503
    assert house.ask("/r/tea").status == 302
    assert len(house.logged()) == 1


def test_the_head_alone_is_no_click(house):
    answer = house.ask("/r/tea", method="HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert house.logged() == []
    assert house.ask("/r/tea", method="POST").status == 405


def test_the_pixel_counts_a_view_and_is_always_a_picture(house):
    for query in ("c=tea", "c=nope", "", "c=" + "x" * 9_000):
        answer = house.ask("/p.gif", query_string=query)
        assert (answer.status, answer.text[:6], answer.answered["cache-control"]) == (
            200,
            "GIF89a",
            "no-store",
        )
    assert [event["kind"] for event in house.logged()] == ["view"]


def test_other_addresses_lead_nowhere(house):
    for path in ("/", "/r", "/admin", "/e/x", "/r/"):
        assert house.ask(path).status == 404


def test_a_changed_link_is_served_at_once_after_a_look(house):
    assert house.ask("/r/new").status == 404
    change_links(house.settings.links, [link("new"), replace(link(), withdrawn=True)])
    assert house.edge.links.refresh()
    assert (house.ask("/r/new").status, house.ask("/r/tea").status) == (302, 410)
    assert not house.edge.links.refresh()


def test_health_and_metrics_tell_what_happened(house):
    house.ask("/r/tea")
    house.ask("/r/nope")
    house.ask("/r/tea", headers={"user-agent": "curl/8.0"})
    text = metrics(house)
    for line in (
        "goodword_edge_clicks_total 1",
        'goodword_edge_machines_total{kind="program"} 1',
        'goodword_edge_polite_pages_total{reason="unknown"} 1',
        "goodword_edge_events_recorded_total 2",
        "goodword_edge_events_lost_total 0",
        "goodword_edge_links 1",
    ):
        assert line in text.splitlines()
    health = house.ask("/healthz")
    assert (health.status, json.loads(health.text)["status"]) == (503, "degraded")  # no drain runs here
    assert "drain" in json.loads(health.text)["problems"][0]
    assert house.ask("/healthz", query_string="live").status == 200


def test_without_a_link_file_there_are_polite_pages_and_a_word_about_it(closed):
    closed.open()
    assert closed.ask("/r/tea").status == 404
    assert "links.sqlite3 cannot be read" in closed.ask("/healthz").text
    closed.write(link())
    assert closed.edge.links.refresh()
    assert closed.ask("/r/tea").status == 302
