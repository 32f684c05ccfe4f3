"""Every host is asked at its pace, and left alone where it asks for it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.net import GuardedNet, Rate
from goodword.connectors.net.pace import Pace, retry_after
from goodword.connectors.protocol import LimitedError, RefusedError, UnavailableError

from .conftest import START, Clock


def polite(httpserver, clock, **options) -> GuardedNet:
    return GuardedNet(
        allow=[f"{httpserver.host}:{httpserver.port}"], clock=clock, sleep=clock.sleep, **options
    )


def test_five_at_once_then_one_a_second(httpserver, clock):
    httpserver.expect_request("/").respond_with_data("")
    net = polite(httpserver, clock)
    for _ in range(8):
        net.get(httpserver.url_for("/"))
    assert clock.slept == [1.0, 1.0, 1.0]


def test_a_host_can_have_its_own_rate(httpserver, clock):
    httpserver.expect_request("/").respond_with_data("")
    net = polite(httpserver, clock, rates={httpserver.host: Rate(0.1, 1)})
    net.get(httpserver.url_for("/"))
    net.get(httpserver.url_for("/"))
    assert clock.slept == [10.0]


@given(st.lists(st.floats(0, 5), max_size=60), st.floats(0.1, 5), st.integers(1, 6))
def test_no_stretch_of_time_holds_more_than_the_rate(pauses, per_second, burst):
    clock, turns = Clock(), []
    pace = Pace(clock, clock.sleep, Rate(per_second, burst), {})
    for pause in pauses:
        clock.now += timedelta(seconds=pause)
        pace.take("host")
        turns.append((clock.now - START).total_seconds())
    for first in range(len(turns)):
        for last in range(first, len(turns)):
            assert last - first + 1 <= burst + (turns[last] - turns[first]) * per_second + 0.01


@given(st.text(max_size=40) | st.floats().map(str))
def test_any_retry_after_is_a_bounded_number_or_nothing(value):
    seconds = retry_after(value, START)
    assert seconds is None or 0 <= seconds <= 31 * 86400


def test_robots_are_asked_once_and_obeyed(httpserver, net, clock):
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: goodword\nDisallow: /private\n")
    httpserver.expect_request("/public").respond_with_data("yes")
    assert net.get(httpserver.url_for("/public"), robots=True).body == b"yes"
    for path in ("/private", "/private/x"):
        with pytest.raises(RefusedError, match=r"robots\.txt"):
            net.get(httpserver.url_for(path), robots=True)
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/public"]
    clock.now += timedelta(hours=2)
    net.get(httpserver.url_for("/public"), robots=True)
    assert [request.path for request, _ in httpserver.log][2:] == ["/robots.txt", "/public"]


def test_robots_hold_behind_a_redirect_too(httpserver, net):
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    httpserver.expect_request("/public").respond_with_data("", 302, headers={"Location": "/private"})
    with pytest.raises(RefusedError, match=r"robots\.txt"):
        net.get(httpserver.url_for("/public"), robots=True)


def test_no_robots_txt_allows_everything(httpserver, net):
    httpserver.expect_request("/robots.txt").respond_with_data("", 404)
    httpserver.expect_request("/x").respond_with_data("yes")
    assert net.get(httpserver.url_for("/x"), robots=True).body == b"yes"


@pytest.mark.parametrize(("status", "error"), [(500, UnavailableError), (429, LimitedError)])
def test_a_robots_txt_that_cannot_be_had_allows_nothing(httpserver, net, status, error):
    httpserver.expect_request("/robots.txt").respond_with_data("", status)
    with pytest.raises(error, match="robots"):
        net.get(httpserver.url_for("/x"), robots=True)
    assert len(httpserver.log) == 1


def test_the_delay_a_site_asks_for_is_kept(httpserver, clock):
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 20\n")
    httpserver.expect_request("/x").respond_with_data("")
    net = polite(httpserver, clock)
    for _ in range(3):
        net.get(httpserver.url_for("/x"), robots=True)
    assert sum(clock.slept) >= 40


def test_an_api_is_not_asked_for_robots(httpserver, net):
    httpserver.expect_request("/api").respond_with_data("", 429)
    with pytest.raises(LimitedError):
        net.get(httpserver.url_for("/api"))
    assert [request.path for request, _ in httpserver.log] == ["/api"]
