"""What the integration page wants to know and no event log keeps: where a site's script was last seen, what was
refused and why, which tests came in.

Each process keeps a few of each brand in memory and writes them beside the states, in small files of the brand's own:
`notices/<brand>/<process>.json`. Nothing here is ever counted; what is older than some minutes is forgotten.
"""

import json
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

KEPT_US: Final = 15 * 60 * 1_000_000
MOST: Final = 50
_MOST_BRANDS: Final = 500
_STALE_SECONDS: Final = 86_400
_SEEN_EVERY_US: Final = 5_000_000
NOBODY: Final = "unknown"  # the folder of what no brand is known for


class Noted(StrEnum):
    """What a notice tells."""

    TEST = "test"  # a test: checked like an event, and not kept
    REFUSED = "refused"  # a batch or a click that could not be used
    MACHINE = "machine"  # a batch that a machine sent: thanked, and not kept


@dataclass(frozen=True, slots=True)
class Notice:
    """One of them: when (microseconds since 1970), what, and as much as is known of it.

    `reason` is a short word for programs, `detail` the sentence the sender was told.
    """

    at_us: int
    what: Noted
    kind: str = ""
    host: str = ""
    page: str = ""
    code: str = ""
    key: str = ""
    reason: str = ""
    detail: str = ""
    by: str = "edge"


@dataclass(frozen=True, slots=True)
class Seen:
    """When a site's script last sent something, and from where."""

    at_us: int
    host: str


class Notices:
    """Takes notices in one thread (`note`, `see`) and writes them in another (`write`)."""

    def __init__(self, folder: Path, process: str) -> None:
        self._folder = folder
        self._name = f"{process}.json"
        self._kept: dict[str, deque[Notice]] = {}
        self._changed: set[str] = set()
        self._seen: dict[tuple[str, str], Seen] = {}
        self._seen_changed: dict[tuple[str, str], Seen] = {}

    def note(self, tenant: str, notice: Notice) -> None:
        """Remember a notice of a brand."""
        kept = self._kept.get(tenant)
        if kept is None:
            if len(self._kept) >= _MOST_BRANDS:
                self._kept.pop(next(iter(self._kept)))
            kept = self._kept[tenant] = deque(maxlen=MOST)
        kept.append(notice)
        self._changed.add(tenant)

    def see(self, tenant: str, key: str, host: str, at_us: int) -> None:
        """Remember that the script of a site has sent something."""
        last = self._seen.get((tenant, key))
        if last is None or last.host != host or at_us - last.at_us > _SEEN_EVERY_US:
            self._seen[tenant, key] = self._seen_changed[tenant, key] = Seen(at_us, host)

    def write(self) -> None:
        """Write what has changed; silently not at all when there is no room."""
        while self._changed:
            tenant = self._changed.pop()
            kept = self._kept.get(tenant)
            _put(self._folder / tenant / self._name, [asdict(each) for each in list(kept or ())])
        while self._seen_changed:
            (tenant, key), seen = self._seen_changed.popitem()
            _put(self._folder / tenant / "sites" / f"{key}.json", asdict(seen))

    def remove(self) -> None:
        """Forget what this process took; where scripts were seen stays."""
        for path in self._folder.glob(f"*/{self._name}"):
            with suppress(OSError):
                path.unlink()


def add_notice(folder: Path, tenant: str, process: str, notice: Notice) -> None:
    """Add a notice at once, for who has no process of its own to keep them; `process` is whoever writes alone."""
    path = folder / tenant / f"{process}.json"
    rows = _read(path)
    before = [row for row in rows if row.get("at_us", 0) >= notice.at_us - KEPT_US] if rows else []
    _put(path, [*before, asdict(notice)][-MOST:])


def read_notices(folder: Path, tenant: str, *, now_us: int) -> list[Notice]:
    """Return the notices of a brand that are not forgotten yet, the newest first."""
    found = []
    for path in (folder / tenant).glob("*.json"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()  # of a process that was killed
        for row in _read(path) or ():
            with suppress(TypeError, ValueError, KeyError):
                notice = Notice(**{**row, "what": Noted(row["what"])})
                if notice.at_us >= now_us - KEPT_US:
                    found.append(notice)
    found.reverse()  # of notices of one moment the later line comes first
    return sorted(found, key=lambda notice: -notice.at_us)


def read_seen(folder: Path, tenant: str, key: str) -> Seen | None:
    """Return when and where the script of a site was last seen, None if it never was."""
    found = _read(folder / tenant / "sites" / f"{key}.json")
    with suppress(TypeError):
        return Seen(**found)
    return None


def _put(path: Path, data: Any) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{os.getpid()}")
        waiting.write_text(json.dumps(data), "utf-8", errors="backslashreplace")
        waiting.replace(path)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
