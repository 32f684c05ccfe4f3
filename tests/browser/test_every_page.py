"""Every page, with data and without, in both languages: nothing for axe to find, nothing wider than a phone, no complaint."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from goodword.server import workspace
from goodword.server.accounts.actions import do_create_token, do_invite
from goodword.server.accounts.factories import make_brand
from goodword.server.accounts.models import Membership, User
from goodword.server.accounts.queries import access_brand
from goodword.server.accounts.rights import Right, Role
from goodword.server.collecting.models import Source
from goodword.server.imports.drafts import do_draft_import, do_start_draft
from goodword.server.imports.models import ImportRun
from goodword.server.jobs.facade import run_pending
from goodword.server.jobs.models import Job
from goodword.server.listening.models import Mention, SavedQuery
from goodword.server.measuring.cascade_list_reading import access_cascades
from goodword.server.talkers.models import Person
from goodword.server.visibility.queries import access_positions

REVIEWS = """post_id,created_at,user,review
1,2026-03-02 09:14,Mina,The logic course finally made proofs click for me.
2,soon,晓雯,老师讲得很清楚，作业有点多。
"""
# At a desk and on a phone, in light and dark; axe looks at three of the four, for it takes its time.
LOOKS = {
    "en": [((1280, 900), "light", True), ((390, 844), "dark", True)],
    "zh-hans": [((1280, 900), "dark", True), ((390, 844), "light", False)],
}
DRAWERS = {
    "members/": "tr[data-item] a[data-drawer]",
    "audit/": "a[href$='/audit/verify/']",
    "jobs/": "tr[data-item] a[data-drawer]",
    "": ".stat a[data-drawer]",
    "model/words/": "tr[data-item] a[data-drawer]",
}


@pytest.fixture
def house(sample_house):
    return sample_house


@pytest.fixture
def imports(house, tmp_path: Path) -> dict[str, ImportRun]:
    """An import that waits for a word, and one that is done."""
    actor = access_brand(house.admin, house.brand.slug)
    made = {}
    for name in ("draft", "done"):
        path = tmp_path / f"{name}.csv"
        path.write_text(REVIEWS, encoding="utf-8")
        made[name] = do_draft_import(actor, path, path.name, "mentions")
    do_start_draft(actor, made["done"], strict=False, dry_run=False)
    run_pending()
    return made


@pytest.fixture
def brand_pages(house, imports) -> list[str]:
    """The addresses of every page of the brand."""
    actor = access_brand(house.admin, house.brand.slug)
    do_invite(actor, "new@lumen.example", Role.SALES)
    do_create_token(actor, "The shop", frozenset({Right.EVENTS_WRITE}), 30)
    mention, person = (
        Mention.objects.filter(brand=house.brand)[0],
        Person.objects.filter(brand=house.brand)[0],
    )
    member = Membership.objects.get(user__email="marketing@lumen.example")
    query = SavedQuery.objects.filter(brand=house.brand, kind="brand")[0]
    series = access_positions(actor)[0].series
    draft = f"imports/{imports['draft'].pk}/"
    workspace.place_sources(9)
    source = Source.objects.filter(brand=house.brand, kind="discourse")[0]
    inside = [
        "", "numbers/mentions/", "mentions/", "mentions/?q=zzzqqq", "mentions/?sentiment=wrong", "mentions/?q=a+OR+b+c",
        "mentions/?copies=all", "topics/", "mentions/trends/", "mentions/trends/?split=source&by=month",
        "diagnosis/", "diagnosis/?days=all", "diagnosis/?days=7&source=nowhere.example",
        "mentions/trends/?by=hour", f"mentions/?mention={mention.pk}", f"mentions/{mention.pk}/", "people/",
        f"people/{person.pk}/", "imports/", "imports/new/", f"{draft}columns/", f"{draft}preview/",
        f"imports/{imports['done'].pk}/", "members/", f"members/{member.pk}/", "settings/", "tokens/", "audit/",
        "audit/verify/", "jobs/", f"jobs/{Job.objects.latest('pk').pk}/", "coming/handle/", "nothing-here/",
        "mentions/queries/", "mentions/queries/new/?source=lumen", f"mentions/queries/{query.pk}/",
        f"mentions/queries/{query.pk}/compare/", f"mentions/queries/{query.pk}/assistant/", "mentions/voice/?days=365",
        "mentions/voice/?who=all&split=topic", "mentions/voices/", "mentions/voices/?sort=same_text&days=365",
        "conversations/", f"conversations/{mention.pk}/", "visibility/", "visibility/import/", "visibility/coverage/",
        f"visibility/history/?keyword={series.keyword_id}&engine={series.engine}&place={series.place}",
        "alerts/", "alerts/replay/", "alerts/rules/", "alerts/rules/new/", "integration/", "integration/?server=python",
        "sources/", "sources/missing/", "sources/accounts/", "sources/new/",
        "sources/new/mastodon/", f"sources/{source.pk}/", f"sources/{source.pk}/settings/",
        "model/", "model/?task=cause", "model/?task=mood", "model/numbers/accuracy/", "model/teach/", "model/words/",
        "model/words/?kind=aspect", "model/words/cause/price/", "model/judged/?task=sentiment&said=neutral&read=neutral",
        "measure/", "measure/?window=ever", "measure/funnel/?by=lever&scale=shares", "measure/growth/?cohort=month",
        "measure/channels/?touch=7", "measure/cost/", "measure/cost/new/", "measure/cost/import/", "measure/tests/new/",
        "measure/value/?window=all", "measure/number/?figure=k",
        "measure/cascades/", "measure/cascades/?window=all&sort=money&channel=pigeon", "measure/cascades/?lever=privacy",
        f"measure/cascades/tree/?root={a_cascade(actor)}", f"measure/cascades/number/?root={a_cascade(actor)}&figure=depth",
        "measure/talkers/", "measure/talkers/?sort=brought&channel=feed", "measure/referred/", "measure/referred/?margin=no",
    ]  # fmt: skip
    return [f"/b/{house.brand.slug}/{path}" for path in inside]


def a_cascade(actor) -> str:
    """The largest cascade of the sample."""
    return access_cascades(actor, {}).ordered("size")[0]["root_id"]


def problems_of(page: Page, axe: Callable[[Page], list[str]], language: str) -> list[str]:
    """Return what is wrong with a page, at a desk and on a phone, in light and in dark."""
    if page.locator(".chart").count():
        expect(page.locator(".chart canvas").first).to_be_visible()
    found = []
    if page.locator("html").get_attribute("lang") != ("en" if language == "en" else "zh-Hans"):
        found.append("the page does not name its language")
    for (width, height), theme, thorough in LOOKS[language]:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} px wide on {width} px")
        found += axe(page) if thorough else []
    return found


def assert_fine(found: dict[str, list[str]]) -> None:
    """Fail with a line for everything that is wrong."""
    lines = [f"{path}: {problem}" for path, problems in found.items() for problem in problems]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize("language", LOOKS)
def test_every_page_of_a_brand_with_data(house, page, axe, brand_pages, language):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    found = {}
    for path in [*brand_pages, "/account/", "/account/password/change/", "/account/2fa/", "/api/v1/docs"]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(house.at(path))
        found[path] = problems_of(page, axe, language)
    assert_fine(found)


@pytest.mark.parametrize("language", LOOKS)
def test_every_drawer(house, page, axe, imports, language):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    found = {}
    for path, link in DRAWERS.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(house.at(f"/b/{house.brand.slug}/{path}"))
        page.locator(link).first.click()
        expect(page.locator("#drawer h2").first).to_be_visible()
        found[path] = problems_of(page, axe, language)
        page.keyboard.press("Escape")
        expect(page.locator("#drawer")).to_be_hidden()
    assert_fine(found)


def test_every_page_of_an_empty_brand_says_what_to_do(house, page, axe):
    make_brand(house.brand.organisation, "Empty", "empty")
    found = {}
    for path in (
        "",
        "mentions/",
        "mentions/trends/",
        "topics/",
        "people/",
        "imports/",
        "sources/",
        "sources/missing/",
        "sources/accounts/",
        "members/",
        "settings/",
        "tokens/",
        "audit/",
        "jobs/",
        "model/",
        "model/teach/",
        "model/words/",
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(house.at(f"/b/empty/{path}"))
        found[path] = problems_of(page, axe, "en")
        if path in (
            "mentions/",
            "mentions/trends/",
            "topics/",
            "people/",
            "imports/",
            "jobs/",
            "model/teach/",
        ):
            expect(page.locator(".empty-state .btn-primary")).to_be_visible()
    assert_fine(found)


@pytest.mark.parametrize("language", LOOKS)
def test_every_page_of_a_visitor(house, browser, axe, language, complaining):
    _invitation, secret = do_invite(
        access_brand(house.admin, house.brand.slug), "new@lumen.example", Role.SALES
    )
    context = browser.new_context()
    complaints = complaining(context)
    context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    page = context.new_page()
    found = {}
    for path in (
        "/account/login/",
        "/account/signup/",
        f"/invitation/{secret}/",
        "/invitation/gone/",
        "/nothing/",
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(house.at(path))
        found[path] = problems_of(page, axe, language)
    context.close()
    assert_fine(found)
    assert complaints == []


def test_who_may_not_is_told_so_on_a_page_of_the_house(house, browser, axe, enter, complaining):
    context = browser.new_context()
    complaints = complaining(context)
    enter(context, User.objects.get(email="sales@lumen.example"))
    page = context.new_page()
    answer = page.goto(house.at(f"/b/{house.brand.slug}/audit/"))
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("link", name="To the first page")).to_be_visible()
    assert problems_of(page, axe, "en") == []
    context.close()
    assert complaints == []
