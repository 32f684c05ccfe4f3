"""A file goes in through the pages, with the keyboard's and the phone's needs met."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from goodword.server.imports.models import ImportRun
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.models import Mention

REVIEWS = """review id,review text,stars,posted,shop
1,Lost luggage again and nobody answered,2,2026-03-01,north
2,Very kind staff,five,2026-03-02,south
3,行李很快就到了，客服很好,5,2026-03-03,north
"""


@pytest.fixture
def reviews(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_a_file_to_its_mentions(house, page, axe, reviews, width, language):
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    page.goto(house.at("/b/ada/imports/"))
    _looked_at(page, axe, "list", width, language)
    page.goto(house.at("/b/ada/imports/new/"))
    _looked_at(page, axe, "new", width, language)
    page.set_input_files("input[type=file]", reviews)
    page.locator("main form .btn-primary").press("Enter")
    expect(page.locator("select[name=column-1]")).to_have_value("text")
    expect(page.locator("select[name=column-2]")).to_have_value("rating")
    _looked_at(page, axe, "columns", width, language)
    page.locator("main form .btn-primary").click()
    expect(page.locator("mark")).to_have_text("five")
    _looked_at(page, axe, "preview", width, language)
    page.locator("main form .btn-primary").click()
    expect(page.locator("#run progress")).to_be_visible()
    ImportRun.objects.update(
        state="running", position=12_345, progress=0.4, rows_per_second=2_300, seconds_left=8
    )
    page.reload()
    _looked_at(page, axe, "running", width, language)
    ImportRun.objects.update(state="queued", position=0, progress=0)
    run_pending()
    expect(page.locator("#run a.btn-primary")).to_be_visible(timeout=10_000)
    _looked_at(page, axe, "done", width, language)
    assert Mention.objects.count() == 2
    page.locator("#run a.btn-primary").click()
    expect(page.locator("main")).to_contain_text("行李很快就到了")


def _looked_at(page, axe, name: str, width: int, language: str) -> None:
    """Check a page as it stands: no barrier, nothing wider than the screen; keep a picture where one is asked for."""
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"imports-{name}-{width}-{language}.png", full_page=True)
