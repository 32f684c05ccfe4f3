"""The page script on somebody else's page, against a real edge: what it sends, what it stores, what it leaves alone."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from goodword.edge import LinkRow, Site, write_snapshot
from goodword.server.tracking.live_sources import edge_settings
from goodword.server.tracking.models import ShareLink, TargetHost
from goodword.server.tracking.models import Site as BrandSite
from goodword.server.tracking.publishing import publish_all

ORDER = '<form action="/order" method="post"><input type="hidden" name="gw"><input name="tea"><button>Order</button></form>'
_PATIENCE = 90  # seconds: a busy machine starts the drain late
EMPTY = "[document.cookie, localStorage.length, sessionStorage.length]"


@dataclass
class Shop:
    """A plain site of a brand, on an origin of its own, and the edge it reports to."""

    edge: str = ""
    url: str = ""
    policy: str = ""
    body: str = ORDER
    tags: int = 1
    orders: list[str] = field(default_factory=list)

    def html(self) -> str:
        tag = f'<script async src="{self.edge}/goodword.js" data-site="pk_shop"></script>'
        return f"<!doctype html><title>Shop</title><head>{tag * self.tags}</head><body>{self.body}</body>"


class _Handler(BaseHTTPRequestHandler):
    shop: Shop

    def do_GET(self) -> None:
        self._send(self.shop.html())

    def do_POST(self) -> None:
        self.shop.orders.append(self.rfile.read(int(self.headers["content-length"])).decode())
        self._send("<!doctype html><title>Thanks</title>")

    def _send(self, text: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(data)))
        if self.shop.policy:
            self.send_header("content-security-policy", self.shop.policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"shop": shop}))
    shop.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield shop
    server.shutdown()
    server.server_close()


@pytest.fixture
def start_edge(shop: Shop) -> Iterator[Callable[[Path, str], None]]:
    """Start the edge of a data folder, as `goodword edge` does."""
    started: list[subprocess.Popen[bytes]] = []

    def start(home: Path, secret: str) -> None:
        port = free_port()
        shop.edge = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "GOODWORD_HOME": str(home), "GOODWORD_SECRET": secret}
        command = [sys.executable, "-m", "goodword.cli", "edge", "--port", str(port)]
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{shop.edge}/healthz?live", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail("The edge did not start.")

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.fixture
def edge(shop: Shop, start_edge, settings, tmp_path: Path) -> Shop:
    """A shop whose edge serves the link `tea`."""
    settings.HOME = tmp_path
    row = LinkRow("tea", f"{shop.url}/tea?size=2&a=%20b#order", tenant="1", link_id="tea", referrer_id="ada")
    site = Site("pk_shop", "1", ("localhost",))
    write_snapshot(edge_settings().links, [row], hosts=["localhost"], sites=[site])
    start_edge(tmp_path, settings.SECRET_KEY)
    return shop


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en")
    yield context
    context.close()


def come(context: BrowserContext, shop: Shop, path: str = "") -> Page:
    """Open the shop through the share link, or at a path of its own, and wait for the script."""
    page = context.new_page()
    page.goto(f"{shop.url}{path}" if path else f"{shop.edge}/r/tea")
    page.wait_for_function("window.goodword && window.goodword.here")
    return page


def token(page: Page) -> str:
    return page.evaluate("goodword('token')")


def recorded(count: int, kinds: tuple[str, ...] = ("visit", "lead", "sign_up", "share")) -> list[dict]:
    """Wait until so many page events are in the brand's log."""
    from goodword.events import EventLog

    deadline = time.monotonic() + _PATIENCE
    rows: list[dict] = []
    while time.monotonic() < deadline:
        folder = edge_settings().folder.parent / "events" / "1"
        rows = EventLog.open(folder).table(kinds=kinds).to_pylist() if folder.exists() else []
        if len(rows) >= count:
            break
        time.sleep(0.05)
    return [{**row, "extra": json.loads(row["extra"] or "{}")} for row in rows]


