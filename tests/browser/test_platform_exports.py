"""An export of Weibo goes in through the pages: known, read as it is written, in both languages."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from goodword.server.jobs.facade import run_pending
from goodword.server.listening.models import Mention

GOLDEN = Path(__file__).parents[1] / "connectors" / "exports" / "微博_2026-05-12_1830.csv"


@pytest.mark.parametrize(("width", "language", "name"), [(1280, "en", "Weibo"), (390, "zh-hans", "微博")])
def test_an_export_of_weibo(house, page, axe, settings, tmp_path, width, language, name):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    export = tmp_path / GOLDEN.name
    shutil.copy(GOLDEN, export)
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    page.goto(house.at("/b/ada/imports/new/"))
    page.set_input_files("input[type=file]", export)
    page.locator("main form .btn-primary").press("Enter")
    offered = page.locator("button[name=profile]")
    expect(offered).to_contain_text(name)
    _looked_at(page, axe, f"offered-{width}-{language}")
    offered.click()
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("weibo.com")
    _looked_at(page, axe, f"preview-{width}-{language}")
    page.locator("main form .btn-primary").click()
    expect(page.locator("#run progress")).to_be_visible()
    run_pending()
    expect(page.locator("#run a.btn-primary")).to_be_visible(timeout=10_000)
    first = Mention.objects.get(external_id="5031234567890123")
    assert (first.source, first.source_type, first.extra["likes"]) == ("weibo.com", "social_network", 34_000)
    assert Mention.objects.count() == 5


def _looked_at(page, axe, name: str) -> None:
    """Check a page as it stands; keep a picture where one is asked for."""
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"export-{name}.png", full_page=True)
