"""The team teaches the model: twenty answers with the keyboard, a new version, the gate's verdict, and the way back."""

import random

import pytest
from playwright.sync_api import Page, Route, expect

from goodword.core.ids import content_key
from goodword.server.accounts.queries import access_brand
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.facade import do_correct_labels
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Label, Mention, Reading
from goodword.server.understanding.facade import access_version, do_ask_reading, do_retrain

MODEL, LIVE = "/b/ada/model/", "**/model/live/"
# Words no model knows before it is taught them: what they mean is what this team says.
PRAISE, BLAME = "zimbarly", "quoltish"
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "pa", "do")


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def actor(house):
    return access_brand(house.admin, house.brand.slug)


def texts(count: int, seed: int) -> list[dict[str, str]]:
    """Return texts half of praise, half of blame, no two alike."""
    chance = random.Random(seed)
    invented = [" ".join("".join(chance.choices(SYLLABLES, k=4)) for _ in range(7)) for _ in range(count)]
    return [
        {"key": content_key(seed, n), "text": f"The course was {(PRAISE, BLAME)[n % 2]}: {words}."}
        for n, words in enumerate(invented)
    ]


def sign_of(text: str, *, wrong: bool = False) -> str:
    return "favourable" if (PRAISE in text) != wrong else "unfavourable"


def taught_before(actor, count: int, *, seed: int, reason: str = "free", wrong: bool = False) -> None:
    """Let the team have labelled some mentions earlier."""
    rows = texts(count, seed)
    for row in rows:
        row["key"] = ("0" if reason == "random" else "f") + row["key"][1:]
    for mention in make_mentions(actor.brand_id, rows):
        do_correct_labels(actor, mention.pk, {"sentiment": sign_of(mention.text, wrong=wrong)}, reason=reason)


def mentions_read(actor, count: int, *, seed: int) -> None:
    """Bring in mentions nobody has labelled, and let the model read them."""
    make_mentions(actor.brand_id, texts(count, seed))
    do_ask_reading(actor)
    run_pending()


def answer(page: Page, number: int) -> None:
    """Answer the question shown with the keyboard: the sign, a cause where something is wrong, confirm."""
    now = page.locator("#teach-now")
    expect(now.locator(".teach-count")).to_have_text(f"{number} of 20")
    is_good = PRAISE in now.locator(".teach-text").inner_text()
    page.keyboard.press("1" if is_good else "3")
    expect(now.locator(".teach-causes")).to_be_visible(visible=not is_good)
    if not is_good:
        page.keyboard.press("a")
        expect(now.locator("[name=cause][value=product_defect]")).to_be_checked()
    page.keyboard.press("Enter")


def retrain(page: Page) -> None:
    """Ask for a new version, see that it is being made, and let it be made.

    The page's own questions wait meanwhile: the tests' database, in memory, refuses to be read while it is written.
    """
    held: list[Route] | None = []

    def wait(route: Route) -> None:
        route.continue_() if held is None else held.append(route)

    page.route(LIVE, wait)
    page.get_by_role("button", name="Retrain now").click()
    expect(page.get_by_text("A new version is being made").first).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    run_pending()
    run_pending()  # a version in force asks for another job: everything is read anew
    waiting, held = held, None
    for route in waiting:
        route.continue_()


