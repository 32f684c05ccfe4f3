"""The day counts follow the event log, whoever wrote it: an import, a report, the drain of the edge."""

from typing import TYPE_CHECKING

from django.db import connection, transaction

from .logs import event_log
from .models import CountedLog, DayCount

if TYPE_CHECKING:
    from goodword.events import Snapshot

_APPENDING, _REPORTING = 0x474F4F44, 0x474F4F45


def hold_log(brand_id: int) -> None:
    """Let one transaction at a time append and count: SQLite's are alone anyway, PostgreSQL needs a lock."""
    _hold(_APPENDING, brand_id)


def hold_reports(brand_id: int) -> None:
    """Let one transaction at a time take in a brand's reports, so that none is doubled and no money comes back twice."""
    _hold(_REPORTING, brand_id)


def is_counted(brand_id: int) -> bool:
    """Whether the day counts stand for the log as it is now."""
    counted = CountedLog.objects.filter(brand_id=brand_id).values_list("version", flat=True).first()
    with event_log(brand_id).snapshot() as snapshot:
        return snapshot.version == (counted or 0)


def count_new_days(brand_id: int) -> None:
    """Make the day counts what the log says: only days of pieces that are new since the last time are counted."""
    if is_counted(brand_id):
        return
    with transaction.atomic():
        hold_log(brand_id)
        counted = CountedLog.objects.filter(brand_id=brand_id).first()
        with event_log(brand_id).snapshot() as snapshot:
            if counted is not None and counted.version == snapshot.version:
                return
            days = {each.name: each.local_day for each in snapshot.segments}
            known = set(counted.segments) if counted is not None else set()
            changed = [days[name] for name in days.keys() - known]
            if changed:
                _count(
                    brand_id, snapshot, (min(first for first, _ in changed), max(last for _, last in changed))
                )
            CountedLog.objects.update_or_create(
                brand_id=brand_id, defaults={"version": snapshot.version, "segments": sorted(days)}
            )


def count_again(brand_id: int) -> None:
    """Count every day anew."""
    with transaction.atomic():
        hold_log(brand_id)
        DayCount.objects.filter(brand_id=brand_id).delete()
        CountedLog.objects.filter(brand_id=brand_id).delete()
        count_new_days(brand_id)


def _hold(what: int, brand_id: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [what, brand_id])


def _count(brand_id: int, snapshot: "Snapshot", days: tuple[int, int]) -> None:
    """Store the log's own counts of these days (first, last): whatever was stored before, they are exact."""
    rows = [
        DayCount(
            brand_id=brand_id,
            local_day=row["local_day"],
            kind=row["kind"],
            channel=row["channel"] or "",
            count=row["events"],
        )
        for row in snapshot.counts(local_days=days).to_pylist()
    ]
    DayCount.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["brand", "local_day", "kind", "channel"],
        update_fields=["count"],
    )
