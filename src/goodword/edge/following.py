"""The links as the edge serves them: loaded once, then kept up with the link file by looking at it often."""

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from goodword.core.errors import GoodwordError
from goodword.edge.rows import Site
from goodword.edge.table import Campaign, Link, Records, read_link

_KEPT_READY = 65_536  # links decoded once and kept (some 45 MB): a few links get most of the clicks
_MANY_CHANGES = 100_000  # changed links beside the arrays; more, and the arrays are made anew


@dataclass(frozen=True, slots=True)
class _Served:
    """One state of the link file: its numbers mean something only together. `ready` keeps links decoded from it."""

    records: Records = field(default_factory=Records)
    changed: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    ready: dict[str, Link] = field(default_factory=dict)


class Links:
    """The current links; `refresh` (one thread) may run beside `find` and `site` (another)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = self.count = 0
        self.problem = f"{path.name} is not there yet"
        self._file: sqlite3.Connection | None = None
        self._seen = (0, 0, 0)  # inode, data version, generation
        self._served = _Served()

    @property
    def nbytes(self) -> int:
        """How many bytes the unchanged records take in memory."""
        return self._served.records.nbytes

    def find(self, code: str) -> Link | None:
        """Return the link of a code, None if there is none."""
        served = self._served  # once: a refresh may put another in its place meanwhile
        link = served.ready.get(code)
        if link is None:
            changed = served.changed.get(code)
            fields = served.records.find(code) if changed is None else [code, *changed.split("\t")]
            if fields is None:
                return None
            link = read_link(fields, served.places, served.campaigns)
            if len(served.ready) >= _KEPT_READY:
                served.ready.clear()
            served.ready[code] = link
        return link

    def site(self, key: str) -> Site | None:
        """Return the site of a public key, None if there is none."""
        return self._served.sites.get(key)

    def refresh(self) -> bool:
        """Look at the link file; returns whether there was anything new. Trouble goes into `problem`."""
        try:
            changed = self._look()
        except (sqlite3.Error, OSError, ValueError, KeyError, TypeError, GoodwordError) as error:
            self.close()
            self.problem = f"{self.path.name} cannot be read ({error})"
            return False
        self.problem = ""
        return changed

    def close(self) -> None:
        """Let go of the file; the links stay."""
        if self._file is not None:
            self._file.close()
        self._file, self._seen = None, (0, 0, self._seen[2])

    def _look(self) -> bool:
        inode = self.path.stat().st_ino
        if self._file is not None and self._seen[0] != inode:
            self.close()
            self._seen = (0, 0, 0)
        if self._file is None:
            self._file = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=1, check_same_thread=False
            )
        data_version = int(self._file.execute("PRAGMA data_version").fetchone()[0])
        if self._seen[:2] == (inode, data_version):
            return False
        self._file.execute("BEGIN")
        try:
            facts = dict(self._file.execute("SELECT name, value FROM facts").fetchall())
            whole = (
                facts.get("generation", 0) != self._seen[2]
                or len(self._served.changed) > _MANY_CHANGES
                or not self.version
            )
            self._load(self._file, whole=whole)
        finally:
            self._file.execute("ROLLBACK")
        self._seen = (inode, data_version, facts.get("generation", 0))
        changed = whole or bool(facts.get("version", 0) != self.version)
        self.version = facts.get("version", 0)
        return changed

    def _load(self, file: sqlite3.Connection, *, whole: bool) -> None:
        places = {str(number): origin for number, origin in file.execute("SELECT id, origin FROM places")}
        campaigns = {
            str(number): Campaign.read(text)
            for number, text in file.execute("SELECT id, facts FROM campaigns")
        }
        sites = {key: _site(text) for key, text in file.execute("SELECT key, facts FROM sites")}
        if whole:
            records, changed = Records(file.execute("SELECT code, record FROM links")), {}
        else:
            new = file.execute("SELECT code, record FROM links WHERE version > ?", [self.version]).fetchall()
            records, changed = self._served.records, {**self._served.changed, **dict(new)}
        self.count = len(records) + sum(records.find(code) is None for code in changed)
        self._served = _Served(records, changed, places, campaigns, sites)


def _site(text: str) -> Site:
    facts = json.loads(text)
    hosts = tuple(facts["hosts"])
    return Site(facts["key"], facts["tenant"], hosts, facts["time_zone"], facts.get("until_us"))
