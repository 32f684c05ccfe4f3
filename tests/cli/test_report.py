"""`goodword report`: straight from an export to something a manager reads, leaving nothing behind."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import goodword.server.insights.diagnosis as diagnosis

FONTS = Path(diagnosis.__file__).parent / "dist"
needs_fonts = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="the fonts are not built (make assets)")
COMPLAINTS = [
    "The parcel came a week late and nobody told me where it was, terrible delivery number {n}.",
    "快递太慢了，等了{n}天还没有送到，物流也不更新，非常失望。",
    "The staff were so kind and helpful, a wonderful experience, thank you, visit {n}!",
]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of ninety mentions in two languages."""
    rows = [
        f'{n},2026-03-{n % 28 + 1:02d} 10:00,"{COMPLAINTS[n % 3].format(n=n)}",Lamp {n % 2}'
        for n in range(90)
    ]
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join(["id,created_at,text,product", *rows]), encoding="utf-8")
    return path


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a process: it makes a workspace of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"GOODWORD_HOME": str(folder / "home"), "COLUMNS": "200", "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "goodword.cli", "report", *map(str, arguments)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@needs_fonts
def test_an_export_becomes_a_report_and_leaves_nothing_behind(tmp_path, export):
    ended = run(tmp_path, "--mentions", export, "-o", "out.pdf", "--brand", "Nordlicht", "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["bytes"] == (tmp_path / "out.pdf").stat().st_size < 1_000_000
    assert told["diagnosis"]["brand"] == "Nordlicht"
    assert told["diagnosis"]["causes"][0]["key"] == "delivery"
    assert told["diagnosis"]["steps"]
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO((tmp_path / "out.pdf").read_bytes())).pages
    )
    assert "Nordlicht" in text
    assert "快递" in text
    assert not (tmp_path / "home").exists()
    assert not list((tmp_path / "tmp").glob("goodword-*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "out.docx"], "written as .html or .pdf"),
        (["-o", "out"], "has no ending"),
        (["-o", "out.pdf", "--language", "fr"], "Give en or zh"),
        (["-o", "out.pdf", "--map", "text=body"], "--mentions"),
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence(goodword, arguments, said):
    ended = goodword("report", *arguments)
    assert ended.returncode == 2
    assert said in " ".join(ended.stderr.replace("│", " ").split())


def test_a_file_that_is_not_there_is_named(goodword):
    ended = goodword("report", "--mentions", "nowhere.csv", "-o", "out.html")
    assert ended.returncode == 1
    assert ended.stderr.startswith("goodword: There is no file nowhere.csv")
    assert "Traceback" not in ended.stderr


def test_a_report_does_not_overwrite_what_it_reads(goodword, tmp_path):
    (tmp_path / "page.html").write_text("text\nhello")
    ended = goodword("report", "--mentions", "page.html", "-o", "page.html")
    assert ended.returncode == 1
    assert "is the file that is read" in ended.stderr
    assert (tmp_path / "page.html").read_text() == "text\nhello"
