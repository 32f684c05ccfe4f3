"""The ledger of what sources missed: a gap opens when a source cannot be read, and is filled or lost later on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from goodword.connectors.protocol import Gap, GapReason

from .models import GapRecord, Source

State = GapRecord.State
LONGEST_DETAIL = 500
SLACK = timedelta(minutes=10)


def last_known(source: Source) -> datetime:
    """Return until when a source is complete, as far as anybody knows."""
    return source.last_ok_at or source.created_at


def open_gap(source: Source, reason: str, detail: str, *, start: datetime | None = None) -> None:
    """Open a gap from where the source was complete, or say why the open one goes on."""
    detail = detail[:LONGEST_DETAIL]
    standing = GapRecord.objects.filter(source=source, state=State.OPEN)
    if not standing.update(reason=reason, detail=detail):
        GapRecord.objects.create(
            brand_id=source.brand_id, source=source, reason=reason, detail=detail,
            start=start or last_known(source),
        )  # fmt: skip


def fill_gaps(source: Source, now: datetime) -> None:
    """Say that what was missing came after all: the source was read from where it was left."""
    GapRecord.objects.filter(source=source, state=State.OPEN).update(state=State.FILLED, end=now)


def lose_gaps(source: Source, now: datetime) -> bool:
    """Say that what was missing until now will not come: the source goes on from here. Return whether anything was."""
    standing = GapRecord.objects.filter(source=source, state=State.OPEN)
    return bool(standing.update(state=State.LOST, end=now))


def note_lost(source: Source, gaps: Iterable[Gap], now: datetime) -> None:
    """Write down what a source will never show; one that goes on where the last one ended is the same gap."""
    for gap in gaps:
        end = min(gap.end or now, now)
        start = min(gap.start or last_known(source), end)
        lost = GapRecord.objects.filter(source=source, state=State.LOST, reason=gap.reason.value)
        last = lost.filter(end__gte=start, start__lte=end).order_by("-end").first()
        if last is None:
            GapRecord.objects.create(
                brand_id=source.brand_id, source=source, reason=gap.reason.value, start=start, end=end,
                detail=gap.detail[:LONGEST_DETAIL], missing=gap.missing, state=State.LOST,
            )  # fmt: skip
            continue
        last.start, last.end = min(last.start, start), max(last.end or end, end)
        if gap.missing is not None:
            last.missing = (last.missing or 0) + gap.missing
        last.detail = gap.detail[:LONGEST_DETAIL]
        last.save(update_fields=["start", "end", "missing", "detail"])


def note_silence(source: Source, now: datetime) -> None:
    """Write down that nothing was running for longer than the source's pace explains."""
    if source.last_ok_at and is_overdue(source, now) and not _is_open(source):
        open_gap(source, GapReason.PAUSED.value, "")


def is_overdue(source: Source, now: datetime) -> bool:
    """Whether a source that is on was not read for longer than its pace explains.

    A source that cannot be read has a gap of its own; what is only late has none.
    """
    return now - last_known(source) > 2 * source.every + SLACK


def _is_open(source: Source) -> bool:
    return GapRecord.objects.filter(source=source, state=State.OPEN).exists()
