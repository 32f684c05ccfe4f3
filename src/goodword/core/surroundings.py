"""What the platform reads from its surroundings; every variable can also be given as a file in NAME_FILE."""

import os
from pathlib import Path

from .errors import EnvironmentProblem


def variable(name: str, default: str = "") -> str:
    """Return an environment variable, or the stripped content of the file that NAME_FILE points to.

    >>> variable("nobody sets this", "8000")
    '8000'
    """
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EnvironmentProblem(
            f"{name}_FILE points to {path}, which cannot be read ({error.strerror}). Correct the path or set {name} instead."
        ) from error