def test_a_visit_is_recorded_with_the_token_and_nothing_is_stored(edge, visitor):
    page = come(visitor, edge)
    (visit,) = recorded(1)
    assert (visit["kind"], visit["link_id"], visit["referrer_id"]) == ("visit", "tea", "ada")
    assert visit["extra"]["page"] == "/tea"
    assert token(page).startswith("tea.")
    # the token is out of sight, and everything else of the address is as it was
    assert page.evaluate("location.pathname + location.search + location.hash") == (
        "/tea?size=2&a=%20b&utm_source=goodword&utm_medium=word_of_mouth#order"
    )
    assert page.evaluate(EMPTY) == ["", 0, 0]
    assert visitor.cookies() == []


def test_the_token_travels_with_an_order_that_is_sent_in_any_way(edge, visitor):
    page = come(visitor, edge)
    known = token(page)
    assert page.input_value("[name=gw]") == known
    # a form made later, sent by a program
    page.evaluate(
        "document.body.innerHTML = `<form id=late method=post action=/order><input name=gw type=hidden></form>`;"
        "fetch('/order', {method: 'POST', body: new URLSearchParams(new FormData(document.getElementById('late')))})"
    )
    expect(page.locator("#late")).to_be_attached()
    page.wait_for_timeout(0)
    page.evaluate("document.getElementById('late').submit()")
    page.wait_for_url("**/order")
    assert [order for order in edge.orders if known in order] == edge.orders
    assert len(edge.orders) == 2


def test_what_happens_on_the_page_is_reported_also_when_it_is_left_at_once(edge, visitor):
    page = come(visitor, edge)
    page.evaluate("goodword('sign_up'); goodword('lead', {code: ' tea '})")
    page.goto("about:blank")
    events = {event["kind"]: event for event in recorded(3)}
    assert set(events) == {"visit", "sign_up", "lead"}
    assert events["sign_up"]["link_id"] == "tea"
    assert events["lead"]["extra"]["typed"].strip() == "tea"


def test_after_consent_the_token_stays_and_without_it_goes(edge, visitor):
    page = come(visitor, edge)
    known = token(page)
    page.evaluate("goodword('consent', true)")
    kept = json.loads(page.evaluate("localStorage.goodword"))
    assert kept["token"] == known
    days = (kept["until"] - page.evaluate("Date.now()")) / 86_400_000
    assert 29.9 < days <= 30
    later = come(visitor, edge, "/again")
    assert token(later) == known
    later.evaluate("goodword('consent', false)")
    assert later.evaluate(EMPTY) == ["", 0, 0]
    assert token(come(visitor, edge, "/once-more")) == ""


def test_what_was_stored_ends_with_its_day(edge, visitor):
    page = come(visitor, edge)
    page.evaluate("goodword('consent', true)")
    page.evaluate(
        "localStorage.goodword = JSON.stringify({...JSON.parse(localStorage.goodword), until: Date.now() - 1})"
    )
    page = come(visitor, edge, "/again")
    assert token(page) == ""
    assert page.evaluate(EMPTY) == ["", 0, 0]


@pytest.mark.parametrize("signal_of", ["globalPrivacyControl", "doNotTrack"])
def test_who_asks_not_to_be_followed_is_not(edge, visitor, signal_of):
    value = "true" if signal_of == "globalPrivacyControl" else "'1'"
    visitor.add_init_script(
        f"Object.defineProperty(Navigator.prototype, '{signal_of}', {{get: () => {value}}})"
    )
    sent: list[str] = []
    visitor.on("request", lambda request: sent.append(request.url) if request.url.endswith("/e") else None)
    page = come(visitor, edge)
    page.evaluate("goodword('consent', true); goodword('sign_up')")
    assert page.evaluate(EMPTY) == ["", 0, 0]
    # the token goes with what the person sends; a code they type goes alone
    assert page.input_value("[name=gw]") == token(page) != ""
    with page.expect_request("**/e") as asked:
        page.evaluate("goodword('lead', {code: 'tea'})")
    batch = json.loads(asked.value.post_data)
    assert "token" not in batch
    assert [event["kind"] for event in batch["events"]] == ["lead"]
    (lead,) = recorded(1)
    assert (lead["kind"], lead["link_id"]) == ("lead", "tea")
    assert len(sent) == 1


