"""The pages in a real browser, with a house to look at."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from goodword.server import workspace
from goodword.server.accounts.factories import make_brand, make_member, make_organisation
from goodword.server.accounts.models import Brand, User
from goodword.server.accounts.rights import Role

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# Only what is wrong is told, and no style sheet is fetched again.
QUICK = {"resultTypes": ["violations"], "preload": False, "iframes": False}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser; it comes last, because an event loop runs behind an open browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@dataclass(frozen=True)
class House:
    """A school with one brand and its administrator."""

    brand: Brand
    admin: User
    url: str

    def at(self, path: str) -> str:
        """Return a page's full address."""
        return self.url + path


@pytest.fixture
def house(live_server, transactional_db) -> House:
    school = make_organisation("Ada's school", "ada")
    brand = make_brand(school, "Ada", "ada", time_zone="Asia/Shanghai", currency="CNY")
    admin = make_member(school, "ada@ada.example", Role.ADMIN, name="Ada", password="seven quiet otters")
    return House(brand, admin, live_server.url)


@pytest.fixture
def sample_house(live_server, transactional_db, settings, monkeypatch, tmp_path: Path) -> House:
    """Lumen School at a twentieth of its size, and its administrator."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setenv("GOODWORD_HOME", str(settings.HOME))
    workspace.create(scale=0.05)
    brand = Brand.objects.get(slug=workspace.SLUG)
    return House(brand, User.objects.get(email="admin@lumen.example"), live_server.url)


@pytest.fixture
def sign_in(house: House) -> Callable[[BrowserContext], None]:
    """Give a browser the session of the house's administrator."""
    return lambda context: _sign_in(context, house)


def _sign_in(context: BrowserContext, house: House) -> None:
    sign_in_as(context, house, house.admin)


def sign_in_as(context: BrowserContext, house: House, user: User) -> None:
    """Give a browser the session of somebody."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": house.url}])


@pytest.fixture
def enter(house: House) -> Callable[[BrowserContext, User], None]:
    """Give a browser the session of somebody else."""
    return lambda context, user: sign_in_as(context, house, user)


@pytest.fixture
def complaining() -> Callable[[BrowserContext], list[str]]:
    """Return a list that fills with what a browser of one's own complains of."""
    return listen_for_complaints


@pytest.fixture
def context(browser: Browser, house: House) -> Iterator[BrowserContext]:
    """A browser at 1280 px, the administrator signed in; a broken content policy fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    _sign_in(context, house)
    complaints = listen_for_complaints(context)
    yield context
    context.close()
    assert not complaints, f"The browser complained: {complaints}"


def listen_for_complaints(context: BrowserContext) -> list[str]:
    """Collect script errors, broken content policies and missing assets; a page that says no is no complaint."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 40" in message.text
        if message.type == "error" and not (refused and "/static/" not in message.location["url"]):
            complaints.append(message.text)

    context.on("console", listen)
    context.on("weberror", lambda problem: complaints.append(str(problem.error)))
    return complaints


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return what axe finds wrong (WCAG 2.2 AA) with a page as it stands."""
    return _violations


def _violations(page: Page) -> list[str]:
    if not AXE.exists():
        pytest.fail("axe-core is not installed. Run `npm ci`.")
    session = page.context.new_cdp_session(page)
    if _run(session, "typeof axe") == "undefined":
        _run(session, AXE.read_text())
    rules = json.dumps({**QUICK, "runOnly": {"type": "tag", "values": WCAG}})
    found = _run(session, f"axe.run(document, {rules}).then(r => JSON.stringify(r.violations))")
    return [
        f"{violation['id']}: {node['target'][0]} – {node['failureSummary']}"
        for violation in json.loads(found)
        for node in violation["nodes"]
    ]


def _run(session, source: str):
    """Evaluate in the page over the debugger, which a content policy does not hinder."""
    answer = session.send(
        "Runtime.evaluate", {"expression": source, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
