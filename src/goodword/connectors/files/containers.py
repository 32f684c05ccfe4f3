"""What a file is wrapped in: nothing, gzip or zip; its bytes as one bounded stream."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from .limits import Limits
from .messages import Reason, listed, megabytes, reason
from .problems import problem

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_CHUNK = 1 << 16
_PACKED_CHUNK = 1 << 14  # what damage can hide of the sound bytes before it
_DATA_ENDINGS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
_REFUSED = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}


@dataclass(frozen=True, slots=True)
class Container:
    """Where the data is: a path, what wraps it (`none`, `gzip`, `zip`), and the member's name inside a zip.

    `name` is what people call the file: a stored one may lie on disk under another name.
    """

    path: Path
    compression: str
    member: str | None
    size: int
    name: str


class ByteStream(Protocol):
    """Bytes of a file without their wrapping."""

    damage: Reason | None

    def read(self, size: int) -> bytes:
        """Return exactly `size` bytes, or fewer at the end or where the file is damaged."""

    def progress(self) -> float:
        """Return the share of the file read so far, 0 to 1."""


def look_inside(path: Path, name: str | None = None) -> Container:
    """Return how a file is wrapped, judged by its first bytes; `name` is what people call it.

    Raises FileError when it is missing, empty, unreadable, or wrapped in something that is not read.
    """
    name = name or path.name
    size, head = _first_bytes(path, name)
    for magic, packing in _REFUSED.items():
        if head.startswith(magic):
            raise problem("other_packing", name=name, packing=packing)
    if head.startswith(_GZIP):
        return Container(path, "gzip", None, size, name)
    if head.startswith(_EMPTY_ZIP):
        raise problem("empty_zip", name=name)
    if head.startswith(_ZIP):
        return _look_inside_zip(path, size, name)
    return Container(path, "none", None, size, name)


def _first_bytes(path: Path, name: str) -> tuple[int, bytes]:
    if not path.exists():
        raise problem("missing", path=path)
    if path.is_dir():
        raise problem("folder", path=path)
    try:
        with path.open("rb") as raw:
            head = raw.read(16)
            size = path.stat().st_size
    except OSError as error:
        raise problem("unreadable", path=path, detail=error.strerror) from None
    if not size:
        raise problem("empty", name=name)
    return size, head


def _look_inside_zip(path: Path, size: int, name: str) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if _is_content(info)]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise problem("damaged_zip", name=name) from None
    if "[Content_Types].xml" in names or "xl/workbook.xml" in names:
        return Container(path, "none", None, size, name)
    return Container(path, "zip", _only_data_file(name, names), size, name)


def _is_content(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return not (
        info.is_dir() or parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] == "Thumbs.db"
    )


def _only_data_file(archive: str, names: list[str]) -> str:
    if "mimetype" in names and "content.xml" in names:
        raise problem("open_document", name=archive)
    data = [name for name in names if name.lower().endswith(_DATA_ENDINGS)]
    found = names if len(names) == 1 else data or names
    if len(found) == 1:
        return found[0]
    if not found:
        raise problem("empty_zip", name=archive)
    raise problem("many_in_zip", name=archive, count=len(found), listed=listed(found, 5))


@contextmanager
def open_stream(container: Container, limits: Limits) -> Iterator[ByteStream]:
    """Give the unwrapped bytes of a file as a stream that refuses to unpack without end."""
    with container.path.open("rb") as raw:
        if container.compression == "gzip":
            yield _Unpacked(_GzipBytes(raw), container, limits)
        elif container.compression == "zip":
            with _open_member(container, raw) as member:
                yield _Unpacked(_ZipBytes(member, raw), container, limits)
        else:
            yield _Plain(raw, container.size)


@contextmanager
def _open_member(container: Container, raw: BinaryIO) -> Iterator[BinaryIO]:
    name = container.name
    try:
        archive = zipfile.ZipFile(raw)
        member = archive.open(str(container.member))
    except (RuntimeError, NotImplementedError):
        raise problem("protected_zip", name=name) from None
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, EOFError):
        raise problem("damaged_zip", name=name) from None
    with archive, member:
        yield member  # type: ignore[misc]


class _Plain:
    """The bytes as they are on disk."""

    damage: Reason | None = None

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self._raw, self._size = raw, max(size, 1)

    def read(self, size: int) -> bytes:
        return self._raw.read(size)

    def progress(self) -> float:
        return min(1.0, self._raw.tell() / self._size)


class _Inner(Protocol):
    def read_some(self, size: int) -> bytes: ...

    def packed_bytes(self) -> int: ...


class _GzipBytes:
    """The members of a gzip file, one after the other; unlike `gzip`, it gives what it has before a cut."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._unpacker = zlib.decompressobj(31)
        self._left = b""

    def packed_bytes(self) -> int:
        return self._raw.tell()

    def read_some(self, size: int) -> bytes:
        while True:
            packed = self._left or self._raw.read(_PACKED_CHUNK)
            if self._unpacker.eof:
                packed = packed.lstrip(b"\0")
                if not packed:
                    if not self._raw.peek(1):  # type: ignore[attr-defined]
                        return b""
                    continue
                if not packed.startswith(_GZIP[: len(packed)]):
                    return b""  # padding or rubbish after the last member, which gunzip ignores too
                self._unpacker = zlib.decompressobj(31)
            if not packed:
                raise EOFError("it was cut off")
            out = self._unpacker.decompress(packed, size)
            self._left = self._unpacker.unused_data or self._unpacker.unconsumed_tail
            if out:
                return out


class _ZipBytes:
    def __init__(self, member: BinaryIO, raw: BinaryIO) -> None:
        self._member, self._raw = member, raw

    def packed_bytes(self) -> int:
        return self._raw.tell()

    def read_some(self, size: int) -> bytes:
        return self._member.read(min(size, _CHUNK))


class _Unpacked:
    """Unpacked bytes, counted against the limits; damage ends the stream and is told."""

    def __init__(self, inner: _Inner, container: Container, limits: Limits) -> None:
        self._inner, self._container, self._limits = inner, container, limits
        self._given = 0
        self.damage: Reason | None = None

    def read(self, size: int) -> bytes:
        parts: list[bytes] = []
        wanted = size
        while wanted and self.damage is None:
            try:
                part = self._inner.read_some(wanted)
            except (EOFError, zlib.error, zipfile.BadZipFile, OSError) as error:
                self.damage = reason("cut_off" if isinstance(error, EOFError) else "packing_broken")
                break
            if not part:
                break
            parts.append(part)
            wanted -= len(part)
            self._given += len(part)
            self._check_limits()
        return b"".join(parts)

    def _check_limits(self) -> None:
        name, limits = self._container.name, self._limits
        if self._given > limits.unpacked_bytes:
            most = megabytes(limits.unpacked_bytes)
            raise problem("unpacks_too_large", name=name, most=most)
        if self._given > limits.ratio_after and self._given > limits.ratio * max(
            self._inner.packed_bytes(), 1
        ):
            raise problem("zip_bomb", name=name, ratio=limits.ratio)

    def progress(self) -> float:
        return min(1.0, self._inner.packed_bytes() / max(self._container.size, 1))
