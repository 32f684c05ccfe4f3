"""What was sent and left is cleared away after a week, and nothing that is still needed."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from goodword.connectors.files import Reject
from goodword.server.imports import report, uploads
from goodword.server.imports.drafts import do_draft_import
from goodword.server.imports.facade import ImportRun, do_start_import, rejects_of, run_import
from goodword.server.imports.tasks import clear_uploads

DRAFT, QUEUED, RUNNING = ImportRun.State.DRAFT, ImportRun.State.QUEUED, ImportRun.State.RUNNING
DONE, FAILED, CANCELLED = ImportRun.State.DONE, ImportRun.State.FAILED, ImportRun.State.CANCELLED


def sent(days: float) -> Path:
    """A file that was sent so many days ago."""
    raw = b"text\nvery kind\n"
    path = uploads.store(BytesIO(raw), len(raw))
    at = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


def aged(run: ImportRun, days: float, **changes) -> ImportRun:
    at = timezone.now() - timedelta(days=days)
    ImportRun.objects.filter(pk=run.pk).update(**{"created_at": at, "touched_at": at} | changes)
    return run


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_draft_goes_with_its_file_after_a_week(days, kept, cast):
    path = sent(days)
    aged(do_draft_import(cast.actor(), path, "reviews.csv"), days, touched_at=None)
    clear_uploads.func()
    assert (ImportRun.objects.exists(), path.exists()) == (kept, kept)


@pytest.mark.parametrize(
    ("state", "dry_run", "days", "kept"),
    [
        (QUEUED, False, 30, True),
        (RUNNING, False, 30, True),
        (FAILED, False, 6, True),
        (FAILED, False, 8, False),
        (CANCELLED, False, 8, False),
        (DONE, True, 6, True),
        (DONE, True, 8, False),
        (DONE, False, 8, False),
    ],
)
def test_a_file_stays_while_its_import_may_go_on(state, dry_run, days, kept, cast):
    path = sent(days)
    run = do_start_import(cast.actor(), "mentions", path, dry_run=dry_run)
    size = report.append(run.pk, 0, [Reject(2, None, "why", "value")])
    aged(run, days, state=state, report_bytes=size)
    clear_uploads.func()
    assert path.exists() == kept
    assert [each.line for each in rejects_of(run.pk, size)] == [2]
    assert ImportRun.objects.count() == 1


def test_a_file_that_a_try_shares_with_the_real_import_stays(cast):
    path = sent(8)
    aged(do_start_import(cast.actor(), "mentions", path, dry_run=True), 8, state=DONE)
    real = do_start_import(cast.actor(), "mentions", path)
    clear_uploads.func()
    assert run_import(real.pk, cast.actor()).added == 1


def test_a_file_of_no_import_goes_and_other_peoples_files_stay(tmp_path, cast):
    lost, fresh, own = sent(8), sent(1), tmp_path / "own.csv"
    own.write_text("text\nkind\n")
    os.utime(own, (0, 0))
    aged(do_start_import(cast.actor(), "mentions", own), 30, state=FAILED)
    assert clear_uploads.func() == 1
    assert (lost.exists(), fresh.exists(), own.exists()) == (False, True, True)
