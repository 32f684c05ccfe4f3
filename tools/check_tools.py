"""Say in one sentence which tool is missing or too old, before anything is half installed."""

import shutil
import subprocess
import sys

MINIMUM_NODE = 20


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


if __name__ == "__main__":
    problem = {"python": python_problem, "node": node_problem}[sys.argv[1]]()
    if problem:
        sys.exit(problem)
