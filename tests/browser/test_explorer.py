"""The explorer in a browser: what is typed, from which words a label is read, every label by key, copies, topics, trends."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goodword.server.accounts.queries import access_brand
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention, Topic
from goodword.server.listening.topics.actions import do_find_topics
from goodword.server.understanding.readers import reader_of

MENTIONS = "/b/ada/mentions/"
TRANSPARENT = "rgba(0, 0, 0, 0)"
COMPLAINT = "They lost my parcel and the refund took nine days, terrible service!"


@pytest.fixture(autouse=True)
def _read(settings, tmp_path, house):
    """Compile and load the model before the browser waits for it."""
    settings.HOME = tmp_path
    reader_of(house.brand.pk).reader.read([COMPLAINT])[0].evidence  # noqa: B018


@pytest.fixture
def complaint(house) -> Mention:
    """One unfavourable mention, read by a model, and copied twice."""
    mention = make_mention(
        house.brand.pk, COMPLAINT, author="Mina", author_id="m", language="en", sentiment="unfavourable", read_by=1,
        sentiment_by="model", sentiment_confidence=0.97, cause="delivery", cause_by="model", cause_confidence=0.6,
    )  # fmt: skip
    for n in (1, 2):
        make_mention(
            house.brand.pk, COMPLAINT + "!" * n, author_id=f"c{n}", copy_of=mention.pk,
            published_at=mention.published_at + timedelta(minutes=3 * n),
        )  # fmt: skip
    return mention


def settled(page: Page) -> None:
    """Wait until the open mention has its evidence."""
    expect(page.locator("#reading .evidence-key").first).to_be_visible(timeout=30_000)


def now(mention: Mention) -> Mention:
    return Mention.objects.get(pk=mention.pk)


def test_evidence_comes_after_the_text_and_is_switched_off_for_good(page: Page, house, complaint):
    page.goto(house.at(MENTIONS))
    settled(page)
    marked = page.locator("#reading .mention-text .of-sentiment").first
    expect(marked).not_to_have_css("background-color", TRANSPARENT)
    page.get_by_role("button", name="Sentiment Unfavourable").click()
    expect(marked).to_have_css("background-color", TRANSPARENT)
    page.reload()
    settled(page)
    expect(page.get_by_role("button", name="Sentiment Unfavourable")).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(page.locator("#reading .mention-text .of-sentiment").first).to_have_css(
        "background-color", TRANSPARENT
    )


def give(page: Page, *keys: str) -> None:
    """Press keys, the last of which gives a label, and wait until the pane shows what came of it."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_response("**/evidence/**"):
        page.keyboard.press(keys[-1])
    settled(page)


def test_every_label_has_its_key_and_every_step_its_way_back(page: Page, house, complaint):
    page.goto(house.at(MENTIONS))
    settled(page)
    give(page, "5")
    expect(page.locator(".notice")).to_contain_text("Label changed.")
    give(page, "c", "c")
    expect(page.locator("#reading .picker-open").first).to_contain_text("Price")
    give(page, "a", "1")
    give(page, "2")
    expect(page.locator("#reading .picker[open] input:checked")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("#reading .picker[open]")).to_have_count(0)
    give(page, "o", "3")
    expect(page.locator(f"#mention-{complaint.pk} .badge").last).to_have_text("Employee")
    given = now(complaint)
    assert (given.intent, given.cause, given.origin) == ("purchase_intent", "price", "employee")
    assert given.aspects == "|price|quality|"
    page.locator(".notice").last.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#mention-{complaint.pk}")).not_to_contain_text("Employee")
    settled(page)
    assert now(complaint).origin == "consumer"


def test_what_is_typed_is_counted_and_the_list_follows(page: Page, house, complaint):
    make_mentions(house.brand.pk, [{"text": f"late again, number {n}"} for n in range(3)])
    page.goto(house.at(MENTIONS))
    settled(page)
    page.keyboard.press("/")
    page.keyboard.type("late OR parcel")
    expect(page.locator(".query-count")).to_have_text("6")
    page.wait_for_url("**q=late*OR*parcel*")
    expect(page.locator("#list mark").first).to_be_visible()
    settled(page)


def test_what_cannot_be_read_is_marked_and_put_right_with_a_click(page: Page, house, complaint):
    page.goto(house.at(MENTIONS))
    settled(page)
    page.keyboard.press("/")
    page.keyboard.type("lost OR found parcel")
    problem = page.locator(".query-problem")
    expect(problem).to_contain_text("AND and OR stand side by side")
    expect(problem.locator("mark")).to_have_text("p")
    expect(page.locator("[data-item]").first).to_be_visible()
    problem.get_by_role("link", name="Use this:").click()
    expect(page.locator("[data-page-search]")).to_have_value("lost OR (found parcel)")
    expect(page.locator(f"#mention-{complaint.pk}")).to_be_visible()
    settled(page)


def test_the_language_explains_itself_by_examples_that_can_be_tried(page: Page, house, complaint):
    page.goto(house.at(MENTIONS))
    settled(page)
    page.get_by_role("button", name="How to ask").click()
    page.get_by_role("link", name="recommend*").click()
    expect(page.locator("[data-page-search]")).to_have_value("recommend*")


def test_copies_fold_and_unfold(page: Page, house, complaint):
    page.goto(house.at(MENTIONS))
    settled(page)
    expect(page.locator("[data-item]")).to_have_count(1)
    expect(page.locator(".copies").first).to_have_text("+2 copies, 3 accounts, in 6 min")
    expect(page.locator("#list")).to_contain_text("3 consumer mentions")
    page.get_by_role("link", name="Show all copies").click()
    expect(page.locator("[data-item]")).to_have_count(3)
    settled(page)


def test_similar_mentions_are_looked_for_when_asked(page: Page, house, complaint):
    other = make_mention(house.brand.pk, "Another refund that took nine days, and the parcel is still lost")
    page.goto(house.at(f"{MENTIONS}{complaint.pk}/"))
    settled(page)
    page.get_by_text("Similar mentions").click()
    expect(page.locator(".similar-found")).to_contain_text(other.text)


def test_a_topic_opens_its_mentions_and_trends_keep_the_filter(page: Page, house):
    moment = timezone.now()
    rows = [
        {
            "text": f"{text} {n}",
            "published_at": moment - timedelta(days=n),
            "sentiment": sign,
            "language": "en",
        }
        for n in range(1, 60, 2)
        for text, sign in (("the parcel was late", "unfavourable"), ("a patient teacher", "favourable"))
    ]
    make_mentions(house.brand.pk, rows)
    do_find_topics(access_brand(house.admin, house.brand.slug), moment)
    topic = Topic.objects.order_by("net").first()
    assert topic is not None
    page.goto(house.at("/b/ada/topics/"))
    page.get_by_role("link", name=topic.name).click()
    page.wait_for_url(f"**/mentions/?topic={topic.pk}")
    expect(page.locator("#list")).to_contain_text(f"{topic.size} consumer mentions")
    settled(page)
    page.get_by_role("link", name="Trends").click()
    page.wait_for_url(f"**/trends/?topic={topic.pk}")
    expect(page.locator(".chart canvas").first).to_be_visible()
    page.get_by_role("link", name="Month").click()
    expect(page.get_by_role("heading", name="Consumer mentions a month")).to_be_visible()
    page.locator(".parts a[data-drawer]").first.click()
    expect(page.locator("#drawer")).to_contain_text("Consumer mentions")
