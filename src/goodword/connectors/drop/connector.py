"""Reads what is dropped into a folder, each content once, however it is named."""

import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goodword.core.vocabulary import SourceType

from ..files import FileError
from ..place_field import place_of
from ..protocol import Cursor, Gap, GapReason, Pull, SettingError
from ..wire import Net
from .folder import MOST_BYTES, Dropped, copied, folder_for, is_whole, look
from .rows import Rows, read_rows

_TOO_LARGE = f"It is larger than {MOST_BYTES // 1_000_000} MB: import it instead."
_KNOWN = 1000  # contents that are remembered


def open_drop(settings: Mapping[str, Any], net: Net) -> "DropConnector":
    """Open a folder; raises `SettingError` when it is not there or leads out of the base folder."""
    zone = str(settings.get("zone") or "UTC").strip()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            "zone", f"“{zone[:40]}” is no time zone: write it like Europe/Berlin or Asia/Shanghai."
        ) from None
    return DropConnector(folder_for(str(settings.get("folder") or "").strip()), zone, net, place_of(settings))


@dataclass(slots=True)
class _Reading:
    """A file that is being read: how far, and the rows to come."""

    file: Dropped
    digest: str
    path: Path
    part: int
    rows: Iterator[Rows]


class DropConnector:
    """One pull reads some thousand rows of the oldest file that is whole and not known."""

    def __init__(self, folder: Path, zone: str, net: Net, place: SourceType | None = None) -> None:
        """Take the folder, the time zone of dates that name none, and the kind of place of rows that name none."""
        self._folder, self._zone, self._net, self._place = folder, zone, net, place
        self._reading: _Reading | None = None

    def pull(self, cursor: Cursor) -> Pull:
        """Return the next rows; a file that is no file of mentions, and rows that cannot be used, are gaps."""
        files = look(self._folder)
        waiting = {file.name: file.state for file in files}
        for file in files:
            if not self._is_next(file, cursor):
                continue
            if file.size > MOST_BYTES:
                return self._skipped(file, "", {**cursor, "waiting": waiting}, _TOO_LARGE)
            reading = self._opened(file, cursor)
            if reading is None:
                continue
            if reading.digest in cursor.get("known", ()):
                return Pull([], [], _done(file, reading.digest, {**cursor, "waiting": waiting}))
            return self._part(reading, {**cursor, "waiting": waiting})
        return Pull([], [], {**cursor, "waiting": waiting, "more": False})

    def _is_next(self, file: Dropped, cursor: Cursor) -> bool:
        if cursor.get("files", {}).get(file.name) == file.state:
            return False
        return is_whole(file, cursor.get("waiting", {}).get(file.name), self._net.now())

    def _opened(self, file: Dropped, cursor: Cursor) -> _Reading | None:
        """Return the file at the place where the cursor left it."""
        at = cursor.get("at", {})
        part = int(at.get("part", 0)) if at.get("name") == file.name and at.get("state") == file.state else 0
        reading = self._reading
        if reading is not None and (reading.file, reading.part) == (file, part):
            return reading
        self._close()
        copy = copied(self._folder, file)
        if copy is None:
            return None
        weakref.finalize(self, copy.path.unlink, missing_ok=True)  # wherever the reading ends
        rows = islice(
            read_rows(copy.path, file.name, self._zone), part, None
        )  # parts are the same every time
        self._reading = _Reading(file, copy.digest, copy.path, part, rows)
        return self._reading

    def _part(self, reading: _Reading, cursor: Cursor) -> Pull:
        try:
            rows = next(reading.rows, None)
        except FileError as error:
            return self._skipped(reading.file, reading.digest, cursor, str(error))
        if rows is None:
            self._close()
            return Pull([], [], _done(reading.file, reading.digest, cursor))
        reading.part += 1
        at = {"name": reading.file.name, "state": reading.file.state, "part": reading.part}
        mentions = [
            one if one.source_type else replace(one, source_type=self._place) for one in rows.mentions
        ]
        return Pull(mentions, _rejected(reading.file.name, rows), {**cursor, "at": at, "more": True})

    def _skipped(self, file: Dropped, digest: str, cursor: Cursor, why: str) -> Pull:
        self._close()
        gap = Gap(reason=GapReason.SKIPPED, detail=f"{file.name}: {why}"[:500])
        return Pull([], [gap], _done(file, digest, cursor))

    def _close(self) -> None:
        if self._reading is not None:
            self._reading.path.unlink(missing_ok=True)
            self._reading = None


def _done(file: Dropped, digest: str, cursor: Cursor) -> Cursor:
    waiting = cursor["waiting"]
    files = {name: state for name, state in cursor.get("files", {}).items() if name in waiting}
    known = (
        [digest, *(one for one in cursor.get("known", ()) if one != digest)]
        if digest
        else cursor.get("known", [])
    )
    return {
        "files": {**files, file.name: file.state},
        "known": known[:_KNOWN],
        "waiting": waiting,
        "more": True,
    }


def _rejected(name: str, rows: Rows) -> list[Gap]:
    if not rows.rejects:
        return []
    first = rows.rejects[0]
    where = f"line {first.line}" + (f", column {first.column}" if first.column else "")
    detail = f"{name}: {len(rows.rejects)} rows could not be used; the first, {where}: {first.reason}"
    return [Gap(reason=GapReason.SKIPPED, detail=detail[:500], missing=len(rows.rejects))]
