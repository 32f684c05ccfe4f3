"""Writes around an import: it is made, queued, stopped and taken up; ways of reading are saved."""

from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.files import Profile, platform_named
from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record
from goodword.server.jobs.facade import enqueue

from . import uploads
from .kinds import kind_of
from .models import ImportProfile, ImportRun
from .options import Options
from .queries import access_import, access_profiles
from .reading import Reading, open_reading, with_profile
from .report import forget
from .tasks import run_import_job

State = ImportRun.State


def do_create_import(
    actor: Actor,
    kind: str,
    path: Path,
    *,
    file_name: str = "",
    options: Options | None = None,
    profile: str = "",
    strict: bool = False,
    dry_run: bool = False,
) -> tuple[ImportRun, Reading]:
    """Make an import of a file, ready to be run, and return it with how the file will be read.

    Raises InputError when the file is not data, its columns do not give what the kind needs, or answers have
    no survey to belong to.
    """
    actor.check(Right.IMPORTS_RUN)
    chosen = kind_of(kind)
    actor.check(chosen.right)
    options = options or Options()
    if profile:
        options = with_profile(options, access_profile(actor, kind, profile))
    name = uploads.short_name(file_name or path.name)
    reading = open_reading(path, chosen, options, zone=actor.time_zone, currency=actor.currency, name=name)
    run = ImportRun(
        brand_id=actor.brand_id,
        kind=kind,
        file_name=name,
        path=str(path.absolute()),
        fingerprint=reading.source.fingerprint,
        size_bytes=reading.source.size_bytes,
        columns=list(reading.source.columns),
        options=settled(reading).to_json(),
        strict=strict,
        dry_run=dry_run,
        created_by=actor.name,
    )
    with transaction.atomic():
        run.save()
        after = {"kind": kind, "file": run.file_name, "strict": strict, "dry_run": dry_run}
        record(actor, "import.start", run, after=after)
    return run, reading


def settled(reading: Reading) -> Options:
    """Return the options with everything found out written down, so that a resumed run reads the same."""
    source = reading.source
    return replace(
        reading.options,
        mapping=dict(reading.mapping),
        overrides={},
        encoding=reading.options.encoding or source.encoding,
        delimiter=reading.options.delimiter or source.delimiter,
        zone=reading.zone,
    )


def do_start_import(
    actor: Actor,
    kind: str,
    path: Path,
    *,
    file_name: str = "",
    options: Options | None = None,
    profile: str = "",
    strict: bool = False,
    dry_run: bool = False,
) -> ImportRun:
    """Make an import and let the worker run it."""
    with transaction.atomic():
        run, _reading = do_create_import(
            actor,
            kind,
            path,
            file_name=file_name,
            options=options,
            profile=profile,
            strict=strict,
            dry_run=dry_run,
        )
        do_queue_import(actor, run)
    return run


def do_queue_import(actor: Actor, run: ImportRun) -> None:
    """Let the worker run an import, or go on with it where it stopped."""
    actor.check(Right.IMPORTS_RUN)
    actor.check(kind_of(run.kind).right)
    with transaction.atomic():
        waiting = ImportRun.objects.filter(pk=run.pk).exclude(state__in=[State.QUEUED, State.DONE])
        if not waiting.update(
            state=State.QUEUED,
            problem_en="",
            problem_zh="",
            cancel_requested=False,
            touched_at=timezone.now(),
        ):
            raise ConflictError(_("This import is done or waiting already."))
        run.refresh_from_db()
        enqueue(run_import_job, run.pk, actor=actor, subject=run.file_name)


def do_cancel_import(actor: Actor, pk: int) -> ImportRun:
    """Ask an import to stop after the piece it is at; what is in stays in, and it can be taken up again."""
    actor.check(Right.IMPORTS_RUN)
    run = access_import(actor, pk)
    with transaction.atomic():
        live = ImportRun.objects.filter(pk=pk, state__in=[State.QUEUED, State.RUNNING])
        if not live.update(cancel_requested=True):
            raise ConflictError(_("This import is not running, so there is nothing to stop."))
        ImportRun.objects.filter(pk=pk, state=State.QUEUED).update(
            state=State.CANCELLED, cancel_requested=False
        )
        record(actor, "import.cancel", run)
    run.refresh_from_db()
    return run


def do_discard_draft(actor: Actor, pk: int) -> None:
    """Remove an import that was never started, with the file that was sent for it."""
    actor.check(Right.IMPORTS_RUN)
    run = access_import(actor, pk)
    if run.state != State.DRAFT:
        raise ConflictError(_("This import was started, so it stays in the list."))
    uploads.remove(Path(run.path))
    forget(run.pk)
    run.delete()


def do_save_profile(
    actor: Actor, name: str, kind: str, options: Options, columns: tuple[str, ...]
) -> Profile:
    """Save a way of reading under a name; one of the same name is replaced."""
    actor.check(Right.IMPORTS_RUN)
    name = name.strip()
    limit = ImportProfile._meta.get_field("name").max_length or 0
    if not name or len(name) > limit:
        raise InputError(_("A way of reading needs a name of 1 to %(limit)s characters.") % {"limit": limit})
    profile = Profile(
        name, kind, dict(options.mapping or {}), dict(options.constants), options.date_order, columns
    )
    with transaction.atomic():
        saved, created = ImportProfile.objects.update_or_create(
            brand_id=actor.brand_id, kind=kind, name=name, defaults={"settings": profile.to_dict()}
        )
        record(
            actor,
            "import_profile.create" if created else "import_profile.change",
            saved,
            after=saved.settings,
        )
    return profile


def access_profile(actor: Actor, kind: str, name: str) -> Profile:
    """Return a saved way of reading, or that of a platform; InputError when there is none of that name."""
    profiles = list(access_profiles(actor, kind))
    for saved in profiles:
        if saved.name == name:
            return Profile.from_dict(saved.settings)
    platform = platform_named(name) if kind == "mentions" else None
    if platform is not None:
        return platform.plain_profile
    known = ", ".join(saved.name for saved in profiles) or _("none yet")
    raise InputError(
        _("There is no way of reading called “%(name)s” for %(kind)s. Saved: %(known)s.")
        % {"name": name, "kind": kind, "known": known}
    )
