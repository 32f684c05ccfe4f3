"""Any order of appends, compactions, erasures and reopenings gives what a plain dict gives."""

import shutil
import tempfile
from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from goodword.core.events import EVENT_COLUMNS
from goodword.events import EventLog

DAY_US = 86_400_000_000
PERSONS = ["person-a", "person-b", "person-c"]

events = st.builds(
    lambda number, ts_us, received, person, referrer, tenant: {
        "event_id": f"id-{number}",
        "ts_us": ts_us,
        "local_day": ts_us // DAY_US,
        "received_day": received,
        "tenant": tenant,
        "kind": "purchase",
        "person_id": person,
        "referrer_id": referrer,
        "amount_minor": number,
        "currency": "EUR",
        "extra": '{"note": "n"}',
    },
    st.integers(0, 40),
    st.integers(0, 5 * DAY_US),
    st.integers(0, 4),
    st.sampled_from([None, *PERSONS]),
    st.sampled_from([None, *PERSONS]),
    st.sampled_from(["b1", "b2"]),
)


class LogAgainstDict(RuleBasedStateMachine):
    """The log beside a dict of rows by id."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="goodword-events-")
        self.log = EventLog.open(self.folder)
        self.rows: dict[str, dict[str, Any]] = {}

    @rule(batch=st.lists(events, max_size=12))
    def append(self, batch: list[dict[str, Any]]) -> None:
        before = len(self.rows)
        for event in batch:
            whole = {column.name: event.get(column.name) for column in EVENT_COLUMNS}
            self.rows.setdefault(event["event_id"], whole)
        receipt = self.log.append(batch)
        assert receipt.added == len(self.rows) - before
        assert receipt.added + receipt.already_there == len(batch)

    @rule()
    def compact(self) -> None:
        assert self.log.compact().held_back == 0

    @rule(persons=st.lists(st.sampled_from(PERSONS), min_size=1, max_size=2))
    def erase(self, persons: list[str]) -> None:
        touched = 0
        for row in self.rows.values():
            if row["person_id"] in persons or row["referrer_id"] in persons:
                touched += 1
                row["extra"] = None
            for column in ("person_id", "referrer_id"):
                row[column] = None if row[column] in persons else row[column]
        erasure = self.log.erase(*persons)
        assert (erasure.rows, erasure.complete) == (touched, True)

    @rule()
    def reopen(self) -> None:
        self.log = EventLog.open(self.folder)

    @invariant()
    def the_log_holds_the_rows(self) -> None:
        found = {row["event_id"]: row for row in self.log.table().to_pylist()}
        assert found == self.rows
        assert self.log.table().num_rows == len(self.rows)

    @invariant()
    def the_counts_are_those_of_the_rows(self) -> None:
        expected = Counter((row["tenant"], row["local_day"]) for row in self.rows.values())
        counts = self.log.counts(by=["tenant", "local_day"]).to_pylist()
        assert {(row["tenant"], row["local_day"]): row["events"] for row in counts} == dict(expected)

    def teardown(self) -> None:
        assert self.log.verify().ok
        shutil.rmtree(self.folder)


TestLogAgainstDict = LogAgainstDict.TestCase
TestLogAgainstDict.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
