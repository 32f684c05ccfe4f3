"""The imports' jobs."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from goodword.server.accounts.facade import system_actor_for
from goodword.server.jobs.facade import job, progress

from . import uploads
from .clearing import do_clear_uploads
from .engine import OvertakenError, run_import
from .models import ImportRun
from .pace import Progress

State = ImportRun.State


@job(title=_("Import a file"), max_attempts=3, timeout_seconds=12 * 3600)
def run_import_job(run_id: int) -> str:
    """Run an import, or go on with it; a failed one is not tried again by itself, for its cause is told."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state in {State.CANCELLED, State.DONE}:
        return ""
    actor = system_actor_for(run.brand_id, run.created_by)
    try:
        run = run_import(run_id, actor, on_progress=_tell)
    except OvertakenError:
        return ""
    if run.state == State.DONE and not run.dry_run:
        uploads.remove(Path(run.path))
    return str(run.state)


@job(title=_("Clear away files that were sent and not imported"), max_attempts=3)
def clear_uploads() -> int:
    """Remove drafts and files that were left for a week; returns how many files."""
    return do_clear_uploads(timezone.now())


def _tell(state: Progress) -> None:
    progress(state.fraction, gettext_noop("%(rows)s rows"), rows=state.rows)