def test_a_page_of_many_views_keeps_the_token_and_counts_one_visit(edge, visitor):
    edge.body = f"<main>{ORDER}</main>"
    page = come(visitor, edge)
    known = token(page)
    page.evaluate("history.pushState({}, '', '/basket'); document.querySelector('main').innerHTML = ''")
    page.evaluate(f"document.querySelector('main').innerHTML = {ORDER!r}")
    page.focus("[name=tea]")
    assert page.input_value("[name=gw]") == known
    page.evaluate("goodword('lead')")
    lead = next(event for event in recorded(2) if event["kind"] == "lead")
    assert (lead["extra"]["page"], lead["link_id"]) == ("/basket", "tea")
    page.go_back()
    assert token(page) == known
    page.evaluate("goodword('sign_up')")
    assert [event["kind"] for event in recorded(3)].count("visit") == 1


def test_pages_of_the_same_site_are_one_visit_and_a_link_may_carry_the_token(edge, visitor):
    edge.body = '<a href="/basket?x=1" data-goodword-token>Basket</a><a href="/plain">Plain</a>'
    page = come(visitor, edge)
    known = token(page)
    page.click("text=Basket")
    page.wait_for_url("**/basket?x=1")
    assert token(page) == known
    page.click("text=Plain")
    page.wait_for_function("window.goodword && window.goodword.here")
    assert token(page) == ""
    page.reload()
    page.wait_for_function("window.goodword && window.goodword.here")
    page.evaluate("goodword('sign_up')")
    page.goto("about:blank")
    assert sorted(event["kind"] for event in recorded(2)) == ["sign_up", "visit"]


def test_a_page_made_ready_ahead_of_time_counts_once_it_is_shown(edge, visitor):
    visitor.add_init_script(
        "Object.defineProperty(Document.prototype, 'prerendering', {get: () => !window.shown});"
        "window.show = () => { window.shown = true; document.dispatchEvent(new Event('prerenderingchange')) }"
    )
    page = visitor.new_page()
    page.goto(f"{edge.edge}/r/tea")
    assert page.evaluate("[Boolean(window.goodword), location.search.includes('gw=')]") == [False, True]
    page.evaluate("show()")
    assert page.input_value("[name=gw]") == token(page) != ""
    page.evaluate("goodword('sign_up')")
    page.goto("about:blank")
    events = recorded(2)
    assert sorted(event["kind"] for event in events) == ["sign_up", "visit"]
    assert {event["link_id"] for event in events} == {"tea"}


def test_an_address_that_is_none_keeps_no_field_from_the_token(edge, visitor):
    edge.body = f'<a href="https://[" data-goodword-token>Basket</a>{ORDER}'
    page = come(visitor, edge)
    assert page.input_value("[name=gw]") == token(page) != ""


def test_a_page_may_have_a_parameter_of_the_same_name(edge, visitor):
    known = token(come(visitor, edge))
    page = come(visitor, edge, f"/tea?gw=summer&gw={known}&x=1#top")
    assert token(page) == known
    assert page.evaluate("location.pathname + location.search + location.hash") == "/tea?gw=summer&x=1#top"


def test_it_works_under_a_strict_content_policy(edge, visitor, complaining):
    edge.policy = f"default-src 'none'; script-src {edge.edge}; connect-src {edge.edge}; form-action 'self'"
    complaints = complaining(visitor)
    page = come(visitor, edge)
    assert page.input_value("[name=gw]") == token(page) != ""
    assert len(recorded(1)) == 1
    assert complaints == []


def test_where_it_may_not_send_it_is_silent(edge, visitor):
    edge.policy = f"default-src 'none'; script-src {edge.edge}"
    thrown: list[str] = []
    visitor.on("weberror", lambda problem: thrown.append(str(problem.error)))
    page = come(visitor, edge)
    page.evaluate("goodword('sign_up'); goodword('nonsense'); goodword(); goodword('lead', {code: {}})")
    page.goto("about:blank")
    assert thrown == []


