"""What is cleared away after a week: drafts nobody started, and files no import will go on with."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q

from .models import ImportRun
from .report import folder, forget

KEPT_DAYS = 7
State = ImportRun.State


def do_clear_uploads(now: datetime) -> int:
    """Remove drafts made a week ago, then every upload that old which no import needs; return how many files.

    An import that waits, runs, stopped within the week or was only tried within it may still need its file.
    Reports of rejected rows are kept for as long as the imports they belong to.
    """
    limit = now - timedelta(days=KEPT_DAYS)
    for run in ImportRun.objects.filter(state=State.DRAFT, created_at__lt=limit):
        forget(run.pk)
        run.delete()
    needed = _needed(limit)
    removed = 0
    for path in folder("uploads").iterdir():
        if path.name not in needed and path.stat().st_mtime < limit.timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _needed(limit: datetime) -> set[str]:
    """Return the names on disk of the uploads that imports may still read."""
    live = Q(state__in=[State.QUEUED, State.RUNNING])
    recent = Q(created_at__gte=limit) | Q(touched_at__gte=limit)
    runs = ImportRun.objects.filter(live | recent).exclude(state=State.DONE, dry_run=False)
    return {Path(path).name for path in runs.values_list("path", flat=True)}
