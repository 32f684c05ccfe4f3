"""What went wrong with a run, in a sentence that says what to do, in both languages."""

import errno
import sqlite3

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils.translation import gettext as _

from goodword.connectors.files import FileError, Reason
from goodword.core.errors import GoodwordError
from goodword.server.jobs.facade import LeaseLostError

from .told import in_both


def sentence(error: BaseException) -> Reason | None:
    """Return what to tell a person of an error, or None when it is not theirs to know of (a lost lease).

    >>> sentence(OSError(28, "No space left on device")).en
    'The disk is full. Free some space, then resume the import; it goes on where it stopped.'
    """
    if isinstance(error, LeaseLostError):
        return None
    if isinstance(error, FileError):
        return error.reason
    if isinstance(error, GoodwordError | PermissionDenied):
        return Reason(str(error), str(error))  # said once already, in the language the import runs in
    return in_both(lambda: _sentence(error))


def is_foreseen(error: BaseException) -> bool:
    """Whether the surroundings are to blame (the disk, the database) or the sentence says it all.

    >>> is_foreseen(OSError(28, "No space left on device")), is_foreseen(KeyError("x"))
    (True, False)
    """
    return isinstance(error, GoodwordError | PermissionDenied | OSError) or _is_full(error)


def _sentence(error: BaseException) -> str:
    if _is_full(error):
        return _("The disk is full. Free some space, then resume the import; it goes on where it stopped.")
    reason = {"reason": _first_line(error)}
    if isinstance(error, DatabaseError):
        return (
            _("The database refused the rows (%(reason)s). Put that right, then resume the import.") % reason
        )
    if isinstance(error, OSError):
        return (
            _("The operating system refused (%(reason)s). Put that right, then resume the import.") % reason
        )
    return (
        _(
            "The import stopped on an error of its own (%(reason)s). Resume it, or report the error with the file."
        )
        % reason
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