def test_loaded_twice_it_is_there_once_and_calls_before_it_are_heard(edge, visitor):
    edge.tags = 2
    visitor.add_init_script(
        "window.goodword = window.goodword || function () { (goodword.q = goodword.q || []).push(arguments) };"
        "goodword('sign_up'); goodword('token', t => { window.told = t })"
    )
    page = come(visitor, edge)
    assert page.evaluate("told") == token(page) != ""
    page.goto("about:blank")
    assert sorted(event["kind"] for event in recorded(2)) == ["sign_up", "visit"]


def test_what_the_edge_could_not_take_is_sent_again(edge, visitor):
    tries: list[str] = []

    def fail_once(route):
        tries.append(route.request.post_data)
        route.fulfill(status=503) if len(tries) == 1 else route.continue_()

    visitor.route("**/e", fail_once)
    page = come(visitor, edge)
    page.wait_for_event(
        "response", lambda answer: answer.url.endswith("/e") and answer.ok
    )  # the route works meanwhile
    (visit,) = recorded(1)
    ids = {json.loads(each)["events"][0]["id"] for each in tries}
    assert ids == {visit["event_id"]}


def test_the_live_view_shows_a_person_a_preview_bot_and_what_was_refused(
    shop, start_edge, house, context, visitor, settings, tmp_path, axe
):
    settings.HOME = tmp_path
    TargetHost.objects.create(brand=house.brand, host="localhost")
    ShareLink.objects.create(
        brand=house.brand, code="tea", target=f"{shop.url}/tea", root_code="tea", person_id="ada"
    )
    BrandSite.objects.create(brand=house.brand, key="pk_shop", hosts=["localhost"])
    publish_all()
    start_edge(tmp_path, settings.SECRET_KEY)
    console = context.new_page()
    console.goto(house.at("/b/ada/integration/"))
    expect(console.get_by_text("Nothing in the last fifteen minutes")).to_be_visible()
    come(visitor, shop)
    events = console.locator(".live-events > li")

    def lines(word: str):
        return events.filter(has=console.get_by_text(word, exact=True))

    expect(lines("Click")).to_have_count(1, timeout=_PATIENCE * 1000)
    expect(lines("Visit")).to_contain_text("/tea", timeout=5_000)
    expect(console.get_by_text("on localhost")).to_be_visible()
    # an opened line stays open when others come
    events.first.locator("summary").click()
    bot = visitor.request.get(f"{shop.edge}/r/tea", headers={"user-agent": "Slackbot-LinkExpanding 1.0"})
    assert bot.status == 200
    expect(lines("Machine")).to_contain_text("Preview bot", timeout=5_000)
    assert console.locator(".live-events details[open]").count() == 1
    other = visitor.new_page()
    other.goto(shop.url.replace("localhost", "127.0.0.1"))
    expect(lines("Refused")).to_contain_text("Pages on 127.0.0.1 are not registered", timeout=5_000)
    # paused by keyboard, nothing moves; resumed, it does
    console.get_by_role("button", name="Pause").focus()
    console.keyboard.press("Enter")
    seen = events.count()
    visitor.request.get(f"{shop.edge}/r/tea", headers={"user-agent": "Slackbot-LinkExpanding 1.0"})
    assert recorded_machines(house.brand.pk, 2) == 2
    assert events.count() == seen
    console.get_by_role("button", name="Resume").click()
    expect(events).to_have_count(seen + 1, timeout=5_000)
    assert axe(console) == []


def recorded_machines(brand: int, count: int) -> int:
    from goodword.events import EventLog

    deadline = time.monotonic() + _PATIENCE
    found = 0
    while time.monotonic() < deadline and found < count:
        found = EventLog.open(edge_settings().folder / "machines" / str(brand)).table().num_rows
        time.sleep(0.05)
    return found
