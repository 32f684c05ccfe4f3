"""What a page's script sends: checked, attributed, kept; anything else is refused in a sentence."""

import json

import pytest
from edge_house import BROWSER, LATER, NOON, link

from goodword.edge.page_events import LARGEST_BODY, MOST_EVENTS

ID = "0190a8b2c3d47e5f8a9b0c1d2e3f4a5b"
SHOP = {**BROWSER, "origin": "https://shop.example"}


def send(house, batch, headers=SHOP, method="POST"):
    body = batch if isinstance(batch, bytes) else json.dumps(batch).encode()
    return house.ask("/e", method=method, headers=headers, body=[body[:10], body[10:]])


def visit(**event):
    return {"kind": "visit", **event}


def test_a_batch_of_a_site_is_kept(house):
    answer = send(
        house, {"site": "pk_tea", "events": [visit(page="/tea?mail=a@b#x", ago=60_000), {"kind": "sign_up"}]}
    )
    assert (answer.status, answer.text, answer.answered["x-goodword-recorded"]) == (204, "", "yes")
    assert answer.answered["access-control-allow-origin"] == "https://shop.example"
    first, second = sorted(house.logged(), key=lambda event: event["ts_us"])
    assert (first["kind"], first["ts_us"], first["tenant"]) == ("visit", NOON - 60_000_000, "1")
    assert json.loads(first["extra"]) == {"page": "/tea"}
    assert first["person_id"] == second["person_id"]
    assert first["person_id"].startswith("visitor:")
    assert (second["kind"], second["received_day"]) == ("sign_up", NOON // 86_400_000_000)
    assert "link_id" not in first


def test_what_comes_late_was_received_when_it_came(house):
    house.now = NOON - NOON % 86_400_000_000 + 60_000_000  # a minute after midnight, UTC
    send(house, {"site": "pk_tea", "events": [visit(ago=120_000)]})
    (event,) = house.logged()
    assert event["ts_us"] == house.now - 120_000_000
    assert event["received_day"] == house.now // 86_400_000_000


def test_a_click_token_attributes_with_or_without_a_site_and_also_after_the_link_is_gone(house):
    token = house.ask("/r/tea").answered["location"].split("gw=")[1].split("#")[0]
    house.write(link(withdrawn=True))
    house.edge.links.refresh()
    for batch in ({"token": token}, {"token": token, "site": "pk_tea"}):
        assert send(house, {**batch, "events": [visit()]}).status == 204
    events = [event for event in house.logged() if event["kind"] == "visit"]
    assert [(event["link_id"], event["referrer_id"], event["depth"]) for event in events] == [
        ("link-tea", "ada", 2)
    ] * 2
    assert json.loads(events[0]["extra"])["click"] == token.split(".")[1]


def test_a_typed_code_attributes_while_it_is_valid(closed):
    closed.write(link(expires_us=LATER))
    closed.open()
    assert send(closed, {"code": " tea ", "events": [visit()]}).status == 204
    closed.now = LATER
    answer = send(closed, {"code": "tea", "events": [visit()]})
    assert (answer.status, "token" in answer.text) == (400, True)
    assert closed.logged()[0]["link_id"] == "link-tea"


def test_who_asks_not_to_be_followed_is_attributed_without_a_name(house):
    send(house, {"code": "tea", "events": [visit()]}, headers={**SHOP, "sec-gpc": "1"})
    (event,) = house.logged()
    assert event["referrer_id"] == "ada"
    assert event["person_id"] == f"once:{event['event_id']}"
    assert json.loads(event["extra"]) == {"typed": "tea"}


def test_after_a_click_who_asks_not_to_be_followed_is_whoever_clicked(house):
    shy = {**SHOP, "dnt": "1"}
    token = house.ask("/r/tea", headers=shy).answered["location"].split("gw=")[1].split("#")[0]
    send(house, {"token": token, "events": [visit(), visit()]}, headers=shy)
    assert {event["person_id"] for event in house.logged()} == {f"once:{token.split('.')[1]}"}


def test_another_brands_link_does_not_attribute_on_this_site(closed):
    closed.write(link("other", tenant="2"))
    closed.open()
    send(closed, {"site": "pk_tea", "code": "other", "events": [visit()]})
    (event,) = closed.logged("1")
    assert "link_id" not in event


def test_the_same_id_counts_once(house):
    for _ in range(3):
        assert send(house, {"site": "pk_tea", "events": [visit(id=ID), visit(id=ID)]}).status == 204
    assert [event["event_id"] for event in house.logged()] == [ID]


@pytest.mark.parametrize(
    ("batch", "problem"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 50_000, "not JSON"),
        ([], "JSON object"),
        ({}, "needs a “site” key"),
        ({"site": "pk_other", "events": [visit()]}, "not known"),
        ({"site": 5, "events": [visit()]}, "not known"),
        ({"token": "tea.x.y", "events": [visit()]}, "needs a “site” key"),
        ({"site": "pk_tea"}, "1 to 50 events"),
        ({"site": "pk_tea", "events": []}, "1 to 50 events"),
        ({"site": "pk_tea", "events": [visit()] * (MOST_EVENTS + 1)}, "1 to 50 events"),
        ({"site": "pk_tea", "events": ["visit"]}, "is an object"),
        ({"site": "pk_tea", "events": [{}]}, "cannot report"),
        ({"site": "pk_tea", "events": [{"kind": "purchase"}]}, "cannot report 'purchase'"),
        ({"site": "pk_tea", "events": [{"kind": ["visit"]}]}, "cannot report"),
        ({"site": "pk_tea", "events": [visit(id="x")]}, "32 hexadecimal"),
        ({"site": "pk_tea", "events": [visit(id=ID.upper())]}, "32 hexadecimal"),
        ({"site": "pk_tea", "events": [visit(ago=-1)]}, "milliseconds"),
        ({"site": "pk_tea", "events": [visit(ago=True)]}, "milliseconds"),
        ({"site": "pk_tea", "events": [visit(ago=1e300)]}, "milliseconds"),
        (b'{"site": "pk_tea", "events": [{"kind": "visit", "ago": NaN}]}', "milliseconds"),
        ({"site": "pk_tea", "events": [visit(page=5)]}, "as a text"),
    ],
)
def test_what_cannot_be_used_is_refused_whole(house, batch, problem):
    answer = send(house, batch)
    assert answer.status == 400
    assert problem in json.loads(answer.text)["error"]
    assert house.logged() == []


