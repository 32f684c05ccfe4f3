"""The link file and the links in memory: small, exact, and up to date within a second."""

import json
import sqlite3
import time
from contextlib import closing
from threading import Event

import pytest
from edge_house import SITE, link
from hypothesis import given
from hypothesis import strategies as st

from goodword.edge import LinkError, LinkRow, change_links, write_snapshot
from goodword.edge.following import Links
from goodword.edge.housekeeping import Housekeeping
from goodword.edge.links import change_sites
from goodword.edge.table import Records

CODES = st.text("abcXYZ019-_", min_size=1, max_size=6)


@given(st.dictionaries(CODES, st.integers(0, 99), max_size=60), CODES)
def test_records_find_what_a_dictionary_finds(links, other):
    records = Records((code, f"{value}\t/") for code, value in links.items())
    for code in [*links, other]:
        expected = [code, str(links[code]), "/"] if code in links else None
        assert records.find(code) == expected


def test_a_million_links_would_fit_in_300_megabytes():
    count = 20_000
    records = Records(
        (f"Ab{n:06x}", f"1\t/products/tea-{n}?colour=green&utm_source=goodword&utm_medium=feed&utm_campaign=spring&gw=\t\t3"
                       f"\t{n:032x}\t{n:032x}\t{n:032x}\t4\t\t") for n in range(count)
    )  # fmt: skip
    assert records.nbytes / count * 1_000_000 < 255_000_000  # and 45 MB for the links kept ready


@pytest.fixture
def path(tmp_path):
    return tmp_path / "links.sqlite3"


@pytest.fixture
def links(path):
    links = Links(path)
    yield links
    links.close()


def test_changes_and_whole_snapshots_are_followed(path, links):
    write_snapshot(path, [link("a"), link("b")], hosts=["shop.example"])
    assert links.refresh()
    assert (links.count, links.version) == (2, 1)
    change_links(
        path, [link("b", withdrawn=True), link("c", target="https://cafe.example/")], hosts=["cafe.example"]
    )
    assert links.refresh()
    assert (links.count, links.find("b").withdrawn, links.find("c").location[:21]) == (
        3,
        True,
        "https://cafe.example/",
    )
    change_links(path, [link("c", withdrawn=True)])
    assert links.refresh()
    assert links.find("c").withdrawn
    write_snapshot(path, [link("z")], hosts=["shop.example"], sites=[SITE])
    assert links.refresh()
    assert (links.count, links.find("a"), links.find("z").code, links.site("pk_tea")) == (1, None, "z", SITE)
    assert not links.refresh()


def test_a_file_put_in_the_place_of_the_old_one_is_followed(path, links, tmp_path):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    links.refresh()
    write_snapshot(tmp_path / "new.sqlite3", [link("b")], hosts=["shop.example"])
    (tmp_path / "new.sqlite3").replace(path)
    assert links.refresh()
    assert (links.find("a"), links.find("b").code) == (None, "b")


def test_a_damaged_file_is_told_and_the_links_stay(path, links):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    links.refresh()
    path.write_bytes(b"rubbish" * 1000)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    links.close()
    assert not links.refresh()
    assert "cannot be read" in links.problem
    assert links.find("a").code == "a"


def test_a_file_with_letters_no_link_has_is_told_and_the_links_stay(path, links):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    links.refresh()
    write_snapshot(path, [link("b")], hosts=["shop.example"])
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("UPDATE links SET record = record || char(13)")
    assert not links.refresh()
    assert "letters that no link has" in links.problem
    assert links.find("a").code == "a"


def test_a_link_that_is_looked_up_while_the_file_changes_leads_where_it_led(path, links, monkeypatch):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    links.refresh()
    write_snapshot(path, [link("a", target="https://cafe.example/")], hosts=["cafe.example"])
    find = Records.find

    def find_while_it_changes(records, code):
        fields = find(records, code)
        monkeypatch.undo()
        links.refresh()
        return fields

    monkeypatch.setattr(Records, "find", find_while_it_changes)
    assert links.find("a").location.startswith("https://shop.example/tea")
    assert links.find("a").location.startswith("https://cafe.example/")


