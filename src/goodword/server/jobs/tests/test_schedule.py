"""What comes back: slots, once each, whatever the number of workers."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.jobs.facade import Schedule, run_pending
from goodword.server.jobs.firing import fire_due
from goodword.server.jobs.models import Effect, Job, JobState, ScheduleSlot
from goodword.server.jobs.schedule import register, registered
from goodword.server.jobs.tasks import DONE_DAYS, EFFECT_DAYS, FAILED_DAYS, prune_jobs
from goodword.server.jobs.tests import errands

HOURLY = Schedule(name="hourly", task=errands.note, every=timedelta(hours=1), args=("ding",))
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
_milliseconds = st.integers(0, 15 * 366 * 86_400_000)
moments = _milliseconds.map(lambda ms: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
times = st.times().map(lambda at: at.replace(microsecond=0))
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "Asia/Kolkata"]
)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)


@given(now=moments, every=st.integers(1, 40 * 86_400))
def test_the_slots_of_an_interval_enclose_now(now: datetime, every: int) -> None:
    schedule = Schedule(name="s", task=errands.note, every=timedelta(seconds=every))
    latest, following = schedule.latest_slot(now), schedule.next_slot(now)
    assert latest <= now < following
    assert following - latest == timedelta(seconds=every)
    assert schedule.latest_slot(following) == following


@given(now=moments, at=times, zone=zones, days=weekdays)
def test_the_slots_of_a_local_time_enclose_now_and_fall_on_it(now, at, zone, days) -> None:
    schedule = Schedule(name="s", task=errands.note, at=at, zone=zone, weekdays=days)
    latest, following = schedule.latest_slot(now), schedule.next_slot(now)
    assert latest <= now < following
    assert schedule.latest_slot(following - timedelta(microseconds=1)) == latest
    assert following - latest <= timedelta(days=8)


def test_a_local_time_keeps_to_the_clock_on_the_wall_when_summer_time_begins() -> None:
    schedule = Schedule(name="s", task=errands.note, at=time(9, 0), zone="Europe/Berlin")
    before = schedule.latest_slot(datetime(2026, 3, 28, 12, tzinfo=UTC))
    after = schedule.latest_slot(datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert (before.hour, after.hour) == (8, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"every": timedelta(hours=1), "at": time(1)},
        {"every": timedelta(0)},
        {"at": time(1), "weekdays": frozenset()},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Schedule 's'"):
        Schedule(name="s", task=errands.note, **wrong)


def test_two_schedules_cannot_share_a_name() -> None:
    known = registered()[0]
    assert register(known) is known
    with pytest.raises(ValueError, match="two schedules"):
        register(Schedule(name=known.name, task=errands.note, every=timedelta(hours=1)))


@pytest.mark.django_db
def test_each_slot_is_fired_once_whoever_looks() -> None:
    assert fire_due(NOON, [HOURLY]) == 0  # seen for the first time: it waits for its next slot
    assert fire_due(NOON + timedelta(minutes=59), [HOURLY]) == 0
    assert fire_due(NOON + timedelta(minutes=60), [HOURLY]) == 1
    assert fire_due(NOON + timedelta(minutes=60), [HOURLY]) == 0
    assert fire_due(NOON + timedelta(minutes=61), [HOURLY]) == 0
    assert fire_due(NOON + timedelta(minutes=120), [HOURLY]) == 1
    assert Job.objects.count() == 2
    assert ScheduleSlot.objects.get().slot == NOON + timedelta(hours=2)


@pytest.mark.django_db
def test_slots_missed_while_nobody_worked_are_fired_once() -> None:
    fire_due(NOON, [HOURLY])
    assert fire_due(NOON + timedelta(days=3), [HOURLY]) == 1
    assert fire_due(NOON + timedelta(days=3), [HOURLY]) == 0


@pytest.mark.django_db
def test_a_worker_whose_clock_is_behind_fires_no_old_slot() -> None:
    fire_due(NOON, [HOURLY])
    fire_due(NOON + timedelta(hours=2), [HOURLY])
    assert fire_due(NOON + timedelta(hours=1), [HOURLY]) == 0


@pytest.mark.django_db
def test_a_fired_slot_runs_with_its_arguments() -> None:
    errands.seen.clear()
    fire_due(NOON, [HOURLY])
    fire_due(NOON + timedelta(hours=1), [HOURLY])
    run_pending()
    assert errands.seen == ["ding"]


@pytest.mark.django_db
def test_old_jobs_are_cleared_away_and_nothing_else() -> None:
    now = datetime.now(UTC)

    def job(state: JobState, days: int) -> Job:
        at = now - timedelta(days=days)
        return Job.objects.create(
            task_path="x", state=state, finished_at=at, run_after=now + timedelta(days=1)
        )

    kept = {
        job(JobState.SUCCESSFUL, DONE_DAYS - 1).pk,
        job(JobState.FAILED, FAILED_DAYS - 1).pk,
        job(JobState.READY, 500).pk,
        job(JobState.RUNNING, 500).pk,
    }
    job(JobState.SUCCESSFUL, DONE_DAYS + 1)
    job(JobState.FAILED, FAILED_DAYS + 1)
    Effect.objects.create(key="old", at=now - timedelta(days=EFFECT_DAYS + 1))
    Effect.objects.create(key="new", at=now - timedelta(days=EFFECT_DAYS - 1))
    assert prune_jobs.call() == 2
    assert set(Job.objects.values_list("pk", flat=True)) == kept
    assert list(Effect.objects.values_list("key", flat=True)) == ["new"]


def test_the_housekeeping_is_scheduled() -> None:
    assert "jobs.prune" in {schedule.name for schedule in registered()}
