"""Photograph every page of the sample workspace into docs/screenshots: two widths, light and dark, English and Chinese.

Usage: python tools/screenshots.py [PAGE …] [LOOK …], a look as in 390-dark-en. Needs Chromium (Debian: apt-get install
chromium). GOODWORD_SCREENSHOTS_AT names a running sample workspace to
use instead of a new one, GOODWORD_SCREENSHOTS_TO another folder.
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
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from screenshot_pages import BRAND, SHOTS, Shot, make_imports

OUT = Path(
    os.environ.get("GOODWORD_SCREENSHOTS_TO")
    or Path(__file__).resolve().parent.parent / "docs" / "screenshots"
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
LOGIN, PASSWORD = "admin@lumen.example", "lumen-word-of-mouth"
WIDTHS = {1280: 860, 390: 844}


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
    """Serve the sample workspace on a free port from a data folder of its own."""
    if running := os.environ.get("GOODWORD_SCREENSHOTS_AT"):
        yield running.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tempfile.mkdtemp(prefix="goodword-screenshots-")
    command = [sys.executable, "-m", "goodword.cli", "demo", "--port", str(port), "--no-browser"]
    process = subprocess.Popen(command, env={**os.environ, "GOODWORD_HOME": home}, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/account/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
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


def open_browser(browser: Browser, address: str, look: Look) -> BrowserContext:
    """Open a browser window that looks at the console in one way."""
    context = browser.new_context(
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="zh-CN" if look.language.startswith("zh") else "en-GB",
        reduced_motion="reduce",
    )
    cookies = {"theme": look.theme, "django_language": look.language}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context


def sign_in(page: Page, address: str) -> None:
    """Sign in as the sample's administrator."""
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", LOGIN)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/b/{BRAND}/")


def photograph(page: Page, address: str, shot: Shot, look: Look, places: dict[str, str]) -> None:
    """Photograph a page as it is, or after what has to be done to see it."""
    page.goto(address + shot.path.format(brand=BRAND, **places))
    page.wait_for_load_state("networkidle")
    if shot.act is not None:
        shot.act(page)
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)  # fonts and the last frame of a chart
    save(page.screenshot(full_page=shot.whole), OUT / f"{shot.name}-{look.suffix}.png")


def save(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours, which is all a page needs and a third of the size."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def walk(browser: Browser, address: str, look: Look, wanted: list[Shot], places: dict[str, str]) -> None:
    """Photograph pages in one look: the public ones first, then as the administrator."""
    context = open_browser(browser, address, look)
    page = context.new_page()
    page.on("console", lambda said: print(f"  {page.url}: {said.text}") if said.type == "error" else None)
    for shot in [shot for shot in wanted if shot.public]:
        photograph(page, address, shot, look, places)
    sign_in(page, address)
    for shot in [shot for shot in wanted if not shot.public]:
        photograph(page, address, shot, look, places)
    context.close()


def write_gallery() -> None:
    """Write a page that shows every picture there is, one line a page."""
    lines = [
        "# What the console looks like",
        "",
        "Made by `make screenshots` from the sample workspace. Each page at 1280 px and on a phone (390 px), light and dark,",
        "in English, and light in Chinese.",
        "",
        "![Home](home-1280-light-en.png)",
        "",
    ]
    for shot in SHOTS:
        names = [(look, f"{shot.name}-{look.suffix}.png") for look in LOOKS]
        links = " · ".join(
            f"[{look.width} {look.theme} {'中文' if look.language != 'en' else 'en'}]({name})"
            for look, name in names
        )
        lines += [f"- **{shot.title}** – {links}"]
    (OUT / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Photograph the pages named on the command line, in the looks named there; or all."""
    asked = set(sys.argv[1:])
    wanted = [shot for shot in SHOTS if shot.name in asked] or SHOTS
    looks = [look for look in LOOKS if look.suffix in asked] or LOOKS
    chromium = shutil.which("chromium") or sys.exit(
        "Chromium is missing. Install it (Debian: apt-get install chromium)."
    )
    OUT.mkdir(parents=True, exist_ok=True)
    with console() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = open_browser(browser, address, LOOKS[0])
        page = context.new_page()
        sign_in(page, address)
        places = make_imports(page, address)
        context.close()
        for look in looks:
            print(f"· {look.suffix}", flush=True)
            walk(browser, address, look, wanted, places)
        browser.close()
    write_gallery()


if __name__ == "__main__":
    main()
