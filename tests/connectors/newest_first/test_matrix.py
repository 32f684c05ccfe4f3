"""The fault matrix: whatever comes, changes, goes or breaks, nothing is lost, nothing doubled, every cap is a gap."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.connectors.protocol import GapReason, LimitedError, PullError, RefusedError, UnreadableError

from .fakes import MINUTE
from .kinds import KINDS, Kind
from .peers import DAY, FAULTS, HOUR, Fake, Store, drain, drain_stubbornly

pytestmark = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def expected(kind: Kind, fake: Fake) -> dict[str, str]:
    return {kind.prefix + each.id: each.text for each in fake.listed(kind.place)}


def spread(kind: Kind, fake: Fake, number: int, step: timedelta = MINUTE) -> None:
    """Add items in the past, evenly, up to now."""
    for position in range(number):
        fake.add(at=fake.time - step * (number - position), place=kind.place)


def test_first_and_idle(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    spread(kind, fake, 30)
    connector = kind.connector(fake)
    drain(connector, store)
    assert store.texts() == expected(kind, fake)
    again = connector.pull(store.cursor)
    assert (again.mentions, again.gaps, again.more) == ([], [], False)
    assert not store.gaps


def test_nothing_at_all(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    connector = kind.connector(fake)
    drain(connector, store)
    assert not store.mentions
    assert not store.gaps
    fake.time += HOUR
    fake.add(place=kind.place)
    drain(connector, store)
    assert store.texts() == expected(kind, fake)


def test_ten_times_the_backlog(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    spread(kind, fake, 40)
    connector = kind.connector(fake)
    drain(connector, store)
    first = store.texts()
    fake.time += 2 * DAY
    spread(kind, fake, 2_100)
    drain(connector, store)
    listed = expected(kind, fake)
    if kind.cap is None:
        assert store.texts() == listed
        assert not store.gaps
    else:
        assert store.texts() == first | dict(list(listed.items())[: kind.cap])
        (gap,) = store.gaps
        oldest = fake.listed(kind.place)[kind.cap - 1].at
        assert gap.reason is GapReason.PROVIDER_CAP
        assert gap.end == oldest
        assert gap.start
        assert gap.start < oldest
    assert max(store.came.values()) == 1


def test_ties_and_late_items(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    fake.add(120, place=kind.place)
    connector = kind.connector(fake)
    drain(connector, store)
    fake.add(40, place=kind.place)  # the very same second
    drain(connector, store)
    fake.time += DAY
    fake.add(3, place=kind.place)
    fake.add(3, at=fake.time - kind.overlap / 2, place=kind.place)  # indexed late
    drain(connector, store)
    assert store.texts() == expected(kind, fake)
    assert max(store.came.values()) == 1
    assert not store.gaps


def test_a_date_in_the_future_hides_nothing(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    fake.add(at=fake.time + 400 * DAY, place=kind.place)
    connector = kind.connector(fake)
    drain(connector, store)
    for _ in range(3):
        fake.time += 20 * DAY
        fake.add(5, place=kind.place)
        drain(connector, store)
    assert store.texts() == expected(kind, fake)


def test_edits_come_again_as_updated(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    spread(kind, fake, 60)
    connector = kind.connector(fake)
    drain(connector, store)
    item = fake.listed(kind.place)[30]
    fake.time += HOUR
    fake.edit(item, "改了：其实还不错")
    drain(connector, store)
    changed = store.mentions[kind.prefix + item.id]
    assert changed.text == "改了：其实还不错"
    assert changed.updated is not None
    assert changed.published is not None
    assert abs(changed.published - item.at) < timedelta(seconds=1)
    assert store.texts() == expected(kind, fake)
    assert sum(store.came.values()) == 61


def test_deletions_the_source_tells(kind: Kind) -> None:
    fake, store = kind.fake(), Store()
    spread(kind, fake, 60)
    connector = kind.connector(fake)
    drain(connector, store)
    gone = [fake.listed(kind.place)[position] for position in (0, 7, 20)]
    for item in gone:
        fake.remove(item)
    fake.time += HOUR
    drain(connector, store)
    told = {kind.prefix + each.id for each in gone} if kind.tells_deletions else set()
    assert store.deleted() == told
    assert all(not store.mentions[key].text for key in told)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_raises_and_moves_nothing(kind: Kind, fault: str) -> None:
    fake, store = kind.fake(), Store()
    spread(kind, fake, 30)
    connector = kind.connector(fake)
    drain(connector, store)
    fake.time += HOUR
    fake.add(5, place=kind.place)
    before = json.dumps(store.cursor)
    fake.faults = [fault] * 3
    with pytest.raises(PullError) as caught:
        kind.connector(fake).pull(store.cursor)
    wanted: dict[str, type[PullError]] = {"429": LimitedError, "403": RefusedError, "html": UnreadableError}
    assert isinstance(caught.value, wanted.get(fault, PullError))
    assert json.dumps(store.cursor) == before
    assert not any(secret in str(caught.value) for secret in kind.secrets)
    fake.faults = []
    drain(kind.connector(fake), store)
    assert store.texts() == expected(kind, fake)
    assert max(store.came.values()) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_course_of_events(kind: Kind, data: st.DataObject) -> None:
    """Items come, change and go between pulls, requests fail, pulls are lost: in the end all is there once."""
    fake, store = kind.fake(), Store()
    spread(kind, fake, data.draw(st.integers(0, 260)))
    steps = st.sampled_from(["add", "tie", "late", "edit", "wait", "pull", "fault", "crash"])
    for step in data.draw(st.lists(steps, max_size=14)):
        if step in ("add", "tie") and len(fake.items) > 300:
            continue  # not more than the services list
        if step == "add":
            spread(kind, fake, data.draw(st.integers(1, 130)), timedelta(seconds=1))
        elif step == "tie":
            fake.add(data.draw(st.integers(1, 60)), place=kind.place)
        elif step == "late":
            fake.add(2, at=fake.time - data.draw(st.integers(1, 20)) * HOUR, place=kind.place)
        elif step == "edit" and fake.items:
            fake.edit(data.draw(st.sampled_from(fake.items[-50:])), f"edited at {fake.time} and {fake.count}")
        elif step == "wait":
            fake.time += MINUTE * data.draw(st.integers(1, 400))
        elif step == "fault":
            fake.faults = data.draw(st.lists(st.sampled_from(["", *FAULTS]), max_size=6))
        elif step == "pull" or step == "crash":
            drain_stubbornly(
                kind.connector(fake), store, crash=iter([step == "crash"] + [False] * 600).__next__
            )
    fake.faults = []
    fake.time += HOUR
    drain_stubbornly(kind.connector(fake), store)
    assert store.texts() == expected(kind, fake)
    assert not store.deleted()
    assert not [gap for gap in store.gaps if gap.reason is not GapReason.PROVIDER_CAP]
