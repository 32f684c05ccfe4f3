"""The link file: written by whoever owns the links, followed by every process of the edge.

One SQLite file (WAL). `write_snapshot` replaces everything, `change_links` some links; both in one transaction, and
the edge sees either within a second. Records hold numbers of places and campaigns, so that a million stay small.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from goodword.edge.errors import LinkError
from goodword.edge.rows import Card, LinkRow, Site, ascii_host, check_link, is_code, is_id, take_apart

__all__ = ["Card", "LinkRow", "Site", "change_links", "change_sites", "write_snapshot"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS campaigns (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS sites (key TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (code TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_by_version ON links (version);
"""


def write_snapshot(
    path: str | os.PathLike[str],
    rows: Iterable[LinkRow],
    *,
    hosts: Iterable[str],
    sites: Iterable[Site] = (),
) -> int:
    """Make the file hold exactly these links, target hosts and sites; returns its version.

    Nothing changes if a row cannot be served: LinkError names it (a code twice, a target that is not on a
    registered host, an unknown channel). Rows are streamed, so a million need no room in memory.

    >>> import tempfile
    >>> row = LinkRow("summer", "https://shop.example/tea", tenant="1", link_id="l1", referrer_id="p1")
    >>> write_snapshot(Path(tempfile.mkdtemp()) / "links.sqlite3", [row], hosts=["shop.example"])
    1
    """
    with _writing(path) as file:
        for table in ("hosts", "places", "campaigns", "sites", "links"):
            file.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
        _bump(file, "generation")
        version = _bump(file, "version")
        _add_hosts(file, hosts)
        file.executemany("INSERT INTO sites VALUES (?, ?)", map(_site, sites))
        _add(file, rows, version, "INSERT INTO links VALUES (?, ?, ?)")
    return version


def change_links(path: str | os.PathLike[str], rows: Iterable[LinkRow], *, hosts: Iterable[str] = ()) -> int:
    """Add links, or put them in the place of those with the same code (also withdrawn ones); returns the version.

    `hosts` are registered besides those already there. All rows or none, as for `write_snapshot`.
    """
    with _writing(path) as file:
        version = _bump(file, "version")
        _add_hosts(file, hosts)
        _add(file, rows, version, "INSERT OR REPLACE INTO links VALUES (?, ?, ?)")
    return version


def change_sites(path: str | os.PathLike[str], sites: Iterable[Site]) -> int:
    """Let the file know exactly these sites; the links stay. Returns the version. LinkError as for `write_snapshot`."""
    with _writing(path) as file:
        version = _bump(file, "version")
        file.execute("DELETE FROM sites")
        file.executemany("INSERT INTO sites VALUES (?, ?)", map(_site, sites))
    return version


@contextmanager
def _writing(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = FULL")
            file.executescript(_SCHEMA)
            file.execute("BEGIN IMMEDIATE")
            yield file
            file.execute("COMMIT")
    except sqlite3.Error as error:
        raise LinkError(
            f"The links cannot be written to {path} ({error}). Check the folder and its free space."
        ) from error


def _bump(file: sqlite3.Connection, name: str) -> int:
    statement = (
        "INSERT INTO facts VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
    )
    return int(file.execute(statement, [name]).fetchone()[0])


def _add_hosts(file: sqlite3.Connection, hosts: Iterable[str]) -> None:
    names = [(_host(host),) for host in hosts]
    file.executemany("INSERT OR IGNORE INTO hosts VALUES (?)", names)


def _host(name: str) -> str:
    try:
        host = ascii_host(name)
    except UnicodeError:
        host = ""
    if not host or not host.replace(".", "").replace("-", "").isalnum():
        raise LinkError(f"{name!r} is no host name; expected one such as shop.example.com.")
    return host


def _add(file: sqlite3.Connection, rows: Iterable[LinkRow], version: int, statement: str) -> None:
    hosts = {host for (host,) in file.execute("SELECT host FROM hosts")}
    places, campaigns = _Numbers(file, "places", "origin"), _Numbers(file, "campaigns", "facts")
    code = ""
    try:
        for row in rows:
            code = row.code
            check_link(row)
            target = take_apart(row, hosts)
            record = [
                places(target.origin),
                target.path,
                target.fragment,
                campaigns(_campaign(row)),
                row.link_id,
            ]
            record += [_escaped(row.referrer_id), row.root_id, row.depth]
            record += [row.expires_us, 1 if row.withdrawn else None]
            file.execute(
                statement, [code, version, "\t".join("" if each is None else str(each) for each in record)]
            )
    except sqlite3.IntegrityError as error:
        raise LinkError(f"The code {code} comes twice. Give each link a code of its own.") from error


def _escaped(name: str | None) -> str | None:
    """Return a name as it stands inside a JSON text: printable ASCII, also for people named 林小雨."""
    return None if name is None else json.dumps(name)[1:-1]


class _Numbers:
    """Numbers for texts that many links share."""

    def __init__(self, file: sqlite3.Connection, table: str, column: str) -> None:
        self._file = file
        self._known: dict[str, int] = dict(file.execute(f"SELECT {column}, id FROM {table}").fetchall())  # noqa: S608
        self._insert = f"INSERT INTO {table} ({column}) VALUES (?)"  # noqa: S608

    def __call__(self, text: str) -> int:
        number = self._known.get(text)
        if number is None:
            number = self._known[text] = int(self._file.execute(self._insert, [text]).lastrowid or 0)
        return number


def _campaign(row: LinkRow) -> str:
    facts = (row.tenant, row.channel, row.lever, row.tie_strength, row.programme_id)
    return _facts(facts, row.time_zone, row.card)


@lru_cache(maxsize=1024)
def _facts(values: tuple[str | None, ...], time_zone: str, card: Card) -> str:
    names = ("tenant", "channel", "lever", "tie_strength", "programme_id")
    facts: dict[str, Any] = dict(zip(names, values, strict=True))
    return json.dumps({**facts, "time_zone": time_zone, "card": asdict(card)})


def _site(site: Site) -> tuple[str, str]:
    if not is_code(site.key) or not is_id(site.tenant):
        raise LinkError(f"Site {site.key!r} of brand {site.tenant!r}: use letters, digits, - and _ for both.")
    return site.key, json.dumps({**asdict(site), "hosts": [_host(host) for host in site.hosts]})
