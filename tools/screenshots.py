"""Photograph every page of the sample workspace into docs/screenshots: two widths, light and dark, English and Chinese.

Usage: python tools/screenshots.py [PAGE …]. Needs Chromium (Debian: apt-get install chromium).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
BRAND = "lumen-school"
LOGIN, PASSWORD = "admin@lumen.example", "lumen-word-of-mouth"
WIDTHS = {1280: 860, 390: 844}
PAGES = {
    "sign-in": "/account/login/",
    "home": f"/b/{BRAND}/",
    "mentions": f"/b/{BRAND}/mentions/",
    "people": f"/b/{BRAND}/people/",
    "imports": f"/b/{BRAND}/imports/",
    "import-new": f"/b/{BRAND}/imports/new/",
    "members": f"/b/{BRAND}/members/",
    "brand-settings": f"/b/{BRAND}/settings/",
    "tokens": f"/b/{BRAND}/tokens/",
    "audit": f"/b/{BRAND}/audit/",
    "jobs": f"/b/{BRAND}/jobs/",
    "activate": f"/b/{BRAND}/stations/activate/",
    "style": "/style/",
    "not-found": f"/b/{BRAND}/nothing-here/",
}


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    width: int
    theme: str
    language: str

    @property
    def suffix(self) -> str:
        """How the files of this look end."""
        return f"{self.width}-{self.theme}-{self.language}"


LOOKS = [Look(width, theme, "en") for width in WIDTHS for theme in ("light", "dark")] + [
    Look(width, "light", "zh-hans") for width in WIDTHS
]


@contextmanager
def console() -> Iterator[str]:
    """Serve the sample workspace on a free port, in a data folder of its own unless GOODWORD_SCREENSHOTS names one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = os.environ.get("GOODWORD_SCREENSHOTS")
    home = kept or tempfile.mkdtemp(prefix="goodword-screenshots-")
    command = [sys.executable, "-m", "goodword.cli", "demo", "--port", str(port), "--no-browser"]
    process = subprocess.Popen(command, env={**os.environ, "GOODWORD_HOME": home}, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/account/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a page answers."""
    for _attempt in range(600):
        if process.poll() is not None:
            sys.exit("The sample workspace did not start; run `make demo` to see why.")
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The sample workspace did not answer within two minutes.")


def sign_in(page: Page, address: str) -> None:
    """Sign in as the sample's administrator."""
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", LOGIN)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/b/{BRAND}/")


def photograph(browser: Browser, address: str, look: Look, wanted: dict[str, str]) -> None:
    """Photograph pages in one look."""
    context = browser.new_context(
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="zh-CN" if look.language.startswith("zh") else "en-GB",
        reduced_motion="reduce",
    )
    context.add_cookies(
        [
            {"name": "theme", "value": look.theme, "url": address},
            {"name": "django_language", "value": look.language, "url": address},
        ]
    )
    page = context.new_page()
    page.on("console", lambda message: print(f"  {message.text}") if message.type == "error" else None)
    if "sign-in" in wanted:
        page.goto(address + wanted["sign-in"])
        page.screenshot(path=OUT / f"sign-in-{look.suffix}.png")
    sign_in(page, address)
    for name, path in wanted.items():
        if name != "sign-in":
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=OUT / f"{name}-{look.suffix}.png", full_page=name in {"home", "style"})
    context.close()


def main() -> None:
    """Photograph the pages named on the command line, or all."""
    wanted = {name: path for name, path in PAGES.items() if name in (sys.argv[1:] or PAGES)}
    chromium = shutil.which("chromium") or sys.exit(
        "Chromium is missing. Install it (Debian: apt-get install chromium)."
    )
    OUT.mkdir(parents=True, exist_ok=True)
    with console() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for look in LOOKS:
            print(f"· {look.suffix}", flush=True)
            photograph(browser, address, look, wanted)
        browser.close()


if __name__ == "__main__":
    main()
