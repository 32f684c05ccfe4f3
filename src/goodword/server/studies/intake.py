"""How answers to a survey come in: a whole table at once, each answer once."""

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server import columns
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record
from goodword.server.bulk import Added, insert

from .models import Answer, Survey


def do_open_survey(actor: Actor, name: str) -> Survey:
    """Return the brand's survey of that name, made if there is none."""
    actor.check(Right.SURVEYS_WRITE)
    name = name.strip()
    limit = Survey._meta.get_field("name").max_length or 0
    if not name or len(name) > limit:
        raise InputError(
            _(
                "A survey needs a name of 1 to %(limit)d characters. Give one, on the command line with --survey NAME."
            )
            % {"limit": limit}
        )
    with transaction.atomic():
        survey, created = Survey.objects.get_or_create(brand_id=actor.brand_id, name=name)
        if created:
            record(actor, "survey.create", survey, after={"name": name})
    return survey


def do_add_answers(actor: Actor, table: pa.Table, *, survey: str, import_id: int | None = None) -> Added:
    """Add the answers to a survey of the actor's brand that are not there yet; the survey is made if need be.

    `table` has the fields of the schema `survey`, the answers as a JSON object in `extra`, and `key`.
    """
    actor.check(Right.SURVEYS_WRITE)
    rows = {"respondent": columns.text(table, "respondent"), "key": table.column("key")}
    if columns.has(table, "submitted_at"):
        rows["submitted_at"] = pc.cast(table.column("submitted_at"), pa.int64())
    if columns.has(table, "extra"):
        rows["values"] = pc.fill_null(table.column("extra"), "{}")
    with transaction.atomic():
        fixed = {"survey_id": do_open_survey(actor, survey).pk, "import_id": import_id}
        return insert(Answer, pa.table(rows), unique=("survey_id", "key"), fixed=fixed).counts
