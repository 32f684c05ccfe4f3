"""Reading sources: nothing lost, nothing doubled, and every stretch that could not be read is in the ledger."""

from datetime import timedelta

import pytest

from goodword.connectors.protocol import (
    Gap,
    GapReason,
    LimitedError,
    Mention,
    Pull,
    RefusedError,
    UnavailableError,
    UnreadableError,
)
from goodword.server.collecting import kinds as kinds_of_sources
from goodword.server.collecting import running
from goodword.server.collecting.actions import (
    do_change_source,
    do_create_source,
    do_pause_source,
    do_resume_source,
)
from goodword.server.collecting.facade import access_gaps
from goodword.server.collecting.models import DayUse, GapRecord, Run, Source
from goodword.server.collecting.running import run_source
from goodword.server.collecting.tasks import clear_old_runs, look_for_due
from goodword.server.jobs.facade import run_pending
from goodword.server.jobs.models import Job
from goodword.server.listening.models import Mention as Stored
from goodword.server.understanding.tasks import read_mentions

from .conftest import START, Scripted, Silent, lost, pulled, spec

pytestmark = pytest.mark.django_db


def read(source, script) -> Run | None:
    run = run_source(source.pk, net=Silent(), clock=script.now)
    source.refresh_from_db()
    return run


def gaps(source) -> list[tuple]:
    rows = GapRecord.objects.filter(source=source).order_by("pk")
    return [(gap.reason, gap.state, gap.start, gap.end) for gap in rows]


def ids() -> list[str]:
    return sorted(Stored.objects.values_list("external_id", flat=True), key=int)


def test_a_run_pulls_until_nothing_waits(source, script):
    script.steps = [pulled(1, 2, at=1, more=True), pulled(2, 3, at=2)]
    run = read(source, script)
    assert (run.new, run.same, run.requests, run.reason) == (3, 1, 2, "")
    assert script.cursors == [{}, {"at": 1, "more": True}]
    assert script.opened_with == {"place": "forum.example", "key": "s3cret"}
    assert (source.cursor, source.last_ok_at) == ({"at": 2, "more": False}, START)
    assert source.last_item_at == START - timedelta(hours=1)
    assert source.next_run_at == START + source.every
    assert ids() == ["1", "2", "3"]
    stored = Stored.objects.first()
    assert (stored.source, stored.source_type, stored.source_id) == ("The forum", "forum", source.pk)
    assert Job.objects.filter(task_path=read_mentions.module_path).count() == 1


def test_a_source_that_cannot_be_read_keeps_its_cursor_and_has_an_open_gap(source, script):
    script.steps = [pulled(1, at=1), UnavailableError("forum.example does not answer.")]
    read(source, script)
    script.after(hours=1)
    run = read(source, script)
    assert (run.reason, run.problem) == ("outage", "forum.example does not answer.")
    assert (source.cursor["at"], source.failures, source.state) == (1, 1, "on")
    assert gaps(source) == [("outage", "open", START, None)]
    script.after(hours=1)
    script.steps = [UnreadableError("forum.example did not answer with JSON.")]
    read(source, script)
    assert gaps(source) == [("unreadable", "open", START, None)]
    script.after(hours=1)
    script.steps = [pulled(2, at=2)]
    read(source, script)
    assert gaps(source) == [("unreadable", "filled", START, START + timedelta(hours=3))]
    assert (source.failures, source.problem, ids()) == (0, "", ["1", "2"])


def test_a_first_run_that_fails_misses_what_came_since_the_source_was_added(source, script):
    script.steps = [UnavailableError("No answer.")]
    read(source, script)
    assert gaps(source) == [("outage", "open", START - timedelta(hours=2), None)]


def test_a_backlog_fills_the_gap_only_when_all_of_it_is_there(source, script):
    script.steps = [
        UnavailableError("No answer."),
        pulled(1, at=1, more=True),
        UnavailableError("No answer."),
    ]
    read(source, script)
    read(source, script)
    assert [gap[1] for gap in gaps(source)] == ["open"]
    read(source, script)
    assert [gap[1] for gap in gaps(source)] == ["filled"]


def test_what_a_source_will_never_show_is_lost(source, script):
    script.steps = [pulled(1, at=1, gaps=(lost(2, missing=40),))]
    read(source, script)
    assert gaps(source) == [("provider_cap", "lost", START - timedelta(hours=2), START)]
    script.after(minutes=15)
    script.steps = [pulled(2, at=2, gaps=(lost(3, missing=2), lost(9, reason=GapReason.WINDOW)))]
    read(source, script)
    assert [gap[:2] for gap in gaps(source)] == [("provider_cap", "lost"), ("window", "lost")]
    assert GapRecord.objects.get(reason="provider_cap").missing == 42


