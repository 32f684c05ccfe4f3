"""Build hook: a wheel carries compiled messages and bundled assets, so that whoever installs it needs neither tool."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_messages(package: Path) -> int:
    """Compile every .po below the package to the .mo beside it; return how many were out of date."""
    stale = 0
    for source in package.rglob("*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as readable, target.open("wb") as writable:
            write_mo(writable, read_po(readable))
        stale += 1
    return stale


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compile messages always; bundle the assets for a real wheel unless they are there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        package = root / "src" / "goodword"
        compile_messages(package)
        made = package / "server/shell/static/dist/console.js", package / "edge/dist/goodword.js"
        if self.target_name != "wheel" or version == "editable" or all(each.exists() for each in made):
            return
        if shutil.which("npm") is None:
            raise SystemExit(
                "The console's assets are bundled with Node.js 20 and npm. Install them, or a ready-made wheel."
            )
        subprocess.run(["npm", "ci"], cwd=root, check=True)
        subprocess.run(["node", "frontend/build.mjs"], cwd=root, check=True)
