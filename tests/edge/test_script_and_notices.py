"""The page script as it is served, and what the integration page is told of what nobody counts."""

import gzip
import json
import os
import re

import pytest
from edge_house import BROWSER, NOON, SITE, link

from goodword.edge.notices import KEPT_US, MOST, NOBODY, Noted, Notice, Notices, read_notices, read_seen
from goodword.edge.script import BUILT, PageScript

LARGEST_GZIP = 3 * 1024
SHOP = {**BROWSER, "origin": "https://shop.example"}


def told(house, tenant="1"):
    house.edge._housekeeping.tick()
    return read_notices(house.settings.notices, tenant, now_us=house.now)


def send(house, batch, headers=SHOP):
    return house.ask("/e", method="POST", headers=headers, body=[json.dumps(batch).encode()])


@pytest.fixture
def built():
    if not BUILT.exists():
        pytest.skip("The page script is not built: node frontend/build.mjs")
    return BUILT.read_bytes()


def test_the_script_is_small_and_needs_no_permission_a_strict_page_withholds(built):
    assert len(gzip.compress(built, 9)) <= LARGEST_GZIP
    text = built.decode()
    assert not re.search(r"\beval\b|new Function|document\.cookie|sessionStorage|innerHTML|<script", text)


def test_the_script_comes_from_memory_and_is_not_sent_twice(house, built):
    first = house.ask("/goodword.js")
    assert (first.status, first.text) == (200, built.decode("latin-1"))
    assert first.answered["content-type"].startswith("text/javascript")
    assert "set-cookie" not in first.answered
    for tags in (first.answered["etag"], f'"other", W/{first.answered["etag"]}', "*"):
        again = house.ask("/goodword.js", headers={**BROWSER, "if-none-match": tags})
        assert (again.status, again.text) == (304, "")
    assert house.ask("/goodword.js", headers={**BROWSER, "if-none-match": '"old"'}).status == 200
    assert house.ask("/goodword.js", method="HEAD").text == ""
    assert house.ask("/goodword.js", method="POST").status == 405


def test_a_script_that_is_not_built_says_how(house, tmp_path):
    house.edge._routes["/goodword.js"] = PageScript(tmp_path / "none.js").answer
    answer = house.ask("/goodword.js")
    assert (answer.status, "node frontend/build.mjs" in answer.text) == (404, True)
    assert answer.text.startswith("//")


def test_a_test_is_told_and_never_kept(house):
    assert (
        send(house, {"site": SITE.key, "test": True, "events": [{"kind": "visit", "page": "/tea?a"}]}).status
        == 204
    )
    assert house.logged() == []
    (notice,) = told(house)
    assert (notice.what, notice.kind, notice.page, notice.host) == (
        Noted.TEST,
        "visit",
        "/tea",
        "shop.example",
    )
    assert read_seen(house.settings.notices, "1", SITE.key) is None


def test_a_test_of_the_console_needs_no_host_and_a_pages_does(house):
    elsewhere = {**BROWSER, "origin": "https://console.example"}
    batch = {"site": SITE.key, "events": [{"kind": "visit"}]}
    assert send(house, {**batch, "test": "console"}, elsewhere).status == 204
    assert send(house, {**batch, "test": True}, elsewhere).status == 400
    assert [each.what for each in told(house)] == [Noted.REFUSED, Noted.TEST]
    assert house.logged() == []


def test_what_is_refused_is_told_to_the_brand_with_the_reason(house):
    send(house, {"site": SITE.key, "events": [{"kind": "purchase"}]})
    send(
        house,
        {"site": SITE.key, "events": [{"kind": "visit"}]},
        {**BROWSER, "origin": "https://evil.example"},
    )
    send(house, {"site": "pk_other", "events": [{"kind": "visit"}]})
    found = told(house)
    assert {(each.reason, each.host, each.kind) for each in found} == {
        ("kind", "shop.example", "purchase"),
        ("host", "evil.example", "visit"),
    }
    (unknown,) = told(house, NOBODY)
    assert (unknown.reason, unknown.key, unknown.host) == ("site", "pk_other", "shop.example")


def test_a_link_that_leads_nowhere_is_told_to_its_brand(house):
    house.write(link(withdrawn=True))
    house.edge.links.refresh()
    assert house.ask("/r/tea").status == 410
    (notice,) = told(house)
    assert (notice.kind, notice.code, notice.reason) == ("click", "tea", "withdrawn")


def test_a_machines_batch_is_told_as_one(house):
    send(house, {"site": SITE.key, "events": [{"kind": "visit"}]}, {**SHOP, "user-agent": "Googlebot/2.1"})
    (notice,) = told(house)
    assert (notice.what, notice.reason) == (Noted.MACHINE, "crawler")


def test_where_a_script_was_seen_outlives_the_process(house):
    send(house, {"site": SITE.key, "events": [{"kind": "visit"}]})
    house.edge._housekeeping.tick()
    folder = house.settings.notices
    house.close()
    seen = read_seen(folder, "1", SITE.key)
    assert (seen.host, seen.at_us) == ("shop.example", NOON)
    assert read_notices(folder, "1", now_us=NOON) == []


def test_notices_are_few_and_soon_forgotten(tmp_path):
    notices = Notices(tmp_path, "p")
    for number in range(MOST + 10):
        notices.note("1", Notice(NOON + number, Noted.TEST))
    notices.note("2", Notice(NOON, Noted.TEST, page="\ud800"))
    notices.write()
    found = read_notices(tmp_path, "1", now_us=NOON)
    assert [each.at_us for each in found] == [NOON + MOST + 9 - n for n in range(MOST)]
    assert len(read_notices(tmp_path, "2", now_us=NOON)) == 1
    assert read_notices(tmp_path, "2", now_us=NOON + KEPT_US + 1) == []


def test_broken_notices_are_no_trouble(tmp_path):
    folder = tmp_path / "1"
    folder.mkdir()
    for number, text in enumerate(["", "[", '[{"at_us": 1}]', '[{"what": "odd"}]', "[5]", "{}"]):
        (folder / f"{number}.json").write_text(text)
    assert read_notices(tmp_path, "1", now_us=0) == []
    old = folder / "old.json"
    old.write_text("[]")
    os.utime(old, (1, 1))
    read_notices(tmp_path, "1", now_us=NOON)
    assert not old.exists()