def test_a_source_that_asks_to_slow_down_is_left_alone_as_long_as_it_asks(source, script):
    script.steps = [LimitedError("Too many requests.", retry_after=1800)]
    read(source, script)
    assert source.next_run_at == START + timedelta(minutes=30)
    assert gaps(source)[0][0] == "rate_limited"


def test_failures_in_a_row_wait_longer_and_longer_up_to_an_hour(source, script):
    waits = []
    for _ in range(9):
        script.steps = [UnavailableError("No answer.")]
        read(source, script)
        waits.append((source.next_run_at - script.at).total_seconds())
    assert waits[:6] == sorted(waits[:6])
    assert 45 <= waits[0] <= 60
    assert 2700 <= waits[-1] <= 3600


def test_a_refused_key_needs_a_person_and_nothing_runs_until_then(source, script, actor):
    script.steps = [RefusedError("The key is refused (401).")]
    read(source, script)
    assert source.state == "attention"
    script.after(days=1)
    assert read(source, script) is None
    assert script.cursors == [{}]
    do_resume_source(actor, source)
    script.steps = [pulled(1, at=1)]
    read(source, script)
    assert gaps(source)[0][:2] == ("refused", "filled")


def test_a_connector_that_breaks_is_a_source_that_could_not_be_read(source, script):
    script.steps = [KeyError("items")]
    run = read(source, script)
    assert (run.reason, source.failures) == ("unreadable", 1)
    assert "KeyError" in run.problem


def test_settings_that_stopped_working_need_a_person(source, script):
    Source.objects.filter(pk=source.pk).update(settings={"place": "nowhere"})
    read(source, script)
    assert (source.state, source.problem) == ("attention", "There is no such place. Give another one.")


def test_paused_sources_are_not_read_and_say_so(source, script, actor):
    read(source, script)
    do_pause_source(actor, source)
    script.after(hours=5)
    assert read(source, script) is None
    assert gaps(source) == [("paused", "open", START, None)]
    do_resume_source(actor, source)
    script.steps = [pulled(5, at=5)]
    read(source, script)
    assert gaps(source) == [("paused", "filled", START, START + timedelta(hours=5))]


def test_another_place_is_read_from_its_beginning(source, script, actor):
    script.steps = [pulled(900, at=900)]
    read(source, script)
    do_change_source(actor, source, values={"place": "other.example"})
    script.steps = [pulled(100, at=100)]
    read(source, script)
    assert script.cursors == [{}, {}]
    assert (ids(), source.cursor["at"], gaps(source)) == (["100", "900"], 100, [])


def test_any_other_change_keeps_the_place(source, script, actor):
    script.steps = [pulled(900, at=900)]
    read(source, script)
    do_change_source(
        actor, source, name="Forum", values={"place": "forum.example", "key": "n3w", "deep": True}
    )
    read(source, script)
    assert script.cursors[1]["at"] == 900


def test_what_a_place_that_was_left_still_missed_is_lost(source, script, actor):
    script.steps = [pulled(1, at=1), UnavailableError("forum.example does not answer.")]
    read(source, script)
    read(source, script)
    do_change_source(actor, source, values={"place": "other.example"})
    read(source, script)
    [(reason, state, start, end)] = gaps(source)
    assert (reason, state, start, end is None) == ("outage", "lost", START, False)


def test_a_paused_source_that_moves_is_still_paused_in_the_ledger(source, script, actor):
    read(source, script)
    do_pause_source(actor, source)
    do_change_source(actor, source, values={"place": "other.example"})
    [before, since] = gaps(source)
    assert (before[:3], since[:2]) == (("paused", "lost", START), ("paused", "open"))
    assert before[3] == since[2]


def test_a_run_at_the_place_that_was_left_is_overtaken(source, script, actor, monkeypatch):
    first = Scripted.pull

    def slowly(connector, cursor):
        found = first(connector, cursor)
        do_change_source(actor, Source.objects.get(pk=source.pk), values={"place": "other.example"})
        return found

    monkeypatch.setattr(Scripted, "pull", slowly)
    script.steps = [pulled(1, at=1)]
    run = read(source, script)
    assert (run.new, source.cursor, ids()) == (0, {}, [])


def test_time_in_which_nothing_was_running_is_in_the_ledger(source, script):
    read(source, script)
    script.after(hours=8)
    read(source, script)
    assert gaps(source) == [("paused", "filled", START, START + timedelta(hours=8))]


