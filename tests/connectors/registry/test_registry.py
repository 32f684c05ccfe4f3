"""Kinds of sources are found by name; those of packages too, and a broken one keeps no other from working."""

import importlib
import re
import sys
import tomllib
from pathlib import Path

import pytest

from goodword.connectors import registry
from goodword.connectors.conformance import scenarios
from goodword.connectors.protocol import ConnectorSpec

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-connector.md"
DOCS = Path(__file__).parents[3] / "docs" / "connectors"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A place packages are installed to; forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.reload()
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]
    registry.reload()


def install(site: Path, name: str, points: dict[str, str], **modules: str) -> None:
    info = site / f"{name.replace('-', '_')}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")
    lines = "".join(f"{point} = {target}\n" for point, target in points.items())
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{lines}")
    for module, code in modules.items():
        (site / f"{module}.py").write_text(code)
    importlib.invalidate_caches()
    registry.reload()


def test_every_built_in_kind_loads_and_is_complete():
    found = registry.specs()
    assert list(found) == sorted(found)
    assert not [problem for problem in registry.problems() if problem.package == "goodword"]
    assert set(found) >= set(registry.BUILT_IN)
    assert list(registry.BUILT_IN) == sorted(registry.BUILT_IN)
    for kind, spec in found.items():
        assert isinstance(spec, ConnectorSpec)
        assert spec.kind == kind
        assert all((spec.title_en, spec.title_zh, spec.sees_en, spec.sees_zh, spec.misses_zh, spec.limits_zh))


@pytest.mark.parametrize("kind", registry.BUILT_IN)
def test_every_built_in_kind_has_its_page(kind):
    assert (DOCS / f"{registry.specs()[kind].docs}.md").exists()


@pytest.mark.parametrize(
    ("target", "code", "why"),
    [
        ("broken:SPEC", "raise RuntimeError('no licence')", "no licence"),
        ("broken:SPEC", "import a_package_nobody_has", "a_package_nobody_has"),
        ("broken:SPEC", "SPEC = 5", "not a ConnectorSpec"),
        ("broken:MISSING", "", "MISSING"),
        ("broken:SPEC", "from goodword.connectors.feed import SPEC", "already"),
    ],
)
def test_a_broken_package_is_said_and_left_out(site, target, code, why):
    install(site, "goodword-broken", {"broken": target}, broken=code)
    (problem,) = [one for one in registry.problems() if one.name == "broken"]
    assert problem.package == "goodword-broken"
    assert why in problem.message
    assert set(registry.specs()) >= {"feed", "webhook"}


def written_on_the_page() -> dict[str, str]:
    return dict(
        re.findall(r"^`([\w.]+)`[^\n]*:\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )


def test_the_package_on_the_page_works(site):
    """What a third party copies from the page is installed, found, and passes its own test."""
    files = written_on_the_page()
    project = tomllib.loads(files["pyproject.toml"])["project"]
    points = project["entry-points"][registry.GROUP]
    install(
        site,
        project["name"],
        points,
        guestbook=files["guestbook.py"],
        test_guestbook=files["test_guestbook.py"],
    )
    assert registry.specs()["guestbook"].title_zh == "留言簿"
    test = importlib.import_module("test_guestbook")
    for name in scenarios(test.KIT):
        test.test_nothing_is_lost(name)
    test.test_the_spec_is_complete()
