"""Files people send: written to the data folder as they come in, never larger than is allowed."""

import shutil
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from goodword.core.errors import EnvironmentProblem, InputError
from goodword.core.ids import new_id
from goodword.server import environment

from .report import folder

_ROOM = 100_000_000
_LONGEST_NAME = 255


def most_bytes() -> int:
    """Return how large an upload may be: GOODWORD_MAX_UPLOAD_MB, 2048 if unset."""
    given = environment.variable("GOODWORD_MAX_UPLOAD_MB", "2048")
    if not given.isdigit() or int(given) == 0:
        raise EnvironmentProblem(
            _("GOODWORD_MAX_UPLOAD_MB is “%(given)s”. Give a whole number of megabytes.") % {"given": given}
        )
    return int(given) * 1_000_000


class StoredUpload(UploadedFile[bytes]):
    """A file that came in and lies in the uploads folder; `problem` says why it does not, if it does not."""

    def __init__(self, path: Path, name: str, size: int, problem: str = "") -> None:
        super().__init__(file=None, name=name, size=size)
        self.path = path
        self.problem = problem


class UploadHandler(FileUploadHandler):
    """Writes an upload to the data folder as it arrives; what is too large is let pass by, not kept."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._problem = ""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._path = new_path()
        self._size = 0
        self._problem = self._problem or no_room(self.content_length or 0)
        self._file = self._path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; return nothing, for no other handler needs it."""
        self._size += len(raw_data)
        if self._size > most_bytes():
            self._problem = too_large()
        if self._problem:
            return
        try:
            self._file.write(raw_data)
        except OSError:
            self._problem = _full()

    def file_complete(self, file_size: int) -> StoredUpload:
        """End the file."""
        self._file.close()
        if self._problem:
            self._path.unlink(missing_ok=True)
        return StoredUpload(self._path, self.file_name or "", file_size, self._problem)

    def upload_interrupted(self) -> None:
        """Forget a file whose sender went away."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def new_path() -> Path:
    """Return a place for a new upload; the name people gave it is kept in the database only."""
    return folder("uploads") / new_id().hex


def store(file: BinaryIO, size: int) -> Path:
    """Copy an open file into the uploads folder and return where it is; InputError when it is too large."""
    if size > most_bytes():
        raise InputError(too_large())
    if problem := no_room(size):
        raise EnvironmentProblem(problem)
    path = new_path()
    with path.open("wb") as target:
        shutil.copyfileobj(file, target, 1 << 20)
    return path


def too_large() -> str:
    """Return the sentence for a file that is too large."""
    return _(
        "The file is larger than %(limit)s MB. Pack it with gzip, or import it with the goodword command."
    ) % {"limit": most_bytes() // 1_000_000}


def no_room(size: int) -> str:
    """Return the sentence for a file the disk has no room for, empty when it has."""
    return _full() if shutil.disk_usage(folder("uploads")).free < size + _ROOM else ""


def _full() -> str:
    return _("There is not enough room on the disk for this file. Free some space, then try again.")


def is_ours(path: Path) -> bool:
    """Whether a file lies in the uploads folder, where it was put for one import."""
    return path.parent == folder("uploads")


def remove(path: Path) -> None:
    """Remove an upload; somebody's own file is left where it is."""
    if is_ours(path):
        path.unlink(missing_ok=True)


def short_name(name: str) -> str:
    """Return a file's name as it is kept: without folders, its end kept when it is too long.

    >>> short_name("C:\\\\data\\\\reviews.csv"), short_name("/a/b.csv")
    ('reviews.csv', 'b.csv')
    """
    return name.replace("\\", "/").rsplit("/", 1)[-1][-_LONGEST_NAME:] or "file"
