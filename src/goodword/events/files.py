"""The files of a log wherever they are: a local path, or an object behind an fsspec file system."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """An object of a file system that fsspec knows, in the few ways a `Path` is used here."""

    filesystem: Any
    path: str

    def __str__(self) -> str:
        return str(self.filesystem.unstrip_protocol(self.path))

    def open(self, _mode: str = "rb") -> BinaryIO:
        """Open the object for reading."""
        file: BinaryIO = self.filesystem.open(self.path, "rb")
        return file

    def read_bytes(self) -> bytes:
        """Return the whole object."""
        content: bytes = self.filesystem.cat_file(self.path)
        return content


Source: TypeAlias = Path | RemoteFile


def readable(source: Source) -> Any:
    """Return what pyarrow reads from: a path, which it maps, or an open object."""
    return source if isinstance(source, Path) else source.open()


class Hashing:
    """A file to write to that knows the SHA-256 and the length of what went through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.length = file, sha256(), 0
        self.closed = False

    def write(self, data: Any) -> int:
        """Write all of the data."""
        view = memoryview(data)
        self._file.write(view)
        self._hash.update(view)
        self.length += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """Return how much was written."""
        return self.length

    def flush(self) -> None:
        """Do nothing: whoever opened the file flushes it."""

    def close(self) -> None:
        """Do nothing but say so: whoever opened the file closes it."""
        self.closed = True

    def writable(self) -> bool:
        """Say that one may write."""
        return True

    def readable(self) -> bool:
        """Say that one may not read."""
        return False

    def seekable(self) -> bool:
        """Say that there is no way back."""
        return False

    @property
    def digest(self) -> str:
        """The SHA-256 of everything written, in hexadecimal."""
        return self._hash.hexdigest()