def test_other_pages_may_not_use_the_key(house):
    answer = send(
        house, {"site": "pk_tea", "events": [visit()]}, headers={**BROWSER, "origin": "https://evil.example"}
    )
    assert (answer.status, "evil.example are not registered" in answer.text) == (400, True)


def test_odd_letters_survive_the_way(house):
    pages = ['/茶/\u2028"\\', "/\ud800", "/\x00\n", "/" + "x" * 9_000]
    send(house, {"site": "pk_tea", "events": [visit(page=page) for page in pages]})
    found = [json.loads(event["extra"])["page"] for event in house.logged()]
    assert found[0] == pages[0]
    assert len(found) == 4
    assert max(map(len, found)) == 300


@pytest.mark.parametrize("announced", [None, str(LARGEST_BODY + 1), "9" * 40, "-1", "x"])
def test_too_much_is_refused_before_it_is_read(house, announced):
    headers = SHOP if announced is None else {**SHOP, "content-length": announced}
    body = [b"x" * 10_000] * 100
    answer = house.ask("/e", method="POST", headers=headers, body=body)
    assert answer.status == 413
    assert answer.read <= LARGEST_BODY + 10_000


def test_browsers_may_ask_first_and_others_may_not_read(house):
    answer = send(house, b"", method="OPTIONS")
    assert (answer.status, answer.answered["access-control-allow-methods"]) == (204, "POST")
    assert send(house, b"", method="GET").status == 405


def test_machines_are_thanked_and_not_counted(house):
    answer = send(house, {"site": "pk_tea", "events": [visit()]}, headers={"user-agent": "Googlebot/2.1"})
    assert answer.status == 204
    assert house.logged() == []


def test_a_batch_that_cannot_be_kept_is_not_acknowledged(closed):
    def broken(lines):
        raise OSError("broken")

    closed.write()
    closed.open(keep=broken)
    answer = send(closed, {"site": "pk_tea", "events": [visit()]})
    assert (answer.status, answer.answered["x-goodword-recorded"]) == (503, "no")
