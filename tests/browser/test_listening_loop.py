"""From an added feed to what to do first: a source, a spike, its alert with the texts that made it, the diagnosis."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from feedgen.feed import FeedGenerator
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from goodword.server.alerting.tasks import look_everywhere
from goodword.server.collecting import ways_out
from goodword.server.insights.diagnosis.paper import _FONTS as FONTS
from goodword.server.jobs.facade import enqueue, run_pending
from goodword.server.listening.models import Mention

DAYS, AN_HOUR = 24, 1.2
USUAL = [
    "The logic course is wonderful and the teacher explains everything so well, lesson {n}.",
    "Great lessons, I recommend this school to everybody, visit {n}.",
    "Really happy with the friendly support team, they helped me on day {n}.",
    "The course begins on day {n} of the term.",
    "The fee is far too expensive for what it is, invoice {n}.",
]
COMPLAINT = (
    "The parcel with our textbooks came two weeks late and nobody told us where it was, terrible delivery!"
)
OTHERS = [
    "Still waiting for the books, the delivery is late again and tracking shows nothing, order {n}.",
    "Late delivery, the package arrived damaged and far too late, very disappointed, order {n}.",
]


def entry(feed: FeedGenerator, number: int, text: str, moment: datetime) -> None:
    item = feed.add_entry(order="append")
    item.id(f"https://forum.example/{number}")
    item.link(href=f"https://forum.example/{number}")
    item.title(" ".join(text.split()[:4]))
    item.description(text)
    item.author(name=f"person {number % 97}")
    item.published(moment)


def feed_with_a_spike(end: datetime) -> bytes:
    """Return a feed of a little more than three weeks; a day before its end many complain within an hour."""
    feed, random, number = FeedGenerator(), np.random.default_rng(11), 0
    feed.id("https://forum.example/")
    feed.title("Forum")
    feed.link(href="https://forum.example/")
    feed.description("What parents say")
    for hours_ago in range(DAYS * 24, 0, -1):
        for _each in range(random.poisson(AN_HOUR)):
            number += 1
            text = USUAL[int(random.integers(len(USUAL)))].format(n=number)
            moment = end - timedelta(hours=hours_ago) + timedelta(minutes=int(random.integers(60)))
            entry(feed, number, text, moment)
    for place in range(36):
        number += 1
        text = COMPLAINT if place % 2 else OTHERS[place % 4 // 2].format(n=number)
        entry(feed, number, text, end - timedelta(hours=25) + timedelta(seconds=95 * place))
    return feed.rss_str()


@pytest.fixture
def forum(httpserver: HTTPServer, monkeypatch) -> Iterator[str]:
    """The address of a feed on this machine, which sources may read for once."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    body = feed_with_a_spike(end)
    httpserver.expect_request("/feed.xml").respond_with_data(body, content_type="application/rss+xml")
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    monkeypatch.setenv("GOODWORD_SOURCES_ALLOW", f"{httpserver.host}:{httpserver.port}")
    ways_out.way_out.cache_clear()
    yield httpserver.url_for("/feed.xml")
    ways_out.way_out.cache_clear()


def test_from_a_feed_through_a_spike_to_what_to_do_first(house, page: Page, forum: str, context):
    def at(path: str) -> str:
        return house.at(f"/b/{house.brand.slug}/{path}")

    add_the_source(page, at, forum)
    run_pending()
    assert Mention.objects.filter(brand=house.brand).count() > 500
    see_the_alert(page, at)
    see_the_diagnosis(page, at)
    context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": house.url}])
    page.reload()
    expect(page.get_by_role("heading", name="先做什么")).to_be_visible()
    expect(page.locator(".cause-found").first.get_by_role("heading", level=3)).to_have_text("交付")
    if any(FONTS.glob("*.ttf")):
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF").click()
        assert download.value.suggested_filename.endswith(".pdf")
        assert download.value.path().read_bytes().startswith(b"%PDF")


def add_the_source(page: Page, at: Callable[[str], str], forum: str) -> None:
    page.goto(at("sources/new/feed/"))
    page.get_by_label("Address of the feed").fill(forum)
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#draft-items li")).to_have_count(5, timeout=30_000)
    page.get_by_role("button", name="Save and collect").click()
    expect(page.get_by_text("Collecting has begun.")).to_be_visible()


def see_the_alert(page: Page, at: Callable[[str], str]) -> None:
    """Begin to watch, open the alert: the copies of one complaint are folded under the first."""
    page.goto(at("alerts/"))
    page.get_by_role("button", name="Begin to watch").click()
    page.wait_for_url("**/alerts/rules/*/")
    enqueue(look_everywhere)
    run_pending()
    page.goto(at("alerts/"))
    page.get_by_role("link", name=re.compile("Delivery.*mentions")).first.click()
    expect(page.get_by_role("heading", name="The texts that made it")).to_be_visible()
    folded = page.locator("ul.list li", has_text="textbooks")
    expect(folded).to_have_count(1)
    expect(folded.locator(".badge", has_text="17 copies")).to_be_visible()
    page.wait_for_load_state("networkidle")


def see_the_diagnosis(page: Page, at: Callable[[str], str]) -> None:
    """What grew comes before what is as common as ever; the open alert is looked into first."""
    page.goto(at("diagnosis/?days=7"))
    expect(page.get_by_role("heading", name="What to do first")).to_be_visible()
    expect(page.locator(".first-steps li").first).to_contain_text("open alert")
    expect(page.get_by_role("heading", name="Open alerts", exact=True)).to_be_visible()
    worst = page.locator(".cause-found").first
    expect(worst.get_by_role("heading", level=3)).to_have_text("Delivery")
    expect(worst.locator("blockquote", has_text="textbooks")).to_have_count(1)
    expect(worst.locator("mark").first).to_be_visible()