def test_a_run_that_was_overtaken_changes_nothing(source, script, monkeypatch):
    first = Scripted.pull

    def slowly(connector, cursor):
        found = first(connector, cursor)
        Source.objects.filter(pk=source.pk).update(position=99, cursor={"at": 99})
        return found

    monkeypatch.setattr(Scripted, "pull", slowly)
    script.steps = [pulled(1, at=1)]
    run = read(source, script)
    assert (run.new, source.cursor, Stored.objects.count()) == (0, {"at": 99}, 0)


def test_what_cannot_be_kept_is_a_failed_run_that_keeps_nothing(source, script):
    read(source, script)
    script.after(hours=1)
    naive = Gap(reason=GapReason.SKIPPED, start=START.replace(tzinfo=None))
    script.steps = [pulled(1, at=1, gaps=(naive,))]
    run = read(source, script)
    assert (run.reason, run.new, run.finished_at) == ("unreadable", 0, script.at)
    assert "TypeError" in source.problem
    assert (source.cursor, ids(), source.failures, source.queued_at) == ({"more": False}, [], 1, None)
    assert source.next_run_at > script.at
    assert gaps(source) == [("unreadable", "open", START, None)]


def test_a_connector_that_does_not_open_is_a_failed_run(source, script, monkeypatch):
    broken = spec(script, open=lambda _settings, _net: {}["host"])
    monkeypatch.setattr(kinds_of_sources, "_found", lambda: [broken])
    run = read(source, script)
    assert (run.reason, run.finished_at, source.failures) == ("unreadable", START, 1)
    assert "KeyError" in run.problem


def test_the_days_budget_stops_a_run_until_midnight(actor, script):
    source = do_create_source(actor, "metered", "Metered", {"place": "forum.example"})
    script.steps = [pulled(n, at=n, more=True) for n in range(1, 9)]
    run = read(source, script)
    assert (run.requests, run.new, run.reason) == (3, 3, "rate_limited")
    assert source.next_run_at == START + timedelta(hours=12)
    assert DayUse.objects.get(source=source).requests == 3
    script.after(hours=1)
    assert read(source, script).requests == 0
    script.after(hours=12)
    assert read(source, script).requests == 3


def test_a_run_that_was_killed_is_closed_by_the_next(source, script):
    dead = Run.objects.create(source=source, started_at=START)
    read(source, script)
    dead.refresh_from_db()
    assert (dead.finished_at, dead.reason) == (START, "paused")


def test_edits_and_deletions_are_counted(source, script):
    script.steps = [pulled(1, 2, at=1)]
    read(source, script)
    again = [Mention(native_id="1", text="Other words"), Mention(native_id="2", deleted=True)]
    script.steps = [Pull(again, [], {"at": 2})]
    run = read(source, script)
    assert (run.new, run.changed, run.deleted, run.same) == (0, 1, 1, 0)


def test_due_sources_are_queued_once_and_read_by_the_worker(source, script, monkeypatch):
    monkeypatch.setattr(running, "way_out", Silent)
    Source.objects.update(next_run_at=START)
    Job.objects.all().delete()
    assert look_for_due.func() == 1
    assert look_for_due.func() == 0
    script.steps = [pulled(1, at=1)]
    run_pending(limit=1)
    source.refresh_from_db()
    assert (source.queued_at, ids()) == (None, ["1"])
    assert look_for_due.func() == 0


def test_pushed_and_paused_sources_are_never_due(actor, source, script):
    do_create_source(actor, "pushed", "Pushed", {"place": "forum.example"})
    do_pause_source(actor, source)
    Source.objects.update(next_run_at=START)
    assert look_for_due.func() == 0


def test_old_runs_go_and_gaps_stay(source, script):
    script.steps = [UnavailableError("No answer.")]
    read(source, script)
    clear_old_runs.func()
    assert (Run.objects.count(), GapRecord.objects.count()) == (0, 1)


def test_gaps_are_told_by_the_stretch_they_overlap(actor, cast, source, script):
    script.steps = [pulled(1, at=1, gaps=(lost(2),)), UnavailableError("No answer.")]
    read(source, script)
    script.after(minutes=15)
    read(source, script)
    hour = timedelta(hours=1)
    [cap, outage] = access_gaps(actor, START - 3 * hour, START + hour)
    assert (cap.source, cap.state, cap.missing, outage.end) == ("The forum", "lost", None, None)
    assert access_gaps(actor, START - 9 * hour, START - 2 * hour) == []
    assert [gap.reason for gap in access_gaps(actor, START + 5 * hour, START + 6 * hour)] == ["outage"]


def test_a_source_nobody_reads_has_an_open_gap_before_anybody_notices(actor, source, script):
    read(source, script)
    [silence] = access_gaps(actor, START, START + timedelta(days=900))
    assert (silence.reason, silence.start, silence.end, silence.state) == ("paused", START, None, "open")
