"""The cascades explorer in a browser: a tree is drawn, grows through time, is reached by keys and by touch."""

import pyarrow as pa
import pytest
from playwright.sync_api import Browser, Page, expect

from goodword.events import normalise
from goodword.server.tracking.facade import event_log

DAY_US = 86_400_000_000
FIRST_DAY = 20_000
MANY = 20_000


@pytest.fixture
def told(house, settings, tmp_path):
    """Cascades of one person, of forty, four from each, and of twenty thousand."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    sizes = (("one", 1, 1), ("small", 40, 4), ("large", MANY, 7))
    told = [shares(house.brand.pk, *each) for each in sizes]
    event_log(house.brand.pk).append(normalise(pa.concat_tables(told, promote_options="permissive")))
    return house


def shares(brand_id: int, root: str, people: int, each: int) -> pa.Table:
    """Everybody but the first has it from the one at a place `each` times smaller; an hour apart."""
    places = range(people)
    channels = ("feed", "email", "private_message", "spoken")
    return pa.table(
        {
            "event_id": [f"{root}-{at}" for at in places],
            "ts_us": [FIRST_DAY * DAY_US + at * 3_600_000_000 for at in places],
            "local_day": pa.array([FIRST_DAY + at // 24 for at in places], pa.int32()),
            "received_day": pa.array([FIRST_DAY] * people, pa.int32()),
            "tenant": [str(brand_id)] * people,
            "kind": ["share"] * people,
            "channel": [channels[at % 4] for at in places],
            "person_id": [f"{root}-p{at}" for at in places],
            "referrer_id": [None if not at else f"{root}-p{(at - 1) // each}" for at in places],
            "root_id": [root] * people,
            "link_id": [root] * people,
        }
    )


def cascade(page: Page):
    return page.locator("[data-cascade]")


def drawn(page: Page, house, root: str):
    page.goto(house.at(f"/b/{house.brand.slug}/measure/cascades/tree/?root={root}"))
    place = cascade(page)
    expect(place).to_have_attribute("data-state", "drawn", timeout=30_000)
    expect(page.locator(".cascade-picture canvas").first).to_be_visible()
    return place


def test_the_largest_is_picked_from_the_list_and_drawn(told, page, axe):
    page.goto(told.at(f"/b/{told.brand.slug}/measure/cascades/?window=all"))
    assert not axe(page)
    page.locator("tr[data-item] a[data-open]").nth(1).click()
    place = cascade(page)
    expect(place).to_have_attribute("data-state", "drawn", timeout=30_000)
    expect(place).to_have_attribute("data-engine", "cytoscape")
    expect(place).to_have_attribute("data-people", "40")
    expect(page.locator(".cascade-legend li")).to_have_count(4)
    assert not axe(page)
    page.get_by_role("button", name="Rings").click()
    expect(place).to_have_attribute("data-form", "rings")


def test_it_plays_through_time(told, page):
    place = drawn(page, told, "small")
    page.locator("[data-time]").fill("0")
    expect(place).to_have_attribute("data-shown", "1")
    page.locator("[data-speed]").select_option("4")
    page.locator("[data-play]").click()
    expect(place).to_have_attribute("data-playing", "true")
    expect(place).to_have_attribute("data-shown", "40", timeout=15_000)
    expect(place).to_have_attribute("data-playing", "false")
    expect(page.locator("[data-date]")).to_contain_text("40 of 40 people")


def test_where_motion_is_not_welcome_it_moves_in_steps(told, page):
    page.emulate_media(reduced_motion="reduce")
    place = drawn(page, told, "small")
    page.locator("[data-time]").fill("900")
    page.locator("[data-play]").click()
    expect(place).to_have_attribute("data-position", "1.000", timeout=10_000)


def test_everything_is_reached_by_keys(told, page):
    place = drawn(page, told, "small")
    page.locator(".cascade-picture").focus()
    for key in ("Home", "ArrowDown", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(place).to_have_attribute("data-chosen", "9")
    expect(place).to_have_attribute("data-path", "9 2 0")
    expect(page.locator(".cascade-said")).to_contain_text("has it from small-p2")
    page.keyboard.press("ArrowUp")
    expect(place).to_have_attribute("data-chosen", "2")
    page.keyboard.press("Escape")
    expect(place).to_have_attribute("data-chosen", "-1")
    page.locator("[data-time]").focus()
    page.keyboard.press("Home")
    expect(place).to_have_attribute("data-shown", "1")


def test_a_number_opens_its_card(told, page):
    drawn(page, told, "small")
    page.locator(".stat a[data-drawer]").first.click()
    expect(page.locator("#drawer h2").first).to_have_text("People who shared")
    expect(page.locator("#drawer")).to_contain_text("SELECT")


def test_on_a_phone_it_is_used_by_touch(told, browser: Browser, sign_in, complaining):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    complaints = complaining(context)
    sign_in(context)
    page = context.new_page()
    place = drawn(page, told, "one")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Rings").tap()
    page.locator("[data-zoom=fit]").tap()
    page.locator(".cascade-picture").tap()
    expect(place).to_have_attribute("data-chosen", "0")
    context.close()
    assert not complaints


def test_twenty_thousand_people_are_drawn(told, page):
    place = drawn(page, told, "large")
    assert place.get_attribute("data-engine") in ("sigma", "plain")
    expect(place).to_have_attribute("data-people", str(MANY))
    page.locator("[data-time]").fill("500")
    expect(place).to_have_attribute("data-shown", "10000")
    page.locator(".cascade-picture").focus()
    page.keyboard.press("Home")
    expect(place).to_have_attribute("data-chosen", "0")


def test_without_webgl_many_people_are_drawn_the_plain_way(told, page):
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
    )
    place = drawn(page, told, "large")
    expect(place).to_have_attribute("data-engine", "plain")
    expect(page.locator("[data-drawn]")).to_contain_text("no WebGL")
    box = page.locator(".cascade-picture canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -300)
    page.locator("[data-zoom=fit]").click()
    page.locator("[data-time]").fill("0")
    expect(place).to_have_attribute("data-shown", "1")
