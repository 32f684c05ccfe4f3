"""The first errand of a new user: bring a file in, find something in it, take the result away – three ways, two languages."""

import csv
import io
import json
import re
import time
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyarrow.parquet as pq
import pytest

from .conftest import PASSWORD, Product

pytestmark = [pytest.mark.browser, pytest.mark.shared, pytest.mark.slow]


@pytest.fixture
def open_console(browser, product: Product):
    def open_in(language: str, who: str):
        context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
        context.add_cookies([{"name": "django_language", "value": language, "url": product.address}])
        page = context.new_page()
        page.goto(f"{product.address}/account/login/")
        page.fill("input[name=login]", f"{who}@lumen.example")
        page.fill("input[name=password]", PASSWORD)
        page.click("form.form button[type=submit]")
        page.wait_for_url("**/b/lumen-school/")
        return page

    return open_in


def texts(path, pattern: str) -> int:
    """Count the texts that match, the slow and certain way."""
    found = re.compile(pattern, re.IGNORECASE)
    return sum(
        1 for text in pq.read_table(path, columns=["text"]).column("text").to_pylist() if found.search(text)
    )


def bring_in(page, product: Product, path) -> None:
    """Upload → columns → preview → import → what came of it."""
    page.goto(f"{product.address}/b/lumen-school/imports/new/")
    page.set_input_files("input[name=file]", str(path))
    page.click("main form.form button.btn-primary")
    page.wait_for_url("**/columns/")
    page.click("main form.stack button.btn-primary")
    page.wait_for_url("**/preview/")
    page.click("form[action$='/start/'] button.btn-primary")
    page.wait_for_selector("#run a.btn-primary[href*='mentions']", timeout=120_000)


def find_and_export(page, words: str) -> tuple[int, list[dict[str, str]]]:
    """Open what was imported, search in it, export what is found."""
    page.click("#run a.btn-primary[href*='mentions']")
    page.wait_for_url("**/mentions/?import_id=*")
    with page.expect_response(lambda response: "q=" in response.url and response.ok):
        page.fill("#list-search input[name=q]", words)
    page.wait_for_url("**q=*")
    page.wait_for_selector("#list mark")
    shown = page.locator("nav.list-foot").inner_text()
    page.locator("#list-tools details:has(a[download]) summary").click()
    with page.expect_download() as download:
        page.locator("#list-tools a[download]").first.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    return int(re.search(r"[\d,]+", shown).group().replace(",", "")), rows


def test_in_the_console_in_english(open_console, product, shared):
    path = shared / "data/text/en_airline.parquet"
    page = open_console("en", "analyst")
    bring_in(page, product, path)
    assert "10,808" in page.locator("#run").inner_text() or "10.8k" in page.locator("#run").inner_text()
    count, rows = find_and_export(page, '"lost luggage"')
    expected = texts(path, r"\blost\W+luggage\b")
    assert count == len(rows) == expected > 0
    assert all("luggage" in " ".join(row.values()).lower() for row in rows)


def test_in_the_console_in_chinese(open_console, product, shared):
    path = shared / "data/text/zh_online_shopping_10_cats.parquet"
    page = open_console("zh-hans", "marketing")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    bring_in(page, product, path)
    count, rows = find_and_export(page, "快递")
    assert count == len(rows) == texts(path, "快递") > 0


def test_on_the_command_line_and_over_http(product, shared):
    path = shared / "data/text/en_airline.parquet"
    done = product.command("import", "mentions", str(path), "--brand", "my-brand", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == 10_808
    again = product.command("import", "mentions", str(path), "--brand", "my-brand", "--json")
    assert json.loads(again.stdout)["added"] == 0
    token = new_token(product)
    expected = texts(path, r"\blost\W+luggage\b")
    found = ask(product, token, f"/api/v1/mentions?q={quote(chr(34) + 'lost luggage' + chr(34))}&limit=200")
    assert len(found["items"]) == expected
    export = ask(product, token, f"/api/v1/mentions/export?format=csv&q={quote('lost luggage')}", raw=True)
    assert len(list(csv.DictReader(io.StringIO(export.decode("utf-8-sig"))))) >= expected


def test_a_file_sent_over_http_is_imported_by_the_worker(product, shared):
    path = shared / "data/text/en_coursera_reviews.parquet"
    token = new_token(product)
    started = upload(product, token, path)
    for _attempt in range(600):
        run = ask(product, token, f"/api/v1/imports/{started['id']}")
        if run["state"] in {"done", "failed"}:
            break
        time.sleep(0.1)
    assert (run["state"], run["added"] + run["already_there"] + run["rejected"]) == ("done", 2762)


def new_token(product: Product) -> str:
    """Make an API token on the default brand, as an administrator would."""
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE']='goodword.server.settings'; django.setup();"
        "from goodword.server.accounts.facade import all_brands, system_actor, Right;"
        "from goodword.server.accounts.actions import do_create_token;"
        "brand=[b for b in all_brands() if b.slug=='my-brand'][0];"
        "print(do_create_token(system_actor(brand,'test'),'test',frozenset(Right),1)[1])"
    )
    import subprocess
    import sys

    from .conftest import surroundings

    result = subprocess.run(
        [sys.executable, "-c", script],
        env=surroundings(product.home),
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


def ask(product: Product, token: str, path: str, *, raw: bool = False):
    request = Request(product.address + path, headers={"Authorization": f"Bearer {token}"})
    with urlopen(request, timeout=60) as answer:
        body = answer.read()
    return body if raw else json.loads(body)


def upload(product: Product, token: str, path) -> dict:
    edge = "goodword-edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nmentions\r\n'.encode(),
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode(),
        path.read_bytes(),
        f"\r\n--{edge}--\r\n".encode(),
    ]
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Idempotency-Key": "acceptance-1",
    }
    request = Request(
        f"{product.address}/api/v1/imports", data=b"".join(parts), headers=headers, method="POST"
    )
    with urlopen(request, timeout=60) as answer:
        assert answer.status == 202
        return json.loads(answer.read())
