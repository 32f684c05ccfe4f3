"""What one does all day: read, label, undo, search, filter, go back, switch, download, remove the sample."""

import re

import pytest
from playwright.sync_api import Page, expect

from goodword.server.accounts.models import Brand
from goodword.server.listening.models import Mention
from goodword.server.talkers.models import Person

HOME = "/b/lumen-school/"
MENTIONS = "/b/lumen-school/mentions/"


@pytest.fixture
def house(sample_house):
    return sample_house


def shown_mention(page: Page) -> int:
    """Return the id of the mention that is marked in the list."""
    marked = page.locator("[data-item].is-current").get_attribute("id")
    assert marked is not None
    return int(marked.removeprefix("mention-"))


def read(page: Page) -> str:
    """Return what the reading pane shows, once it shows the mention that is marked."""
    text = Mention.objects.get(pk=shown_mention(page)).text
    expect(page.locator("#reading .mention-text")).to_contain_text(text.split("\n")[0].strip())
    return text


def test_the_keys_walk_through_the_mentions(page: Page, house):
    page.goto(house.at(MENTIONS))
    first = read(page)
    page.keyboard.press("j")
    second = read(page)
    assert second != first
    page.keyboard.press("k")
    assert read(page) == first
    page.keyboard.press("j")
    assert read(page) == second
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/mentions/?mention={shown_mention(page)}")
    page.go_back()
    page.wait_for_url(f"**{MENTIONS}")


def test_a_key_labels_the_mention_and_undo_takes_it_back(page: Page, house):
    page.goto(house.at(f"{MENTIONS}?sentiment=favourable"))
    read(page)
    number = shown_mention(page)
    page.keyboard.press("3")
    expect(page.locator(f"#mention-{number}")).to_contain_text("Unfavourable")
    expect(page.locator("#reading .choice [data-key='3']")).to_have_attribute("aria-pressed", "true")
    assert Mention.objects.get(pk=number).sentiment == "unfavourable"
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(page.locator(f"#mention-{number}")).not_to_contain_text("Unfavourable")
    assert Mention.objects.get(pk=number).sentiment == "favourable"


def test_e_opens_the_labels_and_a_letter_gives_the_cause(page: Page, house):
    page.goto(house.at(f"{MENTIONS}?sentiment=unfavourable&cause=-"))
    read(page)
    page.keyboard.press("e")
    choice = page.locator("#reading .picker[open] [name=cause][value=price]")
    page.keyboard.press(choice.get_attribute("data-key") or "")
    expect(page.locator("#reading .picker-open").first).to_contain_text("Price")
    assert Mention.objects.get(pk=shown_mention(page)).cause == "price"


def test_search_and_filters_live_in_the_address_and_go_back(page: Page, house):
    word = re.findall(r"[a-z]{5,}", Mention.objects.filter(language="en")[0].text)[0]
    page.goto(house.at(MENTIONS))
    page.keyboard.press("/")
    expect(page.locator("[data-page-search]")).to_be_focused()
    page.keyboard.type(word)
    page.wait_for_url(f"**/mentions/?q={word}*")
    expect(page.locator("#list mark").first).to_be_visible()
    page.locator("#f-sentiment-favourable").click()
    page.wait_for_url("**sentiment=favourable*")
    assert f"q={word}" in page.url
    page.go_back()
    expect(page.locator("#f-sentiment-favourable[aria-current]")).to_have_count(0)
    expect(page.locator("[data-page-search]")).to_have_value(word)


def test_a_mention_lies_over_the_list_on_a_phone_and_gives_it_back(page: Page, house):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(house.at(MENTIONS))
    expect(page.locator("#reading")).to_be_hidden()
    page.locator("[data-item] [data-open]").first.click()
    expect(page.locator("#reading article")).to_be_visible()
    page.get_by_label("Back to the list").click()
    expect(page.locator("#reading")).to_be_hidden()
    expect(page.locator("[data-item]").first).to_be_visible()


def test_a_chart_is_drawn_and_handed_out(page: Page, house):
    page.goto(house.at(HOME))
    figure = page.locator("figure", has=page.get_by_role("heading", name="Consumer mentions a week"))
    expect(figure.locator("canvas")).to_be_visible()
    for name, start in (("PNG", b"\x89PNG"), ("CSV", b"\xef\xbb\xbf")):
        with page.expect_download() as download:
            figure.get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(start)
    figure.get_by_text("The numbers").click()
    expect(figure.get_by_role("row")).to_have_count(27)


def test_a_number_tells_what_it_means_and_is_copied(page: Page, house):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(house.at(HOME))
    page.get_by_role("link", name=re.compile("^Mentions: ")).click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("What consumers said of the brand in public.")
    expect(drawer).to_contain_text("消费者公开谈论品牌的内容")
    drawer.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator(".notice")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("name,value")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert page.url == house.at(HOME)


def test_theme_and_language_stay_on_the_next_page(page: Page, house):
    page.goto(house.at(HOME))
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Dark").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.goto(house.at(MENTIONS))
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("h1")).to_have_text("提及")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator("h1")).to_have_text("Mentions")


def test_the_drop_area_says_which_file_it_holds(page: Page, house):
    page.goto(house.at("/b/lumen-school/imports/new/"))
    file = {"name": "tweets.csv", "mimeType": "text/csv", "buffer": b"text\n" + b"x" * 1495}
    page.locator("input[type=file]").set_input_files([file])
    expect(page.locator(".drop-file")).to_have_text("tweets.csv · 1.5 kB")


def test_a_member_is_given_another_role_in_the_drawer(page: Page, house):
    page.goto(house.at("/b/lumen-school/members/"))
    page.get_by_role("link", name="Tobias Fenwright").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Changes Mentions")
    drawer.get_by_label("Role").select_option("analyst")
    drawer.get_by_role("button", name="Change role").click()
    expect(page.get_by_role("row", name="Tobias Fenwright")).to_contain_text("Analyst")


def test_the_sample_goes_with_all_that_belongs_to_it(page: Page, house):
    page.goto(house.at(HOME))
    bar = page.get_by_role("region", name="Sample data")
    bar.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove the sample").click()
    expect(page.locator(".notice")).to_contain_text("The sample data is removed.")
    assert not Brand.objects.filter(slug="lumen-school").exists()
    assert not Mention.objects.filter(brand_id=house.brand.pk).exists()
    assert not Person.objects.filter(brand_id=house.brand.pk).exists()
    expect(page.get_by_role("heading", name="No brand yet")).to_be_visible()
