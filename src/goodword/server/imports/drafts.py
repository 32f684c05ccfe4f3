"""An import before it starts: a file that was sent, and how it is to be read, settled step by step."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from goodword.connectors.files import (
    ColumnGuess,
    Profile,
    Source,
    guessed_mapping,
    match,
    open_source,
    platform_named,
    platform_profiles,
    recognise,
)
from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record
from goodword.server.shell.vocabulary import is_chinese

from . import uploads
from .actions import do_queue_import, settled
from .kinds import KINDS, kind_of
from .labels import field_label
from .models import ImportRun
from .options import Options
from .queries import access_import, access_profiles
from .reading import Reading, look_at, made_ready
from .told import told_to_the_reader

_FITS = 0.6


@told_to_the_reader()
def do_draft_import(actor: Actor, path: Path, file_name: str, kind: str = "") -> ImportRun:
    """Make a draft of an import of a file that was sent; without a kind, the likeliest is taken.

    Raises InputError when the file is not data.
    """
    actor.check(Right.IMPORTS_RUN)
    name = uploads.short_name(file_name)
    source = open_source(path, name=name)
    run = ImportRun(
        brand_id=actor.brand_id,
        kind=kind_of(kind).name if kind else likeliest_kind(source),
        file_name=name,
        path=str(path),
        fingerprint=source.fingerprint,
        size_bytes=source.size_bytes,
        columns=list(source.columns),
        options=Options(survey=_survey_name(name)).to_json(),
        created_by=actor.name,
    )
    run.save()
    return run


def _survey_name(file_name: str) -> str:
    return file_name.split(".")[0][:200]


def likeliest_kind(source: Source) -> str:
    """Return the kind whose fields the columns of a file fit best; answers to a survey when none does."""
    best, kind = _FITS, "survey"
    for name, each in KINDS.items():
        if name != "survey":
            score = _score(recognise(each.schema, source), [f.name for f in each.schema.fields if f.required])
            if score > best:
                best, kind = score, name
    return kind


def _score(guesses: list[ColumnGuess], required: list[str]) -> float:
    """Weigh how sure the fields found are; a kind that lacks a field it needs is out."""
    found = guessed_mapping(guesses)
    if any(name not in found for name in required):
        return 0.0
    return sum(guess.confidence for guess in guesses if guess.field) + 0.5 * len(required)


def access_draft(actor: Actor, pk: int) -> ImportRun:
    """Return a draft of the actor's brand; ConflictError when it was started already."""
    actor.check(Right.IMPORTS_RUN)
    run = access_import(actor, pk)
    if run.state != ImportRun.State.DRAFT:
        raise ConflictError(_("This import was started already, so how it reads the file stays as it is."))
    return run


def look_at_draft(actor: Actor, run: ImportRun) -> Reading:
    """Return a draft's file and what its columns are taken for now."""
    if not Path(run.path).is_file():
        raise InputError(_("The file is not there any more. Send it again."))
    options = Options.from_json(run.options)
    return look_at(
        run.path,
        kind_of(run.kind),
        options,
        zone=actor.time_zone,
        currency=actor.currency,
        name=run.file_name,
    )


def open_draft(actor: Actor, run: ImportRun) -> Reading:
    """Return a draft ready to be read; InputError, naming the field, when a column is missing."""
    reading = look_at_draft(actor, run)
    check_complete(reading)
    return made_ready(reading)


def check_complete(reading: Reading) -> None:
    """Raise InputError, in the words of the page, when a needed field has neither column nor value."""
    given = {*reading.mapping, *reading.options.constants}
    for spec in reading.kind.schema.fields:
        if spec.required and spec.name not in given:
            name = field_label(reading.kind.name, spec.name)
            raise InputError(
                _("Choose the column that holds “%(field)s”; every row needs it.") % {"field": name}
            )
    if "amount" in given and "currency" not in given:
        raise InputError(_("Choose the currency of the amounts: a column, or one for every row."))


def do_settle_draft(actor: Actor, run: ImportRun, kind: str, options: Options) -> None:
    """Store how a draft is to be read; with another kind, the columns are recognised anew."""
    actor.check(Right.IMPORTS_RUN)
    if kind != run.kind:
        options = replace(options, mapping=None, overrides={}, constants={})
    run.kind, run.options = kind_of(kind).name, options.to_json()
    run.save(update_fields=["kind", "options"])


def do_start_draft(actor: Actor, run: ImportRun, *, strict: bool, dry_run: bool) -> None:
    """Start a draft: from here on it is read as it was settled."""
    actor.check(kind_of(run.kind).right)
    reading = open_draft(actor, run)
    run.options = settled(reading).to_json()
    run.columns = list(reading.source.columns)
    run.strict, run.dry_run = strict, dry_run
    with transaction.atomic():
        run.save(update_fields=["options", "columns", "strict", "dry_run"])
        after = {"kind": run.kind, "file": run.file_name, "strict": strict, "dry_run": dry_run}
        record(actor, "import.start", run, after=after)
        do_queue_import(actor, run)


def do_repeat_for_real(actor: Actor, run: ImportRun) -> ImportRun:
    """Import for real what a dry run only tried, with the same file and the same way of reading."""
    actor.check(kind_of(run.kind).right)
    if not (run.dry_run and run.state == ImportRun.State.DONE and Path(run.path).is_file()):
        raise ConflictError(_("There is no tried import here to repeat. Send the file again."))
    again = ImportRun(
        brand_id=run.brand_id,
        kind=run.kind,
        file_name=run.file_name,
        path=run.path,
        fingerprint=run.fingerprint,
        size_bytes=run.size_bytes,
        columns=run.columns,
        options=run.options,
        strict=run.strict,
        created_by=actor.name,
    )
    with transaction.atomic():
        again.save()
        after = {"kind": again.kind, "file": again.file_name, "strict": again.strict, "dry_run": False}
        record(actor, "import.start", again, after=after)
        do_queue_import(actor, again)
    return again


def fitting_profiles(actor: Actor, run: ImportRun, source: Source) -> list[Profile]:
    """Return the ways of reading that fit a draft's file: the saved ones, the best first, then that of its platform."""
    saved = [Profile.from_dict(each.settings) for each in access_profiles(actor, run.kind)]
    scored = [(match(profile, source), profile) for profile in saved]
    fitting = [profile for score, profile in sorted(scored, key=lambda pair: -pair[0]) if score >= _FITS]
    names = {profile.name for profile in fitting}
    known = (named_here(profile) for profile in platform_profiles(source, run.kind))
    return [*fitting, *(profile for profile in known if profile.name not in names)]


def named_here(profile: Profile) -> Profile:
    """Return a platform's profile under its name in the reader's language."""
    platform = platform_named(profile.name)
    return replace(profile, name=platform.title_zh) if platform and is_chinese() else profile


def do_use_profile(actor: Actor, run: ImportRun, profile: Profile) -> None:
    """Read a draft the way a profile says."""
    options = Options.from_json(run.options)
    mapping: Mapping[str, str] = dict(profile.mapping)
    said = replace(
        options, mapping=mapping, overrides={}, constants=profile.constants, date_order=profile.date_order
    )
    do_settle_draft(actor, run, run.kind, said)
