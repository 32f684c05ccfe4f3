"""The list of the imports: what the console shows and the export writes."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register

from .models import ImportRun
from .queries import access_imports

State = ImportRun.State
TONES: Mapping[str, str] = {
    State.RUNNING: "accent",
    State.QUEUED: "accent",
    State.DONE: "good",
    State.FAILED: "danger",
    State.CANCELLED: "caution",
}


def _searched(_actor: Actor, rows: QuerySet[ImportRun], words: str) -> QuerySet[ImportRun]:
    return rows.filter(file_name__icontains=words)


def _prepared(actor: Actor, runs: Sequence[ImportRun]) -> None:
    """Add to each row where it leads and how its state is shown."""
    for run in runs:
        place = {"brand": actor.brand_slug, "pk": run.pk}
        run.address = reverse("import-detail", kwargs=place)  # type: ignore[attr-defined]
        run.tone = TONES.get(run.state, "")  # type: ignore[attr-defined]


IMPORTS = register(
    ListSpec(
        name="imports",
        title=_("Imports"),
        right=Right.IMPORTS_READ,
        rows=access_imports,
        columns=(
            Column(
                name="file",
                label=_("File"),
                value=lambda run: run.file_name,
                template="imports/file_cell.html",
                sort="file",
            ),
            Column(name="kind", label=_("Kind"), value=lambda run: run.get_kind_display()),
            Column(
                name="state",
                label=_("State"),
                value=lambda run: run.get_state_display(),
                template="imports/state_cell.html",
                export=lambda run: run.state,
            ),
            Column(name="rows", label=_("Rows read"), value=lambda run: run.position, align="end"),
            Column(name="added", label=_("Added"), value=lambda run: run.added, align="end", sort="added"),
            Column(
                name="already_there",
                label=_("Already there"),
                value=lambda run: run.already_there,
                align="end",
            ),
            Column(name="rejected", label=_("Rejected"), value=lambda run: run.rejected, align="end"),
            Column(name="created", label=_("When"), value=lambda run: run.created_at, sort="created"),
            Column(name="by", label=_("By"), value=lambda run: run.created_by, default=False),
            Column(
                name="size",
                label=_("Bytes"),
                value=lambda run: run.size_bytes,
                align="end",
                default=False,
            ),
            Column(name="problem", label=_("Problem"), value=lambda run: run.problem, default=False),
        ),
        facets=(
            Facet(name="kind", label=_("Kind"), labels=dict(ImportRun.Kind.choices)),
            Facet(name="state", label=_("State"), labels=dict(State.choices)),
        ),
        sorts=(
            Sort(name="created", label=_("Newest"), key="created_at", reverse_label=_("Oldest")),
            Sort(name="added", label=_("Most added"), key="added"),
            Sort(name="file", label=_("File A–Z"), key="file_name", descending=False),
        ),
        search=_searched,
        search_hint=_("The name of a file"),
        enrich=_prepared,
        route="import-list",
        export_route="import-export",
    )
)
