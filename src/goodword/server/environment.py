"""Where the server keeps its data and what it is told by variables; each can also be given as a file in NAME_FILE."""

import os
import secrets
import sys
from pathlib import Path

from goodword.core.errors import EnvironmentProblem
from goodword.core.surroundings import variable

__all__ = ["count", "flag", "home", "sample_folder", "secret", "variable"]


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything else than the usual spellings is refused."""
    value = variable(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise EnvironmentProblem(f"{name} is {value!r}. Give 1 or 0.")


def count(name: str, default: int) -> int:
    """Return a variable that is a whole number above zero; anything else is refused."""
    value = variable(name, str(default))
    if not value.isdecimal() or int(value) == 0:
        raise EnvironmentProblem(f"{name} is {value!r}. Give a whole number above zero.")
    return int(value)


def home() -> Path:
    """Return the data folder (GOODWORD_HOME, or the platform's user data folder), made if it is not there."""
    path = Path(variable("GOODWORD_HOME") or _user_data_folder()).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            f"The data folder {path} cannot be made ({error.strerror}). Set GOODWORD_HOME to a folder you may write to."
        ) from error
    if not os.access(path, os.W_OK):
        raise EnvironmentProblem(
            f"The data folder {path} is read-only. Make it writable or set GOODWORD_HOME to another folder."
        )
    return path


def _user_data_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "goodword"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "goodword"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "goodword"


def sample_folder() -> Path:
    """Return where the sample's tables and their planted truth are kept."""
    return home() / "sample" / "lumen-school"


def secret(folder: Path) -> str:
    """Return GOODWORD_SECRET; if it is unset, the one kept in the data folder, made on first use."""
    given = variable("GOODWORD_SECRET")
    if given:
        return given
    path = folder / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EnvironmentProblem(
            f"The secret cannot be written to {path} ({error.strerror}). Free some space or set GOODWORD_SECRET."
        ) from error
    value = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return value