def test_a_chore_that_fails_stops_neither_the_others_nor_the_next_round():
    rounds, went_on, failing = [], Event(), [True]

    def fail():
        if failing:
            raise RuntimeError("dictionary changed size during iteration")

    def count():
        rounds.append(1)
        if len(rounds) > 3:
            went_on.set()

    keeper = Housekeeping(fail, count, seconds=0.001)
    keeper.tick()
    assert (len(rounds), "dictionary changed" in keeper.problem) == (1, True)
    keeper.start()
    try:
        assert went_on.wait(30)
    finally:
        keeper.stop()
    failing.clear()
    keeper.tick()
    assert keeper.problem == ""


def test_a_new_and_a_withdrawn_link_are_there_within_a_second(path, links):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    keeper = Housekeeping(links.refresh)
    keeper.start()
    try:
        change_links(path, [link("b"), link("a", withdrawn=True)])
        start = time.monotonic()
        while (links.find("b") is None or not links.find("a").withdrawn) and time.monotonic() < start + 10:
            time.sleep(0.01)
        assert time.monotonic() - start < 1
    finally:
        keeper.stop()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": ""}, "no code of a link"),
        ({"code": "a b"}, "no code of a link"),
        ({"code": "x" * 65}, "no code of a link"),
        ({"tenant": "../1"}, "tenant"),
        ({"tenant": ""}, "tenant"),
        ({"link_id": 'a"b'}, "link_id"),
        ({"referrer_id": "a\tb"}, "referrer_id"),
        ({"referrer_id": "x" * 65}, "referrer_id"),
        ({"programme_id": "a\nb"}, "programme_id"),
        ({"channel": "pigeon"}, "channel 'pigeon' is not known"),
        ({"lever": "greed"}, "lever 'greed' is not known"),
        ({"depth": -1}, "depth"),
        ({"depth": 40_000}, "depth"),
        ({"time_zone": "Mars/Olympus"}, "time zone"),
        ({"target": "https://evil.example/"}, "not registered"),
    ],
)
def test_what_cannot_be_served_is_refused_and_changes_nothing(path, links, change, problem):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    facts = {"code": "b", "target": "https://shop.example/", "tenant": "1", "link_id": "l"} | change
    for write in (lambda: change_links(path, [link("c"), LinkRow(**facts)]),
                  lambda: write_snapshot(path, [link("c"), LinkRow(**facts)], hosts=["shop.example"])):  # fmt: skip
        with pytest.raises(LinkError, match=problem):
            write()
    links.refresh()
    assert (links.count, links.find("a").code) == (1, "a")


def test_a_code_twice_a_bad_host_and_a_bad_site_are_refused(path):
    with pytest.raises(LinkError, match="a comes twice"):
        write_snapshot(path, [link("a"), link("a")], hosts=["shop.example"])
    for host in ("", "shop example", "https://shop.example", "a..b"):
        with pytest.raises(LinkError, match="host name"):
            write_snapshot(path, [], hosts=[host])
    with pytest.raises(LinkError, match="a/b"):
        write_snapshot(path, [], hosts=[], sites=[type(SITE)("a/b", "1", ())])


def test_names_in_any_script_come_back_in_the_events_of_the_link(path, links):
    write_snapshot(
        path, [link("a", referrer_id='小雨 "Rain" \\', programme_id="春季 推荐")], hosts=["shop.example"]
    )
    links.refresh()
    facts = json.loads(f"{{{links.find('a').facts}}}")
    assert (facts["referrer_id"], facts["programme_id"]) == ('小雨 "Rain" \\', "春季 推荐")
    assert links.find("a").location.isascii()


def test_sites_change_without_touching_the_links(path, links):
    write_snapshot(path, [link("a")], hosts=["shop.example"])
    links.refresh()
    change_sites(path, [SITE])
    assert links.refresh()
    assert (links.count, links.site("pk_tea")) == (1, SITE)
    change_sites(path, [])
    assert links.refresh()
    assert (links.count, links.site("pk_tea")) == (1, None)
