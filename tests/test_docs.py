"""The pages tell the truth: commands exist as written, links lead somewhere, what is made from code is up to date."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from django.urls import resolve

from goodword.cli.main import app
from goodword.server.measuring.tabs import tabs
from goodword.server.shell.navigation import HOUSE, LOOP, brand_url

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def commands(page: Path, first: str) -> list[str]:
    blocks = re.findall(r"```(?:sh|console|bash)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [
        line.strip().removeprefix("$ ")
        for line in lines
        if re.match(rf"(\$ )?([A-Z_]+=\S+ )*{first} ", line.strip())
    ]


def words(line: str) -> list[str]:
    return [word for word in shlex.split(line, comments=True) if not re.match(r"^[A-Z_]+=", word)][1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_docs_exists_with_its_options(page):
    root = typer.main.get_command(app)
    for line in commands(page, "goodword"):
        command, arguments = root, words(line)
        while hasattr(command, "commands") and arguments and arguments[0] in command.commands:
            command, arguments = command.commands[arguments[0]], arguments[1:]
        assert not hasattr(command, "commands"), f"{line!r} names no command"
        context = command.make_context("goodword", arguments, resilient_parsing=False)
        assert context.params is not None, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_in_the_docs_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in commands(page, "make"):
        assert words(line)[0] in targets, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    for link in LINK.findall(page.read_text("utf-8")):
        if "://" not in link and not link.startswith("mailto:"):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def visible(command, path=("goodword",)):
    yield " ".join(path)
    for name, sub in getattr(command, "commands", {}).items():
        if not sub.hidden:
            yield from visible(sub, (*path, name))


def test_the_command_line_page_has_every_command_and_no_hidden_one():
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    assert re.findall(r"^## `(.+)`$", page, re.MULTILINE) == list(visible(typer.main.get_command(app)))


def test_every_variable_the_platform_reads_is_in_the_table():
    table = (ROOT / "docs" / "how-to" / "run-it.md").read_text("utf-8")
    named = {
        name
        for path in (ROOT / "src" / "goodword").rglob("*.py")
        for name in re.findall(r'\b(?:variable|flag|count)\("([A-Z_]{4,})"', path.read_text("utf-8"))
    }
    of_the_demo = {"GOODWORD_DEMO", "GOODWORD_SAMPLE_PLACES"}  # set by `goodword demo`, for nobody else
    assert {name for name in named - of_the_demo if f"| `{name}` |" not in table} == set()


def test_reference_pages_are_what_the_code_says():
    result = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def photographed() -> set[str]:
    """The pages `make screenshots` shows, as they are in the sample workspace."""
    spec = importlib.util.spec_from_file_location("pages", ROOT / "tools" / "screenshot_pages.py")
    pages = importlib.util.module_from_spec(spec)
    sys.modules["pages"] = pages
    spec.loader.exec_module(pages)
    places = {"brand": "lumen-school", "draft": "1", "done": "2"}
    return {shot.path.format(**places).split("?")[0] for shot in pages.SHOTS if shot.name != "not-found"}


def test_every_page_photographed_is_there():
    for path in photographed():
        assert resolve(path), path


def test_every_entry_of_the_navigation_and_every_tab_of_measure_is_photographed():
    everybody = SimpleNamespace(brand_slug="lumen-school", may=lambda _right: True)
    entries = {brand_url(item.url_name, "lumen-school") for item in (*LOOP, *HOUSE)} - {""}
    assert (entries | {tab.url for tab in tabs(everybody, "measure")}) <= photographed()
