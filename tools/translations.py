"""Collect the phrases of code and templates into the translation files, and say what is missing. Needs gettext."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "goodword"
LANGUAGES = ("zh_Hans",)


def collect() -> None:
    """Bring the translation files up to date with the source."""
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--no-obsolete",
        "--add-location=never",
        "--no-wrap",
    ]
    for language in LANGUAGES:
        command += ["--locale", language]
    command += ["--ignore", "tests", "--ignore", "dist"]
    subprocess.run(
        command,
        cwd=PACKAGE,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "goodword.server.settings"},
    )


def untranslated(path: Path) -> list[str]:
    """Return the phrases of a file that have no translation, or an unsure one."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    return [
        str(m.id)
        for m in catalogue
        if m.id and (m.fuzzy or not all(m.string if isinstance(m.string, tuple) else [m.string]))
    ]


def main() -> int:
    """Collect, then list what is missing."""
    if shutil.which("xgettext") is None:
        print("gettext is missing. Install it (Debian: apt-get install gettext), then run this again.")
        return 1
    (PACKAGE / "locale").mkdir(exist_ok=True)
    collect()
    status = 0
    for path in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po")):
        missing = untranslated(path)
        print(f"{path.parent.parent.name}: {len(missing)} phrases are not translated")
        for phrase in missing:
            print(f"  {phrase}")
        status = status or bool(missing)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
