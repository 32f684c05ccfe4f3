"""What went wrong with a run, in a sentence that says what to do."""

import errno
import sqlite3

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from goodword.core.errors import GoodwordError
from goodword.server.jobs.facade import LeaseLostError

_FULL = "The disk is full. Free some space, then resume the import; it goes on where it stopped."


def sentence(error: BaseException) -> str | None:
    """Return what to tell a person of an error, or None when it is not theirs to know of (a lost lease).

    >>> sentence(OSError(28, "No space left on device"))
    'The disk is full. Free some space, then resume the import; it goes on where it stopped.'
    """
    if isinstance(error, LeaseLostError):
        return None
    if isinstance(error, GoodwordError | PermissionDenied):
        return str(error)
    if _is_full(error):
        return _FULL
    reason = _first_line(error)
    if isinstance(error, DatabaseError):
        return f"The database refused the rows ({reason}). Put that right, then resume the import."
    if isinstance(error, OSError):
        return f"The operating system refused ({reason}). Put that right, then resume the import."
    return (
        f"The import stopped on an error of its own ({reason}). Resume it, or report the error with the file."
    )


def _is_full(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, sqlite3.Error | DatabaseError) and "full" in str(error).lower():
            return True
        error = error.__cause__
    return False


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
