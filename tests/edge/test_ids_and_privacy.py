"""Ids that only grow, tokens nobody can make up, visitors whose name is gone the next day."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from goodword.edge import Signer
from goodword.edge.days import DAY_US, Days
from goodword.edge.ids import Ids, is_event_id
from goodword.edge.pages import language_of
from goodword.edge.privacy import Visitors, address_of

MOMENTS = st.lists(st.integers(0, 4_000_000_000_000_000), min_size=1, max_size=50)


@given(MOMENTS)
def test_ids_grow_whatever_the_clock_does(moments):
    ids = Ids()
    made = [ids.new(moment) for moment in moments]
    assert made == sorted(set(made))
    assert all(is_event_id(each) and uuid.UUID(each).version == 7 for each in made)


def test_ten_thousand_ids_of_one_millisecond_stay_in_order():
    ids = Ids()
    made = [ids.new(1_790_000_000_000_000) for _ in range(10_000)]
    assert made == sorted(set(made))


def test_two_processes_do_not_make_the_same_ids():
    assert not {Ids().new(0) for _ in range(100)} & {Ids().new(0) for _ in range(100)}


@given(st.text(max_size=200))
def test_no_text_is_a_token_by_chance(text):
    assert Signer(b"secret").check(text) is None


@given(st.integers(0, 75), st.characters())
def test_a_changed_token_is_worthless(place, letter):
    signer = Signer(b"secret")
    token = signer.sign("tea", Ids().new(0))
    changed = token[:place] + letter + token[place + 1 :]
    assert (signer.check(changed) is not None) == (changed == token)


def test_odd_tokens():
    for token in (None, 5, b"x", "", "..", "a.b.c", "x" * 100_000, "tea." + "0" * 32):
        assert Signer(b"secret").check(token) is None


@given(
    st.integers(0, 60_000 * DAY_US),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin"]),
)
def test_days_are_those_of_the_calendar(moment, zone):
    from datetime import date

    from goodword.core.time import from_microseconds, local_day

    expected = local_day(from_microseconds(moment), zone).toordinal() - date(1970, 1, 1).toordinal()
    days = Days(zone)
    assert days.day(moment) == expected
    assert days.day(moment) == expected  # from memory


def test_a_visitor_has_one_name_a_day_and_another_the_next(tmp_path):
    one, other = Visitors(tmp_path), Visitors(tmp_path)  # two processes
    today = one.name("203.0.113.9", "Firefox", "1", 20_000)
    assert other.name("203.0.113.9", "Firefox", "1", 20_000) == today
    names = {
        today,
        one.name("203.0.113.8", "Firefox", "1", 20_000),
        one.name("203.0.113.9", "Safari", "1", 20_000),
        one.name("203.0.113.9", "Firefox", "2", 20_000),
        one.name("203.0.113.9", "Firefox", "1", 20_001),
    }
    assert len(names) == 5
    assert other.name("203.0.113.9", "Firefox", "1", 20_001) in names


def test_the_salt_is_forgotten_with_its_day_even_if_nobody_comes(tmp_path):
    visitors = Visitors(tmp_path)
    visitors.name("203.0.113.9", "Firefox", "1", 20_000)
    salt = (tmp_path / "salt").read_bytes()
    assert (tmp_path / "salt").stat().st_mode & 0o777 == 0o600
    visitors.forget(20_000)
    assert (tmp_path / "salt").read_bytes() == salt
    visitors.forget(20_001)
    assert salt[8:] not in (tmp_path / "salt").read_bytes()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_clock_going_back_brings_no_salt_back(tmp_path):
    visitors = Visitors(tmp_path)
    name = visitors.name("203.0.113.9", "Firefox", "1", 20_001)
    assert visitors.name("203.0.113.9", "Firefox", "1", 20_000) == name
    assert Visitors(tmp_path).name("203.0.113.9", "Firefox", "1", 20_000) == name


def test_without_room_for_the_salt_there_are_names_all_the_same(tmp_path):
    (tmp_path / "salt").mkdir()
    assert len(Visitors(tmp_path).name("203.0.113.9", "Firefox", "1", 20_000)) == 16


def test_addresses_come_from_trusted_proxies_only():
    forged = {"x-forwarded-for": "6.6.6.6, 198.51.100.7, 203.0.113.9"}
    assert address_of("10.0.0.1:80", forged, 0) == "10.0.0.1"
    assert address_of("10.0.0.1:80", forged, 1) == "203.0.113.9"
    assert address_of("10.0.0.1:80", forged, 2) == "198.51.100.7"
    assert address_of("10.0.0.1:80", {}, 2) == "10.0.0.1"
    assert address_of("[2001:db8::1]:80", {}, 0) == "[2001:db8::1]"


def test_no_address_is_in_any_file(house):
    for _ in range(3):
        house.ask("/r/tea", client="203.0.113.77:5151")
    house.ask(
        "/e", method="POST", client="203.0.113.77:5151", body=[b'{"code":"tea","events":[{"kind":"visit"}]}']
    )
    house.drain()
    for path in house.settings.folder.parent.rglob("*"):
        if path.is_file():
            assert b"203.0.113.77" not in path.read_bytes(), path


@given(st.text(max_size=60))
def test_any_header_is_a_language(header):
    assert language_of(header) in ("en", "zh")


def test_languages_by_liking():
    cases = {
        "zh": "zh",
        "zh-CN,zh;q=0.9,en;q=0.8": "zh",
        "en,zh": "en",
        "fr": "en",
        "zh;q=0,en;q=0.1": "en",
        "zh;q=x": "en",
    }
    assert {header: language_of(header) for header in cases} == cases
