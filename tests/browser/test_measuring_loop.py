"""From a share link to its cost: made, clicked by a person and by a preview bot, bought twice, half paid back, measured."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.facade import Right
from goodword.server.accounts.queries import access_brand
from goodword.server.jobs.facade import enqueue, run_pending
from goodword.server.tracking.facade import event_log
from goodword.server.tracking.models import Alias
from goodword.server.tracking.tasks import look_everywhere

PREVIEW = "WhatsApp/2.23.20.0"
ORDER = {
    "kind": "purchase",
    "event_id": "order-1",
    "person_id": "bea",
    "amount_minor": 80_000,
    "currency": "CNY",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Ask again and again until something is true; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.05)


@pytest.fixture
def edge(settings, monkeypatch, tmp_path: Path) -> Iterator[None]:
    """A real edge with its drain, to which the console passes share links on."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setenv("GOODWORD_HOME", str(settings.HOME))
    port = free_port()
    monkeypatch.setenv("GOODWORD_EDGE_PORT", str(port))
    command = [sys.executable, "-m", "goodword.cli", "edge", "--port", str(port), "--proxies", "1"]
    process = subprocess.Popen(
        command, env={**os.environ, "GOODWORD_SECRET": settings.SECRET_KEY}, stdout=subprocess.DEVNULL
    )
    until(lambda: _answers(f"http://127.0.0.1:{port}/healthz?live"))
    yield
    process.terminate()
    process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_link_is_followed_to_what_it_brought_and_cost(
    house, edge, page: Page, browser: Browser, httpserver: HTTPServer
):
    def at(path: str) -> str:
        return house.at(f"/b/ada/{path}")

    actor = access_brand(house.admin, "ada")
    secret = do_create_token(actor, "shop", frozenset({Right.EVENTS_WRITE}), None)[1]
    spend(page, at("measure/cost/new/"))
    httpserver.expect_request("/course").respond_with_data("<title>Shop</title>", content_type="text/html")
    make_link(page, at("links/new/"), httpserver.url_for("/course"))
    until(lambda: b"og:title" in preview(house.at("/r/for-bea")))

    token = clicked(browser, house.at("/r/for-bea"), httpserver)
    assert reported(house, secret, [ORDER | {"token": token}], "k1") == (1, 0)
    assert reported(house, secret, [ORDER | {"token": token}], "k1") == (1, 0), (
        "the same request has the same answer"
    )
    assert reported(house, secret, [ORDER | {"token": token}], "k2") == (0, 1), "the same purchase is known"
    refund = {
        "kind": "refund", "event_id": "refund-1", "refund_of": "order-1", "person_id": "bea",
        "amount_minor": -40_000, "currency": "CNY",
    }  # fmt: skip
    assert reported(house, secret, [refund], "k3") == (1, 0)

    log = event_log(house.brand.pk)

    def worked() -> None:
        enqueue(look_everywhere)  # what the worker's schedule does all the time
        run_pending()

    def all_there() -> bool:
        worked()
        return sorted(log.table(["kind"]).column(0).to_pylist()) == ["click", "purchase", "refund", "share"]

    until(all_there)
    until(lambda: Alias.objects.filter(person_id="bea").exists() or worked())
    page.goto(at("measure/funnel/?window=all"))
    row = page.locator("table.stages tbody tr").filter(has_text="Private message")
    people = [cell.split()[0] for cell in row.locator("td").all_inner_texts()]
    assert people == ["1", "1", "1", "1", "0"], "seen, found, visited, decided, told"

    page.goto(at("measure/cascades/?window=all"))
    page.get_by_role("link", name="ada-7").click()
    facts = page.locator(".cascade-stats").all_inner_texts()
    assert re.search(r"Money.*?400", facts[1], re.DOTALL), facts[1]
    assert re.search(r"People who shared\s*1\b", facts[0]), facts[0]

    page.goto(at("measure/cost/?window=all"))
    row = page.locator("table.stages tbody tr").filter(has_text="Private message")
    cells = row.locator("td").all_inner_texts()
    assert cells[0].split()[0] == "1", cells
    assert cells[1].split()[0] == "100", cells
    assert cells[2].split()[0] == "100", cells
    assert "not" in cells[3].lower(), "nothing is said to be caused without a randomised test"
    expect(page.locator("body")).not_to_contain_text("Traceback")


def preview(url: str) -> bytes:
    """Return what a messenger gets to see that looks a link up, nothing as long as there is no such link."""
    try:
        with urlopen(Request(url, headers={"User-Agent": PREVIEW})) as answer:
            return bytes(answer.read())
    except HTTPError:
        return b""


def spend(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("What for").select_option(label="Reward")
    page.get_by_label("Amount").fill("100")
    page.get_by_label("First day").fill(datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat())
    page.locator("form [name=channel]").select_option(label="Private message")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/measure/cost/$"))


def make_link(page: Page, url: str, target: str) -> None:
    page.goto(url)
    page.locator("[name=target]").fill(target)
    page.get_by_label("Share links may lead to this host").check()
    page.locator("[name=person]").fill("ada-7")
    page.locator("form [name=channel]").select_option(label="Private message")
    page.locator("form [name=programme]").fill("bring-a-friend")
    page.locator("[name=code]").fill("for-bea")
    page.get_by_role("button", name="Make the link").click()
    expect(page).to_have_url(re.compile(r"/links/code/for-bea/"))


def clicked(browser: Browser, url: str, shop: HTTPServer) -> str:
    """Click the link as a person does; returns the token that the shop's page gets."""
    context = browser.new_context()
    visit = context.new_page()
    visit.goto(url)
    expect(visit).to_have_title("Shop")
    context.close()
    arrived = next(request for request, _answer in shop.log if request.path == "/course")
    assert arrived.args["utm_campaign"] == "bring-a-friend"
    return arrived.args["gw"]


def reported(house, secret: str, events: list[dict[str, object]], key: str) -> tuple[int, int]:
    """Report events over the API; returns how many were new and how many known."""
    headers = {
        "Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": key,
    }  # fmt: skip
    request = Request(house.at("/api/v1/events"), json.dumps(events).encode(), headers)
    with urlopen(request) as answer:
        said = json.loads(answer.read())
    return said["added"], said["already_there"]
