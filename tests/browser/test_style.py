"""The look holds: no axe violation, no broken content policy, keys, and nothing wider than a phone."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

PAGES = ("/style/", "/style/number/", "/b/ada/coming/handle/")
LANGUAGES = ("en", "zh-hans")


def open_page(page: Page, house, path: str) -> None:
    page.goto(house.at(path))
    if page.locator(".chart").count():
        expect(page.locator(".chart canvas").first).to_be_visible()


def speak(context: BrowserContext, house, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, house, axe, path: str, theme: str):
    page.emulate_media(color_scheme=theme)
    open_page(page, house, path)
    assert axe(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(
    page: Page, context: BrowserContext, house, path: str, width: int, language: str
):
    speak(context, house, language)
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, house, path)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_chosen_theme_is_drawn_by_the_server(page: Page, house):
    open_page(page, house, "/style/")
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert 'data-bs-theme="dark"' in page.request.get(house.at("/style/")).text()


def test_without_a_choice_the_system_decides(page: Page, house):
    shades = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(house.at("/style/"))
        shades[theme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert shades == {"light": "rgb(251, 251, 252)", "dark": "rgb(16, 18, 21)"}


def test_keys_open_the_palette_and_the_help(page: Page, house):
    open_page(page, house, "/b/ada/coming/handle/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("zzz")
    expect(page.locator("#palette [role=option]", has_text="zzz")).to_have_count(
        page.evaluate("JSON.parse(document.getElementById('palette-data').textContent).search ? 1 : 0")
    )
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_j_and_k_walk_the_list_and_slash_searches(page: Page, house):
    open_page(page, house, "/style/")
    current = page.locator("[data-item].is-current")
    for key, row in (("j", "The teacher"), ("j", "很多家长"), ("j", "Refund"), ("k", "很多家长")):
        page.keyboard.press(key)
        expect(current).to_contain_text(row)
    page.keyboard.press("/")
    expect(page.locator("[data-page-search]")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("[data-page-search]")).to_have_value("jk")


def test_the_first_tab_stop_skips_to_the_content(page: Page, house):
    open_page(page, house, "/style/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_number_opens_its_card_beside_the_page(page: Page, house):
    open_page(page, house, "/style/")
    page.get_by_role("link", name="Mentions: 12.3k").click()
    drawer = page.get_by_role("dialog", name="Net favourable")
    expect(drawer).to_contain_text("28.1% to 34.4% (95%)")
    assert page.url.endswith("/style/")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_a_card_is_copied_as_csv_and_says_so(page: Page, context: BrowserContext, house):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, house, "/style/number/")
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator(".notice")).to_contain_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].startswith("name,value,unit,low,high,n")
    assert "0.3127" in copied


def test_a_chart_hands_out_its_picture_and_its_numbers(page: Page, house):
    open_page(page, house, "/style/")
    figure = page.locator("figure", has=page.get_by_role("heading", name="Causes"))
    for button, start in (("PNG", b"\x89PNG"), ("CSV", b"\xef\xbb\xbf")):
        with page.expect_download() as download:
            figure.get_by_role("button", name=button).click()
        assert download.value.path().read_bytes().startswith(start)
    figure.get_by_text("The numbers").click()
    expect(figure.get_by_role("row", name="Delivery")).to_contain_text("260")


def test_on_a_phone_the_navigation_is_a_drawer(page: Page, house):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, house, "/b/ada/coming/handle/")
    navigation = page.get_by_role("complementary", name="Main navigation")
    expect(navigation).to_be_hidden()
    page.get_by_label("Open navigation").click()
    expect(navigation.get_by_role("link", name="Activate")).to_be_visible()
    page.keyboard.press("Escape")
    expect(navigation).to_be_hidden()


def test_the_language_switch_stays_on_the_page(page: Page, house):
    open_page(page, house, "/style/?window=28")
    page.get_by_role("button", name="中文").click()
    page.wait_for_url("**/style/?window=28")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_reduced_motion_is_respected(browser: Browser, house, sign_in):
    context = browser.new_context(reduced_motion="reduce")
    sign_in(context)
    page = context.new_page()
    page.goto(house.at("/style/"))
    duration = page.evaluate("getComputedStyle(document.querySelector('.skeleton i')).animationDuration")
    context.close()
    assert float(duration.removesuffix("s")) < 0.001