def test_twenty_answers_a_new_version_and_the_way_back(page: Page, house, actor, axe):
    taught_before(actor, 60, seed=1)
    mentions_read(actor, 60, seed=2)
    page.goto(house.at(MODEL))
    page.get_by_role("link", name="Teach", exact=True).click()
    for number in range(1, 21):
        answer(page, number)
    expect(page.get_by_role("heading", name="Done: 20 mentions labelled")).to_be_visible()
    assert axe(page) == []
    asked = Label.objects.exclude(reason="free").filter(task="sentiment")
    assert asked.filter(reason="random").count() == 3
    assert all(label.value == sign_of(label.mention.text) for label in asked.select_related("mention"))
    assert len({label.mention_id for label in asked}) == 20

    retrain(page)
    expect(page.get_by_text("Version 1 was accepted and reads now")).to_be_visible()
    expect(page.locator(".now h2")).to_have_text("Version 1")
    said = {mention.text: mention.sentiment for mention in Mention.objects.filter(sentiment_by="model")}
    assert sum(sentiment == sign_of(text) for text, sentiment in said.items()) >= 0.9 * len(said) > 0

    page.get_by_role("row", name="shipped").get_by_role("button", name="Let it read again").click()
    expect(page.locator(".now h2")).to_have_text("The shipped model")
    assert access_version(actor).brand_id is None
    notice = page.locator(".notice", has_text="The shipped model reads from now on.")
    notice.get_by_role("button", name="Undo").click()
    expect(page.locator(".now h2")).to_have_text("Version 1")
    expect(page.locator(".skeleton")).to_have_count(0)
    assert access_version(actor).number == 1


def test_the_gate_refuses_what_reads_worse_and_says_so(page: Page, house, actor):
    taught_before(actor, 60, seed=1)
    taught_before(actor, 90, seed=2, reason="random")
    do_retrain(actor)
    run_pending()
    assert access_version(actor).number == 1
    taught_before(actor, 400, seed=3, wrong=True)
    page.goto(house.at(MODEL))
    retrain(page)
    banner = page.locator(".banner", has_text="Version 2 was refused: the one before it goes on reading")
    expect(banner).to_contain_text("Sentiment: of")
    expect(page.locator(".now h2")).to_have_text("Version 1")
    expect(page.locator(".skeleton")).to_have_count(0)
    assert access_version(actor).number == 1


def test_the_next_question_is_there_before_the_answer_is_sent(page: Page, house, actor):
    mentions_read(actor, 40, seed=5)
    page.goto(house.at(f"{MODEL}teach/"))
    ahead = page.locator("#teach-next .teach-text").inner_text(timeout=1000)
    held: list[Route] = []
    page.route("**/teach/*/", lambda route: held.append(route))
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#teach-now .teach-text")).to_have_text(ahead.strip())
    expect(page.locator("#teach-now article")).to_be_focused()
    assert len(held) == 1
    with page.expect_response("**/teach/*/"):
        held[0].continue_()
    expect(page.locator("#teach-next .teach-count")).to_have_text("3 of 20")


def test_skip_and_take_back_with_keys_and_a_sign_is_needed(page: Page, house, actor):
    mentions_read(actor, 40, seed=6)
    Reading.objects.update(sentiment="")  # the model dared to say nothing
    page.goto(house.at(f"{MODEL}teach/"))
    count = page.locator("#teach-now .teach-count")
    page.keyboard.press("Enter")
    expect(count).to_have_text("1 of 20")
    page.keyboard.press("s")
    expect(count).to_have_text("2 of 20")
    page.keyboard.press("1")
    page.keyboard.press("6")
    page.keyboard.press("e")
    page.locator("#teach-now [name=no_aspect]").check()
    with page.expect_response("**/teach/*/"):
        page.keyboard.press("Enter")
    expect(count).to_have_text("3 of 20")
    assert set(Label.objects.values_list("task", "value")) == {
        ("sentiment", "favourable"),
        ("intent", "complaint"),
        ("aspects", ""),
    }
    page.keyboard.press("u")
    expect(count).to_have_text("2 of 20")
    page.keyboard.press("u")
    expect(count).to_have_text("1 of 20")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_teaching_on_a_phone(page: Page, house, actor, axe, language):
    mentions_read(actor, 40, seed=7)
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    page.goto(house.at(f"{MODEL}teach/"))
    now = page.locator("#teach-now")
    first = now.locator(".teach-text").inner_text()
    now.locator(".tone-unfavourable").click()
    now.locator(".teach-causes .answer").first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    with page.expect_response("**/teach/*/"):
        now.locator(".btn-primary").click()
    expect(now.locator(".teach-text")).not_to_have_text(first)
