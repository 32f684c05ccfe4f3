"""A column that came later: files from before it read as empty there, on every way of reading."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from goodword.core.events import FIRST_EVENT_COLUMNS
from goodword.events import EventLog


@pytest.fixture
def grown(log: EventLog, make_event: Any) -> EventLog:
    """A log whose first segment was written before there were later columns."""
    log.append([make_event(1, tie_strength="strong", segment="logic"), make_event(2)])
    (path,) = map(Path, log.files())
    pq.write_table(pq.read_table(path).select(FIRST_EVENT_COLUMNS), path)
    manifest = Path(log.folder) / "manifest.json"
    text = re.sub(r', "columns": \[[^]]*\], "stored": \d+', "", manifest.read_text())
    digest = sha256(path.read_bytes()).hexdigest()
    manifest.write_text(re.sub(r'"\.parquet": "\w+"', f'".parquet": "{digest}"', text))
    log.append([make_event(3, tie_strength="weak", segment="logic")])
    return log


def test_a_later_column_is_empty_in_an_older_file(grown: EventLog) -> None:
    table = grown.table(["event_id", "tie_strength", "segment"]).sort_by("event_id")
    assert table.column("tie_strength").to_pylist() == [None, None, "weak"]
    assert table.column("segment").to_pylist() == [None, None, "logic"]


def test_sql_reads_both_kinds_of_file(grown: EventLog) -> None:
    with grown.snapshot() as snapshot, duckdb.connect() as connection:
        rows = connection.sql(
            f"SELECT event_id, tie_strength FROM ({snapshot.sql(kinds='click')}) ORDER BY event_id"
        ).fetchall()
    assert [tie for _id, tie in rows] == [None, None, "weak"]


def test_merging_and_erasing_bring_older_files_up_to_date(grown: EventLog, make_event: Any) -> None:
    before = grown.table(["event_id", "tie_strength"]).sort_by("event_id")
    assert grown.compact().merged == 2
    assert grown.table(["event_id", "tie_strength"]).sort_by("event_id") == before
    assert all("tie_strength" in pq.read_schema(path).names for path in grown.files())
    grown.append([make_event(4, person_id="person-erased")])
    assert grown.erase("person-erased").complete
    assert grown.verify().ok


def test_an_unknown_tie_strength_is_refused(log: EventLog, make_event: Any) -> None:
    with pytest.raises(Exception, match="'middling' is not known; expected one of strong, weak"):
        log.append([make_event(1, tie_strength="middling")])
