"""Every phrase is said in Chinese too."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "goodword"
FILES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))


def strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_there_is_a_translation():
    assert [path.parts[-3] for path in FILES] == ["zh_Hans"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_nothing_is_untranslated_or_unsure(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    wrong = [
        message.id for message in catalogue if message.id and (message.fuzzy or not all(strings(message)))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_translations_keep_the_places_their_phrases_fill(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        assert not list(message.check()), (message.id, [str(error) for error in message.check()])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_the_word_for_caused_stands_for_nothing_else(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    said = [message.id for message in catalogue if any("带来" in text for text in strings(message))]
    assert said
    assert [each for each in said if "caused" not in str(each).lower()] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_every_phrase_of_the_source_is_in_the_file(tmp_path):
    copy = tmp_path / "goodword"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("dist", "__pycache__", "texts", "*.mo"))
    (tmp_path / "tools").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-obsolete", "--add-location=never",
         "--no-wrap", "--ignore", "tests", "--ignore", "dist"],
        cwd=copy, check=True, capture_output=True,
    )  # fmt: skip
    kept, collected = (
        {str(m.id) for m in read_po(path.open("rb")) if m.id}
        for path in (FILES[0], copy / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    )
    assert sorted(collected - kept) == [], "run: make translations"
