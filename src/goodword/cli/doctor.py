"""`goodword doctor`: is everything whole?"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from rich.console import Console

from goodword.core.errors import GoodwordError

from .setup import load


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    ok: bool
    detail: str


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings for a machine.")] = False,
) -> None:
    """Check the data folder, the database, the audit trail, the event logs, the worker and the assets."""
    load()
    findings = [
        _run(check)
        for check in (_data_folder, _database, _audit_trail, _event_logs, _share_links, _worker, _assets)
    ]
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        console = Console()
        for finding in findings:
            sign = "[green]✓[/]" if finding.ok else "[red]✗[/]"
            console.print(f"{sign} {finding.check}: {finding.detail}", highlight=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _run(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except GoodwordError as error:
        return Finding(check.__name__.strip("_").replace("_", " "), False, str(error))


def _data_folder() -> Finding:
    from django.conf import settings

    from .setup import check_room

    check_room()
    return Finding("data folder", True, f"{settings.HOME} is writable")


def _database() -> Finding:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return Finding("database", False, f"it does not answer: {error}".strip())
    if pending:
        return Finding("database", False, f"{pending} migrations are missing; any other command applies them")
    return Finding("database", True, f"{connection.vendor}, up to date")


def _audit_trail() -> Finding:
    from django.db import DatabaseError

    from goodword.server.accounts.facade import organisation_ids
    from goodword.server.audit.facade import broken_links

    try:
        ids = organisation_ids()
        broken = broken_links(ids)
    except DatabaseError:
        return Finding("audit trail", False, "it cannot be read before the database is up to date")
    if broken:
        first = broken[0]
        return Finding(
            "audit trail",
            False,
            f"organisation {first.organisation_id} is broken at entry {first.sequence}: {first.reason}",
        )
    return Finding("audit trail", True, f"whole, {len(ids)} chains")


def _event_logs() -> Finding:
    from goodword.server.tracking.facade import broken_event_logs

    broken = broken_event_logs()
    return Finding("event logs", not broken, broken[0] if broken else "whole")


def _share_links() -> Finding:
    from django.db import DatabaseError

    from goodword.server.tracking.facade import published

    try:
        stands = published()
    except DatabaseError:
        return Finding("share links", False, "they cannot be read before the database is up to date")
    if stands.is_whole or (not stands.links and stands.served is None):
        return Finding("share links", True, f"the edge serves all {stands.links:,}")
    if stands.served is None:
        return Finding(
            "share links", False, "the edge's link file is missing or broken; run: goodword links publish"
        )
    late = f"{stands.waiting:,} wait, {stands.served:,} of {stands.links:,} are served"
    return Finding(
        "share links",
        False,
        f"the edge does not serve them as they are ({late}); run: goodword links publish",
    )


def _worker() -> Finding:
    from django.db import DatabaseError

    from goodword.server.jobs.facade import workers_alive

    try:
        alive = workers_alive()
    except DatabaseError:
        return Finding("worker", False, "it cannot be asked before the database is up to date")
    return Finding(
        "worker", True, f"{alive} running" if alive else "none running; start one with: goodword worker"
    )


def _assets() -> Finding:
    from django.contrib.staticfiles import finders

    if finders.find("dist/console.css"):
        return Finding("assets", True, "built")
    return Finding("assets", False, "the pages have no look yet; run: make assets")
