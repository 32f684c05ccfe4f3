"""The jobs page: what each reader sees and may do."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goodword.core.errors import ConflictError
from goodword.server.audit.models import Entry
from goodword.server.jobs.actions import do_rerun
from goodword.server.jobs.facade import counts, enqueue, job_status, run_pending
from goodword.server.jobs.lists import seconds_left
from goodword.server.jobs.models import Job, JobState, Worker
from goodword.server.jobs.queries import access_job, access_jobs, workers_alive
from goodword.server.jobs.tests import errands

pytestmark = pytest.mark.django_db


def address(name: str = "job-list", **kwargs: object) -> str:
    return reverse(name, kwargs={"brand": "ada", **kwargs})


@pytest.fixture
def failed(cast) -> Job:
    enqueue(errands.refuse, brand_id=cast.brand.pk, subject="reviews.csv")
    run_pending()
    return Job.objects.get()


def test_a_brand_sees_its_own_jobs_and_its_administrator_the_housekeeping(cast) -> None:
    enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, subject="ours")
    enqueue(errands.add, 1, 2, brand_id=cast.bread.pk, subject="theirs")
    enqueue(errands.add, 1, 2, subject="housekeeping")

    def seen(who: str) -> set[str]:
        return set(access_jobs(cast.actor(who)).values_list("subject", flat=True))

    assert seen("admin") == {"ours", "housekeeping"}
    assert seen("sales") == {"ours"}
    assert seen("agent") == {"ours"}


def test_another_brands_job_looks_like_none(cast) -> None:
    theirs = enqueue(errands.add, 1, 2, brand_id=cast.bread.pk)
    with pytest.raises(Http404):
        access_job(cast.actor(), theirs)
    assert job_status(theirs, actor=cast.actor()) is None
    assert job_status(theirs) is not None


def test_counts_sort_the_jobs_by_stage(cast) -> None:
    brand = cast.brand.pk
    enqueue(errands.add, 1, 2, brand_id=brand)
    enqueue(errands.refuse, brand_id=brand)
    enqueue(errands.break_down, brand_id=brand)
    run_pending()
    enqueue(errands.add, 1, 2, brand_id=brand)
    assert counts(cast.actor()) == {"done": 1, "failed": 1, "retrying": 1, "waiting": 1, "running": 0}


def test_the_page_says_what_failed_and_lets_an_administrator_run_it_again(admin_client, failed: Job) -> None:
    page = admin_client.get(address()).content.decode()
    assert "Refuse the input" in page
    assert "reviews.csv" in page
    assert "The file is empty. Choose one with rows." in page
    assert "Run again" in page
    response = admin_client.post(address("job-rerun", pk=failed.pk))
    assert response.status_code == 302
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (JobState.READY, 0)
    assert len(failed.failures) == 1
    entry = Entry.objects.get(action="job.rerun")
    assert (entry.target_id, entry.before["state"]) == (str(failed.pk), "FAILED")


def test_htmx_gets_a_notice_and_the_signal_to_look_again(admin_client, failed: Job) -> None:
    response = admin_client.post(address("job-rerun", pk=failed.pk), headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert "jobs-changed" in response.headers["HX-Trigger"]


def test_only_what_failed_or_waits_can_be_run_again(cast) -> None:
    enqueue(errands.add, 1, 2, brand_id=cast.brand.pk)
    run_pending()
    with pytest.raises(ConflictError, match="done already"):
        do_rerun(cast.actor(), Job.objects.get().pk)


def test_a_member_without_the_right_sees_no_button_and_cannot_post(client, cast, failed: Job) -> None:
    client.force_login(cast.members["sales"])
    assert "Run again" not in client.get(address()).content.decode()
    assert client.post(address("job-rerun", pk=failed.pk)).status_code == 403
    detail = client.get(address("job-detail", pk=failed.pk)).content.decode()
    assert "The file is empty" in detail
    assert "Traceback" not in detail
    assert "refuse()" not in detail


def test_an_administrator_reads_the_evidence(admin_client, failed: Job) -> None:
    detail = admin_client.get(
        address("job-detail", pk=failed.pk), headers={"X-Drawer": "true"}
    ).content.decode()
    assert "Traceback" in detail
    assert "<html" not in detail


def test_the_page_can_be_narrowed_searched_and_exported(admin_client, cast, failed: Job) -> None:
    enqueue(errands.add, 1, 2, brand_id=cast.brand.pk, subject="sums")
    only_failed = admin_client.get(address() + "?state=FAILED").content.decode()
    assert "reviews.csv" in only_failed
    assert "sums" not in only_failed
    found = admin_client.get(address() + "?q=add+two").content.decode()
    assert "sums" in found
    assert "reviews.csv" not in found
    exported = b"".join(admin_client.get(address("job-export") + "?format=csv").streaming_content).decode(
        "utf-8-sig"
    )
    assert "Refuse the input" in exported


def test_the_page_asks_again_often_only_while_something_moves(admin_client, cast) -> None:
    assert "every 20s" in admin_client.get(address()).content.decode()
    enqueue(errands.add, 1, 2, brand_id=cast.brand.pk)
    assert "every 3s" in admin_client.get(address()).content.decode()


def test_the_page_says_when_no_worker_runs_and_what_to_do(admin_client) -> None:
    assert "goodword worker" in admin_client.get(address()).content.decode()
    Worker.objects.create(id="one", host="here", pid=1)
    assert "1 worker is running" in admin_client.get(address()).content.decode()


def test_an_empty_page_leads_to_what_fills_it_those_who_may(client, admin_client, cast) -> None:
    assert "Import a file" in admin_client.get(address()).content.decode()
    client.force_login(cast.members["sales"])
    assert "Import a file" not in client.get(address()).content.decode()


def test_a_silent_worker_counts_as_gone() -> None:
    now = timezone.now()
    Worker.objects.create(id="silent", host="here", pid=1, seen_at=now - timedelta(seconds=25))
    Worker.objects.create(id="alive", host="here", pid=2, seen_at=now - timedelta(seconds=5))
    assert workers_alive(now) == 1


def test_the_page_reads_as_many_queries_for_many_jobs_as_for_few(
    admin_client, cast, django_assert_max_num_queries
) -> None:
    for number in range(40):
        enqueue(errands.refuse, brand_id=cast.brand.pk, subject=f"file {number}")
    run_pending(limit=20)
    with django_assert_max_num_queries(20):
        admin_client.get(address())


def test_time_left_is_told_once_it_is_more_than_a_guess() -> None:
    now = timezone.now()
    job = Job(state=JobState.RUNNING, started_at=now - timedelta(seconds=30), progress=0.25)
    assert seconds_left(job, now) == pytest.approx(90)
    job.progress = 0.01
    assert seconds_left(job, now) is None
