"""Queueing, running, failing, retrying: one thread, a clock of our own."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.jobs import lease
from goodword.server.jobs.facade import JobState, enqueue, job_status, once, run_pending
from goodword.server.jobs.models import Effect, Job
from goodword.server.jobs.policy import JobTask, UnknownTaskError, backoff, job, task_at
from goodword.server.jobs.tests import errands

pytestmark = pytest.mark.django_db


class Clock:
    """Time that moves when told to."""

    def __init__(self) -> None:
        self.now = timezone.now() + timedelta(seconds=1)  # after whatever the test queues

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    errands.seen.clear()


def only_job() -> Job:
    return Job.objects.get()


def test_a_job_runs_and_keeps_what_the_task_returned() -> None:
    job_id = enqueue(errands.add, 2, right=3)
    assert run_pending() == 1
    status = job_status(job_id)
    assert (status.state, status.return_value, status.attempts) == (JobState.SUCCESSFUL, 5, 1)
    assert status.is_finished
    assert run_pending() == 0


def test_the_django_tasks_api_sees_the_same_job() -> None:
    result = errands.add.enqueue(1, 1)
    assert (result.status.value, result.attempts, result.is_finished) == ("READY", 0, False)
    run_pending()
    result.refresh()
    assert (result.return_value, result.attempts, result.errors) == (2, 1, [])
    assert errands.add.get_result(result.id).args == [1, 1]
    with pytest.raises(TaskResultDoesNotExist):
        errands.add.get_result("no such id")


def test_the_django_tasks_api_sees_every_failed_attempt(clock: Clock) -> None:
    result = errands.break_down.enqueue()
    for _ in range(3):
        run_pending(clock=clock)
        clock.forward(hours=1)
    result.refresh()
    assert (result.status.value, result.attempts) == ("FAILED", 3)
    assert [error.exception_class for error in result.errors] == [RuntimeError] * 3


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_job_with_it() -> None:
    with transaction.atomic():
        enqueue(errands.add, 1, 2)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_arguments_the_task_does_not_take_are_refused_where_it_is_queued() -> None:
    with pytest.raises(TypeError):
        enqueue(errands.add, 1)
    with pytest.raises(TypeError):
        enqueue(errands.note, {1, 2})
    assert not Job.objects.exists()


def test_a_key_queues_once_per_brand(cast) -> None:
    first = enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, key="import:7")
    assert enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, key="import:7") == first
    assert enqueue(errands.add, 1, 2, brand_id=cast.bread.pk, key="import:7") != first
    assert Job.objects.count() == 2


def test_one_that_waits_is_enough_where_the_caller_says_so(cast) -> None:
    first = enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, unless_waiting=True)
    assert enqueue(errands.add, 3, 4, brand_id=cast.brand.pk, unless_waiting=True) == first
    assert enqueue(errands.add, 1, 2, brand_id=cast.bread.pk, unless_waiting=True) != first
    assert enqueue(errands.note, "x", brand_id=cast.brand.pk, unless_waiting=True) != first
    run_pending()
    assert enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, unless_waiting=True) != first


def test_the_most_urgent_runs_first_and_nothing_before_its_time(clock: Clock) -> None:
    enqueue(errands.note, "plain")
    enqueue(errands.note.using(priority=10), "urgent")
    enqueue(errands.note, "later", run_after=clock.now + timedelta(minutes=5))
    clock.forward(seconds=1)
    run_pending(clock=clock)
    assert errands.seen == ["urgent", "plain"]
    clock.forward(minutes=5)
    run_pending(clock=clock)
    assert errands.seen[-1] == "later"


def test_a_failing_task_backs_off_and_is_set_aside_after_its_last_attempt(clock: Clock) -> None:
    job_id = enqueue(errands.break_down)
    waits = []
    for attempt in (1, 2):
        assert run_pending(clock=clock) == 1
        record = only_job()
        assert (record.state, record.attempts) == (JobState.READY, attempt)
        waits.append((record.run_after - clock.now).total_seconds())
        clock.now = record.run_after - timedelta(milliseconds=1)
        assert run_pending(clock=clock) == 0
        clock.forward(milliseconds=1)
    assert 5 <= waits[0] <= 10 <= waits[1] <= 20
    run_pending(clock=clock)
    record = only_job()
    assert (record.state, record.attempts, len(record.failures)) == (JobState.FAILED, 3, 3)
    assert "RuntimeError: the disk is on fire" in job_status(job_id).error
    assert "break_down" in record.failures[0]["traceback"]


def test_input_that_is_refused_is_not_tried_again() -> None:
    job_id = enqueue(errands.refuse)
    run_pending()
    status = job_status(job_id)
    assert (status.state, status.attempts) == (JobState.FAILED, 1)
    assert status.error == "The file is empty. Choose one with rows."


def test_a_task_that_leaves_the_process_only_fails_itself() -> None:
    enqueue(errands.leave)
    enqueue(errands.note, "next")
    assert run_pending() == 2
    assert errands.seen == ["next"]
    assert (
        Job.objects.get(task_path=errands.leave.module_path).failures[0]["exception"].endswith("SystemExit")
    )


def test_a_result_that_cannot_be_stored_fails_the_job() -> None:
    job_id = enqueue(errands.return_set)
    run_pending()
    assert job_status(job_id).state == JobState.FAILED


@pytest.mark.parametrize(
    "path", ["goodword.nowhere.task", "os.getcwd", f"{errands.__name__}.not_a_task", "x"]
)
def test_a_path_that_is_no_task_is_tried_again_later_and_never_called(path: str) -> None:
    with pytest.raises(UnknownTaskError):
        task_at(path)
    enqueue(errands.add, 1, 2)
    Job.objects.update(task_path=path)
    run_pending()
    record = only_job()
    assert (record.state, record.failures[0]["cause"]) == (JobState.READY, "unknown_task")
    assert record.run_after > timezone.now()


@pytest.mark.parametrize("damage", [{"args": "[1,"}, {"kwargs": [1]}, {"failures": "x"}])
def test_a_damaged_row_is_set_aside_and_the_next_one_runs(damage: dict[str, object]) -> None:
    damaged = enqueue(errands.note, "damaged")
    enqueue(errands.note, "sound")
    Job.objects.filter(pk=damaged).update(**damage)
    run_pending()
    assert errands.seen == ["sound"]
    assert "cannot be read" in job_status(damaged).error


def test_progress_is_stored_and_read_in_words() -> None:
    job_id, heard = enqueue(errands.tell_progress), []
    run_pending(on_progress=lambda fraction, text: heard.append((fraction, text)))
    assert heard == [(0.25, "1 of 4 rows")]
    assert job_status(job_id).text == "1 of 4 rows"


def test_a_task_knows_its_brand_and_attempt(cast) -> None:
    job_id = enqueue(errands.look, brand_id=cast.brand.pk)
    run_pending()
    assert job_status(job_id).return_value == [cast.brand.pk, 1]


def test_a_task_speaks_the_language_it_was_queued_in() -> None:
    with translation.override("zh-hans"):
        job_id = enqueue(errands.complain)
    run_pending()
    assert job_status(job_id).error == "这个字段是必填项。"


def test_one_job_can_be_run_out_of_turn() -> None:
    enqueue(errands.note, "first")
    wanted = enqueue(errands.note, "wanted")
    assert run_pending(job_id=wanted) == 1
    assert errands.seen == ["wanted"]


def test_once_is_first_only_once() -> None:
    for _ in range(3):
        enqueue(errands.happen_once, "a")
    run_pending()
    assert errands.seen == ["a"]
    assert sorted(Job.objects.values_list("return_value", flat=True)) == [False, False, True]


def test_once_forgets_a_block_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), once("k"):
        raise ZeroDivisionError
    with once("k") as first:
        assert first


def test_in_one_transaction_a_failure_leaves_nothing_and_a_success_everything() -> None:
    enqueue(errands.write_and_break)
    run_pending()
    assert not Effect.objects.exists()
    job_id = enqueue(errands.write_and_return)
    run_pending()
    assert Effect.objects.count() == 1
    assert job_status(job_id).return_value == "written"


def claimed(clock: Clock, worker: str = "one") -> Job:
    record = lease.claim(worker, now=clock.now)
    assert record is not None
    return record


def test_a_lease_that_ran_out_is_taken_over_and_the_first_worker_records_nothing(clock: Clock) -> None:
    enqueue(errands.add, 1, 2)
    first = claimed(clock)
    assert lease.claim("two", now=clock.now) is None
    clock.forward(seconds=29)
    assert lease.reclaim(now=clock.now) == 0
    assert lease.renew(first, now=clock.now)
    clock.forward(seconds=29)
    assert lease.reclaim(now=clock.now) == 0
    clock.forward(seconds=2)
    assert lease.reclaim(now=clock.now) == 1
    second = claimed(clock, "two")
    assert second.attempts == 2
    assert second.failures[0] == first_failure(second, worker="one")
    assert not lease.renew(first, now=clock.now)
    assert not lease.finish(first, "late", now=clock.now)
    assert not lease.give_back(first, now=clock.now)
    assert lease.finish(second, 3, now=clock.now)
    assert only_job().return_value == 3


def first_failure(record: Job, *, worker: str) -> dict[str, object]:
    return record.failures[0] | {"cause": "worker_lost", "worker": worker}


def test_a_worker_that_reclaims_its_own_job_cannot_record_the_old_run(clock: Clock) -> None:
    enqueue(errands.add, 1, 2)
    old = claimed(clock)
    clock.forward(seconds=31)
    lease.reclaim(now=clock.now)
    new = claimed(clock)
    assert not lease.finish(old, "old", now=clock.now)
    assert lease.finish(new, "new", now=clock.now)


def test_a_job_that_kills_its_workers_is_set_aside(clock: Clock) -> None:
    enqueue(errands.break_down)
    for _ in range(3):
        claimed(clock)
        clock.forward(seconds=31)
        lease.reclaim(now=clock.now)
    assert lease.claim("next", now=clock.now) is None
    record = only_job()
    assert (record.state, {failure["cause"] for failure in record.failures}) == (
        JobState.FAILED,
        {"worker_lost"},
    )


def test_a_job_given_back_keeps_its_attempt_and_is_due_at_once(clock: Clock) -> None:
    enqueue(errands.add, 1, 2)
    assert lease.give_back(claimed(clock), now=clock.now)
    record = only_job()
    assert (record.state, record.attempts, record.run_after) == (JobState.READY, 0, clock.now)


@given(
    attempt=st.integers(1, 10_000), key=st.integers(), seconds=st.floats(0, 1e4), ceiling=st.floats(0, 1e5)
)
def test_back_off_stays_between_half_and_all_of_its_bound(attempt, key, seconds, ceiling) -> None:
    delay = backoff(attempt, key, seconds=seconds, ceiling_seconds=ceiling).total_seconds()
    bound = min(ceiling, seconds * 2.0 ** min(attempt - 1, 30))
    assert bound / 2 - 1e-3 <= delay <= bound + 1e-3


@pytest.mark.parametrize(
    "policy", [{"max_attempts": 0}, {"lease_seconds": 0.5}, {"retry_seconds": -1}, {"timeout_seconds": 0}]
)
def test_a_policy_that_cannot_be_kept_is_refused(policy: dict[str, float]) -> None:
    with pytest.raises(InvalidTaskError):
        job(title="", **policy)(errands.add.func)
    assert isinstance(errands.add, JobTask)
