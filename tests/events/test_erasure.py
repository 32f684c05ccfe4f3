"""Erasing a person: nothing of the id is left in any byte, everything else stays."""

import io
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from goodword.events import EventError, EventLog

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
PERSON = "person-7f3a9c51"
OTHER = "person-11111111"


def frames(data: bytes) -> list[bytes]:
    """Return every compressed block in the data, decompressed: dictionary pages, data pages, anything."""
    found, position = [], data.find(ZSTD_MAGIC)
    while position >= 0:
        stream = pa.CompressedInputStream(io.BytesIO(data[position:]), "zstd")
        block = b""
        try:
            while piece := stream.read(1):
                block += piece + stream.read(65_536)
        except OSError:  # what follows the frame is no frame
            pass
        found.append(block)
        position = data.find(ZSTD_MAGIC, position + 1)
    return found


def traces(log: EventLog, text: str) -> list[str]:
    """Return the files under the log's folder whose bytes, plain or decompressed, hold the text."""
    wanted = text.encode()
    holding = []
    for path in sorted(Path(log.folder).rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if wanted in data or any(wanted in frame for frame in frames(data)):
                holding.append(path.name)
    return holding


@pytest.fixture
def filled(log: EventLog, make_event: Any) -> EventLog:
    rng = random.Random(3)
    people = [PERSON, OTHER, *(f"person-{number:08x}" for number in range(40))]
    for batch in range(3):
        log.append(
            [
                make_event(
                    batch * 400 + number,
                    person_id=rng.choice(people),
                    referrer_id=rng.choice(people),
                    kind="purchase",
                    amount_minor=number,
                    currency="EUR",
                    extra=json.dumps({"cart": number}),
                )
                for number in range(400)
            ]
        )
    return log


def test_no_byte_of_any_file_holds_the_person(filled: EventLog) -> None:
    assert len(traces(filled, PERSON)) == 3
    erasure = filled.erase(PERSON)
    assert erasure.complete
    assert erasure.segments == 3
    assert traces(filled, PERSON) == []
    assert len(traces(filled, OTHER)) == 3
    assert filled.verify().ok


def test_amounts_and_other_people_stay(filled: EventLog) -> None:
    before = filled.table().to_pylist()
    counts = filled.counts()
    touched = filled.erase(PERSON).rows
    after = {row["event_id"]: row for row in filled.table().to_pylist()}
    for row in before:
        own = PERSON in (row["person_id"], row["referrer_id"])
        touched -= own
        expected = row | ({"extra": None} if own else {})
        for column in ("person_id", "referrer_id"):
            expected[column] = None if row[column] == PERSON else row[column]
        assert after[row["event_id"]] == expected
    assert touched == 0
    assert filled.counts().equals(counts)


def test_untouched_segments_are_not_rewritten(log: EventLog, make_event) -> None:
    log.append([make_event(1, person_id=OTHER)])
    log.append([make_event(2, person_id=PERSON)])
    before = set(log.files())
    assert log.erase(PERSON).segments == 1
    assert len(before & set(log.files())) == 1
    assert log.erase(PERSON).segments == 0
    assert log.erase("somebody-else").rows == 0


def test_several_people_go_at_once(filled: EventLog) -> None:
    filled.erase(PERSON, OTHER)
    assert traces(filled, PERSON) == traces(filled, OTHER) == []


def test_files_left_by_a_dead_writer_go_too(filled: EventLog) -> None:
    orphan = Path(filled.files()[0]).with_name("0" * 32 + ".parquet")
    orphan.write_bytes(PERSON.encode())
    assert filled.erase(PERSON).complete
    assert traces(filled, PERSON) == []


def test_a_reader_holds_files_back_and_the_receipt_says_so(filled: EventLog) -> None:
    with filled.snapshot():
        erasure = filled.erase(PERSON)
        assert not erasure.complete
        assert erasure.held_back == 9
        assert len(filled.table(person_id=PERSON)) == 0
        assert traces(filled, PERSON) != []
    assert filled.erase(PERSON).complete
    assert traces(filled, PERSON) == []


def test_other_ids_that_spell_the_person_are_replaced_everywhere_alike(log: EventLog, make_event) -> None:
    share = f"share-{PERSON}"
    log.append([make_event(1, event_id=share, kind="share", person_id=PERSON, root_id=share, depth=0)])
    log.append(
        [
            make_event(
                2,
                person_id=OTHER,
                referrer_id=PERSON,
                root_id=share,
                link_id=f"{PERSON}/spring",
                programme_id=f"of {PERSON}",
                segment=f"vip {PERSON}",
                source=f"till-{PERSON}",
            )
        ]
    )
    assert traces(log, PERSON) != []
    log.erase(PERSON)
    assert traces(log, PERSON) == []
    first, second = log.table().sort_by("ts_us").to_pylist()
    assert first["event_id"] == first["root_id"] == second["root_id"]
    assert first["root_id"].startswith("erased:")
    for column in ("link_id", "programme_id", "segment", "source"):
        assert second[column].startswith("erased:")
    assert second["person_id"] == OTHER


def test_a_late_repeat_of_an_erased_event_is_not_added_again(log: EventLog, make_event) -> None:
    events = [make_event(1, event_id=f"{PERSON}:1", person_id=PERSON), make_event(2, person_id=PERSON)]
    log.append(events)
    log.erase(PERSON)
    assert log.append(events).already_there == 2
    log.append([make_event(3)])
    log.compact()
    assert log.append(events).already_there == 2
    assert traces(log, PERSON) == []


@pytest.mark.parametrize(
    "extra",
    [
        '{"invited": "person-7f3a9c51"}',
        '{"person-7f3a9c51": 1}',
        '{"link": "https://a.example/u/person-7f3a9c51?x=1"}',
        '{"invited": "\\u0070erson-7f3a9c51"}',
    ],
)
def test_the_person_is_found_in_what_others_carry_along(log: EventLog, make_event, extra: str) -> None:
    log.append([make_event(1, person_id=OTHER, extra=extra), make_event(2, extra='{"kept": "\\u0070"}')])
    assert log.erase(PERSON).rows == 1
    assert log.table(["extra"]).sort_by("extra").column(0).to_pylist() == ['{"kept": "\\u0070"}', None]


def test_a_longer_id_that_contains_the_persons_is_somebody_else(log: EventLog, make_event) -> None:
    longer = f"{PERSON}0"
    log.append([make_event(1, person_id=longer, link_id=f"x{PERSON}", extra=json.dumps({"a": longer}))])
    assert log.erase(PERSON).rows == 0
    assert log.table(["person_id"]).column(0).to_pylist() == [longer]


def test_a_short_id_is_looked_for_as_a_whole_value_only(log: EventLog, make_event) -> None:
    log.append(
        [
            make_event(1, person_id="7", extra='{"cart": 1}'),
            make_event(2, person_id="8", link_id="spring-7", extra='{"pieces": 7}'),
            make_event(3, person_id="8", extra='{"invited": "7"}'),
            make_event(4, person_id="8", root_id="7"),
        ]
    )
    assert log.erase("7").rows == 3
    rows = log.table().sort_by("ts_us").to_pylist()
    assert [row["person_id"] for row in rows] == [None, "8", "8", "8"]
    assert [row["extra"] for row in rows] == [None, '{"pieces": 7}', None, None]
    assert rows[1]["link_id"] == "spring-7"
    assert rows[3]["root_id"].startswith("erased:")


def test_an_id_with_signs_of_its_own_is_taken_literally(log: EventLog, make_event) -> None:
    for person in ("a.b+c@example.org", "王小明的账号", 'q"uo\\te-id'):
        carried = json.dumps({"who": [person]})
        log.append([make_event(1, event_id=f"1 {person}", person_id=person)])
        log.append([make_event(2, event_id=f"2 {person}", person_id="a1b+c@example.org", extra=carried)])
        assert log.erase(person).rows == 2
        assert log.table(person_id=person).num_rows == 0
        assert set(log.table(["extra"]).column(0).to_pylist()) == {None}
        assert traces(log, person) == []


@pytest.mark.parametrize("persons", [(), ("",), (None,), (7,)])
def test_nobody_in_particular_cannot_be_erased(log: EventLog, persons: tuple[Any, ...]) -> None:
    with pytest.raises(EventError, match=r"person"):
        log.erase(*persons)
