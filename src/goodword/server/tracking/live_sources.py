"""Where the live view reads: the spools, the newest end of two event logs, the newest reports. All reads are bounded."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

import pyarrow.compute as pc
from django.conf import settings

from goodword.core.errors import GoodwordError
from goodword.edge import EdgeSettings
from goodword.events import EventLog

from .logs import event_log
from .models import Report

MOST: Final = 50
WINDOW_US: Final = 15 * 60 * 1_000_000
_WINDOWS_US: Final = (
    10_000_000,
    60_000_000,
    WINDOW_US,
)  # first the last seconds: a busy brand fills the view with them
_MOST_SPOOLS: Final = 16
_MOST_BATCHES: Final = 40
_MOST_BYTES: Final = 512_000
_MOST_REPORTS: Final = 2_000  # of all brands: how far back the newest ones of one brand are looked for

Row = dict[str, Any]


def edge_settings() -> EdgeSettings:
    """Return where the edge of this installation keeps its files."""
    return EdgeSettings.of_home(Path(settings.HOME), str(settings.SECRET_KEY))


def recent_rows(brand_id: int, now_us: int) -> list[Row]:
    """Return the newest events of a brand, people's and machines', each once, the newest first; at most `MOST`.

    A row has the columns of the event schema that have a value; `extra` is a dictionary. Reports come by the time
    they were received.
    """
    machines = EventLog.open(edge_settings().folder / "machines" / str(brand_id))
    found: dict[str, Row] = {}
    for row in (
        *_reported(brand_id, now_us),
        *_spooled(str(brand_id), now_us),
        *_logged(event_log(brand_id), now_us),
        *_logged(machines, now_us),
    ):
        found.setdefault(row["event_id"], row)
    return sorted(found.values(), key=lambda row: (-row["seen_us"], row["event_id"]))[:MOST]


def _reported(brand_id: int, now_us: int) -> list[Row]:
    rows = []
    for event, received in newest_reports(brand_id).values_list("event", "received_at")[:MOST]:
        seen = int(received.timestamp() * 1_000_000)
        if seen >= now_us - WINDOW_US:
            rows.append(_row(event, seen))
    return rows


def newest_reports(brand_id: int) -> Any:
    """Return a brand's reports among the newest of all, the newest first."""
    newest = Report.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Report.objects.filter(brand_id=brand_id, pk__gt=newest - _MOST_REPORTS).order_by("-pk")


def _spooled(tenant: str, now_us: int) -> list[Row]:
    """Read the newest batches of the spools: what is on disk, and may not be in the log yet."""
    mark = f'"tenant":"{tenant}"'.encode()
    rows: list[Row] = []
    for path in sorted(edge_settings().spools.glob("*.spool"), reverse=True)[:_MOST_SPOOLS]:
        with suppress(sqlite3.Error, OSError):
            lines = [line for line in _newest_lines(path) if mark in line][-MOST:]
            for line in lines:
                with suppress(ValueError, KeyError, TypeError):
                    row = json.loads(line)
                    if row["tenant"] == tenant and row["ts_us"] >= now_us - WINDOW_US:
                        rows.append(_row(row, row["ts_us"]))
    return rows


def _newest_lines(path: Path) -> list[bytes]:
    lines: list[bytes] = []
    size = 0
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)) as spool:
        newest = spool.execute("SELECT lines FROM batches ORDER BY seq DESC LIMIT ?", [_MOST_BATCHES])
        for (batch,) in newest:
            lines = batch.split(b"\n") + lines
            size += len(batch)
            if size > _MOST_BYTES:
                break
    return lines


def _logged(log: EventLog, now_us: int) -> list[Row]:
    """Read the newest end of a log: a window that grows until it holds enough."""
    try:
        with log.snapshot() as snapshot:
            for window in _WINDOWS_US:
                table = snapshot.table(since_us=now_us - window)
                if table.num_rows >= MOST or window == WINDOW_US:
                    newest = table.take(pc.select_k_unstable(table, MOST, [("ts_us", "descending")]))
                    return [_row(row, row["ts_us"]) for row in newest.to_pylist()]
    except GoodwordError:
        pass  # a damaged log is told elsewhere; the view shows what else there is
    return []


def _row(event: Row, seen_us: int) -> Row:
    extra = event.get("extra") or {}
    if isinstance(extra, str):
        try:
            extra = json.loads(extra)
        except ValueError:
            extra = {}
    known = {name: value for name, value in event.items() if value not in (None, "")}
    return known | {"extra": extra if isinstance(extra, dict) else {}, "seen_us": seen_us}
