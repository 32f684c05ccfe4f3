"""Say in one sentence which tool is missing or too old, or why this folder will not do, before anything is half installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

MINIMUM_NODE = 20
ROOM_NEEDED = 1_500_000_000


def python_problem() -> str:
    """Return what is wrong with the Python that runs this, or nothing."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        return f"Goodword needs Python 3.11 or newer; this is {found}. Install it, then: make PYTHON=python3.11 demo"
    return ""


def node_problem() -> str:
    """Return what is wrong with Node.js, or nothing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node.js is missing: the console's assets are bundled with it. Install Node.js 20 or newer, then run make again."
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().lstrip("v").split(".")[0]
    if not major.isdigit() or int(major) < MINIMUM_NODE:
        return f"Node.js {answer.strip()} is too old. Install Node.js {MINIMUM_NODE} or newer, then run make again."
    return ""


def folder_problem() -> str:
    """Return why nothing can be installed in the current folder, or nothing."""
    here = Path.cwd()
    if not os.access(here, os.W_OK):
        return f"The folder {here} is read-only. Clone the repository to a folder you may write to."
    installed = (here / ".venv").is_dir() and (here / "node_modules").is_dir()
    free = shutil.disk_usage(here).free
    if not installed and free < ROOM_NEEDED:
        return (
            f"Only {free // 1_000_000} MB are free where {here} lies; the packages need {ROOM_NEEDED // 1_000_000} MB. "
            "Free some space, then run make again."
        )
    return ""


CHECKS = {"python": python_problem, "node": node_problem, "folder": folder_problem}

if __name__ == "__main__":
    for name in sys.argv[1:]:
        problem = CHECKS[name]()
        if problem:
            sys.exit(problem)
