"""An import adds every good row once, tells of every bad one, and survives being cut off anywhere."""

import json
from datetime import timedelta

import pyarrow as pa
import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone, translation

from goodword.connectors.files import Reject
from goodword.core.errors import InputError
from goodword.server.accounts.queries import access_brand
from goodword.server.audit.models import Entry
from goodword.server.imports import engine, reading
from goodword.server.imports.facade import (
    ImportRun,
    Options,
    OvertakenError,
    do_cancel_import,
    do_create_import,
    rejects_of,
    report_csv,
    run_import,
)
from goodword.server.listening.models import Mention
from goodword.server.listening.search import matching
from goodword.server.studies.models import Answer, Survey
from goodword.server.talkers.models import Person, Tie
from goodword.server.tracking.facade import event_log
from goodword.server.tracking.models import DayCount

HEADER = ["id", "text", "rating", "date"]


def rows(count: int, *, bad: tuple[int, ...] = ()) -> list[list[object]]:
    return [
        [f"r{n}", f"review number {n}", "many" if n in bad else n % 5 + 1, f"2026-03-{n % 28 + 1:02d}"]
        for n in range(count)
    ]


def result(run: ImportRun) -> tuple[str, int, int, int]:
    return (str(run.state), run.added, run.already_there, run.rejected)


def test_every_row_goes_in_once(write, bring_in, cast):
    path = write(HEADER, rows(250))
    first = bring_in("mentions", path)
    assert result(first) == ("done", 250, 0, 0)
    assert result(bring_in("mentions", path)) == ("done", 0, 250, 0)
    assert Mention.objects.filter(brand=cast.brand).count() == 250
    assert Mention.objects.filter(matching(cast.brand.pk, '"review number 7"')).count() == 1
    assert set(Mention.objects.values_list("import_id", flat=True)) == {first.pk}


def test_a_row_is_stored_as_it_was_meant(write, bring_in, cast):
    path = write(
        ["id", "text", "rating", "date", "sentiment", "shop"],
        [["1", " Grüße ", "4", "2026-03-01 23:30", "positive", "north"], ["2", "plain", "", "", "", ""]],
    )
    bring_in("mentions", path, constants={"source_type": "review_site"})
    first, second = Mention.objects.order_by("pk")
    assert (first.text, first.rating, first.sentiment, first.sentiment_by) == (
        "Grüße",
        4.0,
        "favourable",
        "file",
    )
    assert first.published_at.isoformat() == "2026-03-01T15:30:00+00:00"  # the brand is in Shanghai
    assert (first.published_day, first.source_type, first.extra) == (20_513, "review_site", {"shop": "north"})
    assert (second.rating, second.published_at, second.sentiment, second.sentiment_by) == (None, None, "", "")
    assert (second.origin, second.origin_by, second.extra) == ("consumer", "", {})


def test_equal_rows_without_an_id_are_kept_apart_and_still_not_added_twice(write, bring_in, small_chunks):
    path = write(["text"], [["good"]] * 150 + [["bad"]] * 80)
    assert result(bring_in("mentions", path)) == ("done", 230, 0, 0)
    assert result(bring_in("mentions", path)) == ("done", 0, 230, 0)


def test_bad_rows_are_told_and_the_rest_goes_in(write, bring_in, small_chunks):
    data = [*rows(250, bad=(3, 240)), ["x", "=HYPERLINK(1)", "=1+1", "2026-01-01"]]
    run = bring_in("mentions", write(HEADER, data))
    assert result(run) == ("done", 248, 0, 3)
    found = list(rejects_of(run.pk, run.report_bytes))
    assert [(each.line, each.column, each.value) for each in found] == [
        (5, "rating", "many"),
        (242, "rating", "many"),
        (252, "rating", "=1+1"),
    ]
    report = b"".join(report_csv(run.pk, run.report_bytes)).decode("utf-8-sig").splitlines()
    assert report[0] == "line,column,reason,value"
    assert report[3].startswith("252,rating,This is not a number.")
    assert report[3].endswith(",'=1+1")
    chinese = b"".join(report_csv(run.pk, run.report_bytes, language="zh")).decode("utf-8-sig")
    assert "这不是数字。" in chinese


def test_every_row_is_accounted_for(tmp_path, bring_in):
    path = tmp_path / "data.jsonl"
    path.write_text('{"text": "a"}\n{"text": null}\n[1]\n{"text": "b"}\n{"text": "", "n": 1}\n')
    run = bring_in("mentions", path)
    assert (run.position, run.added, run.already_there, run.rejected, run.empty) == (5, 2, 0, 2, 1)


def test_strict_is_all_or_nothing(write, bring_in, small_chunks):
    run = bring_in("mentions", write(HEADER, rows(250, bad=(240,))), strict=True)
    assert result(run) == ("failed", 0, 0, 1)
    assert "1 row cannot be used" in run.problem
    assert not Mention.objects.exists()
    assert [each.line for each in rejects_of(run.pk, run.report_bytes)] == [242]
    assert result(bring_in("mentions", write(HEADER, rows(250)), strict=True)) == ("done", 250, 0, 0)


@pytest.mark.parametrize("kind", ["mentions", "people", "graph", "events", "survey"])
def test_a_dry_run_says_what_a_run_does_and_writes_nothing(kind, write, bring_in, small_chunks):
    header, data = {
        "mentions": (HEADER, [*rows(150, bad=(3,)), *rows(20)]),
        "people": (
            ["id", "name", "followers"],
            [[n % 120, f"P{n % 120}", "x" if n == 5 else n] for n in range(150)],
        ),
        "graph": (
            ["source", "target"],
            [[n % 50, n % 7 + (1 if n % 50 == n % 7 else 0)] for n in range(250)],
        ),
        "events": (["event_id", "kind", "ts"], [[n % 130, "share", "2026-01-02"] for n in range(150)]),
        "survey": (["q1", "q2"], [[1, 2]] * 120),
    }[kind]
    path = write(header, data)
    options = {"survey": "Spring"} if kind == "survey" else {}
    tried = bring_in(kind, path, dry_run=True, **options)
    models = (Mention, Person, Tie, DayCount, Answer)
    assert [model.objects.count() for model in models] == [0] * 5
    assert event_log(tried.brand_id).table().num_rows == 0
    done = bring_in(kind, path, **options)
    assert result(tried) == result(done)
    assert done.added > 0
    again = bring_in(kind, path, dry_run=True, **options)
    assert (again.added, again.already_there) == (0, done.added + done.already_there)


class PowerCut(BaseException):
    """Nothing catches it."""


@pytest.mark.parametrize("kind", ["mentions", "survey", "graph"])
@pytest.mark.parametrize("inside", [True, False])
def test_cut_off_anywhere_it_goes_on_to_the_same_end(
    kind, inside, write, bring_in, cast, small_chunks, monkeypatch
):
    header, data = {
        "mentions": (["text", "rating"], [[f"t{n % 90}", "bad" if n % 97 == 0 else 3] for n in range(1000)]),
        "survey": (["date", "q"], [["never" if n % 97 == 0 else "2026-01-01", n % 5] for n in range(1000)]),
        "graph": (
            ["source", "target", "weight"],
            [[n % 31, 31 + n % 17, "x" if n % 97 == 0 else 1] for n in range(1000)],
        ),
    }[kind]
    path = write(header, data)
    options = Options(zone="UTC")
    if kind == "survey":
        options = Options(overrides={"submitted_at": "date"}, zone="UTC", survey="Spring")
    run, _ = do_create_import(cast.actor(), kind, path, options=options)
    append = engine.report.append
    calls = iter(range(1_000_000))

    def cut(*args):
        size = append(*args)
        if next(calls) in {2, 5, 6}:
            raise PowerCut
        return size

    def cut_after(progress):
        if next(calls) in {2, 5, 6}:
            raise PowerCut

    if inside:
        monkeypatch.setattr(engine.report, "append", cut)
    attempts = 0
    while run.state != ImportRun.State.DONE:
        attempts += 1
        try:
            run = run_import(run.pk, cast.actor(), on_progress=(lambda _: None) if inside else cut_after)
        except PowerCut:
            run.refresh_from_db()
    assert attempts == 4
    stored = {
        "mentions": lambda brand: sorted(Mention.objects.filter(brand=brand).values_list("key", "text")),
        "survey": lambda brand: sorted(Answer.objects.filter(survey__brand=brand).values_list("key")),
        "graph": lambda brand: sorted(
            Tie.objects.filter(brand=brand).values_list("source__external_id", "target__external_id")
        ),
    }[kind]
    report = b"".join(report_csv(run.pk, run.report_bytes))
    monkeypatch.setattr(engine.report, "append", append)
    other = access_brand(cast.members["stranger"], cast.bread.slug)
    whole, _ = do_create_import(other, kind, path, options=options)
    whole = run_import(whole.pk, other)
    assert result(run) == result(whole)
    assert stored(cast.brand) == stored(cast.bread)
    assert report == b"".join(report_csv(whole.pk, whole.report_bytes))


@pytest.mark.parametrize("name", ["data.csv", "data.jsonl"])
@pytest.mark.parametrize("piece", [70, 130, 1000])
def test_pieces_of_another_size_go_on_at_the_very_row(name, piece, write, cast, tmp_path, monkeypatch):
    data = [(n % 90, "bad" if n % 97 == 0 else 3) for n in range(500)]
    if name == "data.csv":
        path = write(["text", "rating"], [[f"t{text}", rating] for text, rating in data])
    else:
        path = tmp_path / name
        path.write_text("".join(json.dumps({"text": f"t{text}", "rating": r}) + "\n" for text, r in data))
    monkeypatch.setattr(reading, "CHUNK_ROWS", 100)
    run, _ = do_create_import(cast.actor(), "mentions", path, options=Options(zone="UTC"))

    def stop(progress):
        if progress.rows == 300:
            raise PowerCut

    with pytest.raises(PowerCut):
        run_import(run.pk, cast.actor(), on_progress=stop)
    monkeypatch.setattr(reading, "CHUNK_ROWS", piece)
    assert result(run_import(run.pk, cast.actor())) == ("done", 494, 0, 6)
    assert Mention.objects.count() == 494


def test_a_database_error_leaves_a_sentence_and_a_run_to_go_on_with(
    write, cast, small_chunks, monkeypatch, caplog
):
    run, _ = do_create_import(cast.actor(), "mentions", write(HEADER, rows(500)))
    append = engine.report.append

    def full(run_id, size, rejects):
        if Mention.objects.count() > 250:
            raise OperationalError("database or disk is full")
        return append(run_id, size, rejects)

    monkeypatch.setattr(engine.report, "append", full)
    run = run_import(run.pk, cast.actor())
    assert not any(each.exc_info for each in caplog.records)
    assert (run.state, run.position, Mention.objects.count()) == ("failed", 200, 200)
    assert run.problem.startswith("The disk is full.")
    monkeypatch.setattr(engine.report, "append", append)
    assert result(run_import(run.pk, cast.actor())) == ("done", 500, 0, 0)


def test_an_error_nobody_foresaw_is_a_sentence_too(write, cast, monkeypatch):
    run, _ = do_create_import(cast.actor(), "mentions", write(HEADER, rows(5)))

    def broken(*args):
        raise DatabaseError("column x does not exist\nLINE 1: …")

    monkeypatch.setattr(engine.report, "append", broken)
    run = run_import(run.pk, cast.actor())
    assert run.state == "failed"
    assert "column x does not exist" in run.problem
    assert "\n" not in run.problem


def test_a_file_that_changed_is_not_gone_on_with(write, cast):
    path = write(HEADER, rows(5))
    run, _ = do_create_import(cast.actor(), "mentions", path)
    write(HEADER, rows(6))
    assert "has changed" in run_import(run.pk, cast.actor()).problem
    path.unlink()
    assert "not there any more" in run_import(run.pk, cast.actor()).problem


def test_it_stops_when_asked_and_goes_on_when_asked(write, cast, small_chunks):
    run, _ = do_create_import(cast.actor(), "mentions", write(HEADER, rows(500)))

    def stop(progress):
        if progress.rows == 200:
            do_cancel_import(cast.actor(), run.pk)

    stopped = run_import(run.pk, cast.actor(), on_progress=stop)
    assert (stopped.state, Mention.objects.count()) == ("cancelled", 200)
    assert result(run_import(run.pk, cast.actor())) == ("done", 500, 0, 0)


def test_two_processes_do_not_do_the_same_run(write, cast, small_chunks):
    run, _ = do_create_import(cast.actor(), "mentions", write(HEADER, rows(500)))

    def overtake(progress):
        if progress.rows == 200:
            ImportRun.objects.filter(pk=run.pk).update(position=400, added=400)

    with pytest.raises(OvertakenError):
        run_import(run.pk, cast.actor(), on_progress=overtake)
    run.refresh_from_db()
    assert (run.state, run.position, run.added) == ("running", 400, 400)


def test_people_whom_a_tie_named_are_described_later(write, bring_in, cast):
    bring_in("graph", write(["source", "target"], [["a", "b"], ["b", "c"], ["a", "a"]], "g.csv"))
    assert Tie.objects.count() == 2
    people = write(["id", "name", "city"], [["a", "Ann", "Ulm"], ["d", "Dee", ""]], "p.csv")
    assert result(bring_in("people", people)) == ("done", 1, 1, 0)
    ann = Person.objects.get(brand=cast.brand, external_id="a")
    assert (ann.name, ann.extra) == ("Ann", {"city": "Ulm"})
    bring_in("people", write(["id", "name"], [["a", "Somebody else"]], "q.csv"))
    ann.refresh_from_db()
    assert ann.name == "Ann"


def test_a_tie_to_oneself_is_rejected(write, bring_in):
    run = bring_in("graph", write(["source", "target"], [["a", "a"], ["a", "b"]]))
    assert result(run) == ("done", 1, 0, 1)


def test_events_are_kept_in_the_log_and_counted_by_day(write, bring_in, cast, small_chunks):
    data = [
        [
            f"e{n}",
            "purchase" if n % 3 else "share",
            f"2026-01-{n % 5 + 1:02d} 23:30",
            "12.30" if n % 3 else "",
            "CNY",
            "email",
        ]
        for n in range(300)
    ] + [["wrong", "refund", "2026-01-01", "5.00", "CNY", "email"]]
    path = write(["event_id", "kind", "ts", "amount", "currency", "channel"], data)
    run = bring_in("events", path)
    assert result(run) == ("done", 300, 0, 1)
    assert result(bring_in("events", path)) == ("done", 0, 300, 1)
    log = event_log(cast.brand.pk).table()
    assert (log.num_rows, set(log["tenant"].to_pylist())) == (300, {str(cast.brand.pk)})
    assert sorted(set(log["amount_minor"].to_pylist()), key=str) == [1230, None]
    counted = DayCount.objects.filter(brand=cast.brand)
    assert sum(each.count for each in counted) == 300
    assert {(each.local_day, each.kind): each.count for each in counted} == {
        (row["local_day"], row["kind"]): row["events"]
        for row in event_log(cast.brand.pk).counts().to_pylist()
    }


def test_foreign_amounts_and_the_future_are_rejected_also_in_a_dry_run(write, bring_in, cast):
    ahead = (timezone.now() + timedelta(days=2)).isoformat()
    data = [
        ["ok", "purchase", "2026-01-01", "5.00", "CNY"],
        ["yen", "purchase", "2026-01-01", "500", "JPY"],
        ["talk", "lead", "2026-01-01", "", "JPY"],
        ["soon", "purchase", ahead, "5.00", "CNY"],
    ]
    path = write(["event_id", "kind", "ts", "amount", "currency"], data)
    for dry_run in (True, False):
        run = bring_in("events", path, dry_run=dry_run)
        assert result(run) == ("done", 2, 0, 2)
        told = [(each.line, each.reason, each.reason_zh) for each in rejects_of(run.pk, run.report_bytes)]
        assert [line for line, _en, _zh in told] == [3, 5]
        assert "counts in CNY. Convert the amount" in told[0][1]
        assert "以 CNY 计算" in told[0][2]
        assert "more than a day ahead" in told[1][1]
    assert set(event_log(cast.brand.pk).table()["event_id"].to_pylist()) == {"ok", "talk"}


def test_answers_belong_to_a_survey_of_the_brand(write, bring_in, cast):
    path = write(["respondent", "q1", "q2"], [["a", 1, "yes"], ["b", 2, ""]], "spring wave.csv")
    assert result(bring_in("survey", path, survey="Spring")) == ("done", 2, 0, 0)
    assert result(bring_in("survey", path, survey="Spring")) == ("done", 0, 2, 0)
    assert result(bring_in("survey", path, survey="spring wave")) == ("done", 2, 0, 0)
    assert set(Survey.objects.values_list("name", flat=True)) == {"Spring", "spring wave"}
    values = (
        Answer.objects.filter(survey__name="Spring").order_by("respondent").values_list("values", flat=True)
    )
    assert [json.dumps(each, sort_keys=True) for each in values] == [
        '{"q1": "1", "q2": "yes"}',
        '{"q1": "2"}',
    ]


@pytest.mark.parametrize("name", [None, " "])
def test_answers_without_a_survey_are_refused(write, bring_in, name):
    path = write(["respondent", "q1"], [["a", 1]])
    with pytest.raises(InputError, match="--survey"):
        bring_in("survey", path, **({"survey": name} if name else {}))
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("cause", "english", "chinese"),
    [
        ("strict", "cannot be used, so nothing was imported", "因此未导入任何内容"),
        ("gone", "uploaded.csv is not there any more", "uploaded.csv 已不存在"),
        ("other", "uploaded.csv is a picture", "uploaded.csv 是图片"),
        ("full", "The disk is full", "磁盘已满"),
    ],
)
def test_why_it_failed_is_told_in_the_readers_language_whoever_ran_it(
    cause, english, chinese, write, cast, monkeypatch
):
    path = write(HEADER, rows(5, bad=(2,)))
    run, _ = do_create_import(
        cast.actor(), "mentions", path, file_name="uploaded.csv", strict=cause == "strict"
    )
    if cause == "gone":
        path.unlink()
    elif cause == "other":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    elif cause == "full":
        monkeypatch.setattr(engine.report, "append", raising(OSError(28, "No space left on device")))
    with translation.override("zh-hans"):
        run_import(run.pk, cast.actor())
    run.refresh_from_db()
    assert run.state == "failed"
    assert english in run.problem
    with translation.override("zh-hans"):
        assert chinese in run.problem


def raising(error: Exception):
    def fail(*args):
        raise error

    return fail


def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(tmp_path, cast):
    path = tmp_path / "3f2a"
    path.write_bytes(b"%PDF-1.7 and so on")
    with pytest.raises(InputError) as refused:
        do_create_import(cast.actor(), "mentions", path, file_name="report.pdf")
    assert str(refused.value).startswith("report.pdf is a PDF document.")
    with translation.override("zh-hans"):
        assert str(refused.value).startswith("report.pdf 是 PDF 文档。")


def test_texts_longer_than_the_database_takes_are_rejected(write, bring_in):
    run = bring_in(
        "mentions",
        write(["id", "text"], [["x" * 201, "a"], ["y" * 200, "b"]]),
        overrides={"external_id": "id"},
    )
    assert result(run) == ("done", 1, 0, 1)


def test_odd_characters_go_into_either_database(write, bring_in, cast):
    path = write(
        ["text", "note"],
        [['quote " and , comma', 'a\\b "c"'], ["line\nbreak", "行李👍"], ["tab\there", "\\N"]],
    )
    assert result(bring_in("mentions", path)) == ("done", 3, 0, 0)
    stored = dict(Mention.objects.values_list("text", "extra"))
    assert stored['quote " and , comma'] == {"note": 'a\\b "c"'}
    assert stored["line\nbreak"] == {"note": "行李👍"}


def test_the_trail_tells_of_the_run(write, bring_in):
    bring_in("mentions", write(HEADER, rows(3)))
    last = Entry.objects.order_by("-sequence").first()
    assert (last.action, last.after["added"]) == ("import.finish", 3)


def test_a_piece_is_never_larger_than_it_may_be(write, cast, small_chunks):
    path = write(HEADER, rows(1000, bad=tuple(range(0, 1000, 3))))
    _run, reading = do_create_import(cast.actor(), "mentions", path)
    chunks = list(reading.chunks())
    assert max(chunk.table.num_rows + len(chunk.rejects) for chunk in chunks) <= 100
    assert sum(chunk.table.num_rows for chunk in chunks) == 666
    assert isinstance(chunks[0].rejects[0], Reject)
    assert pa.types.is_string(chunks[0].table.column("key").type)
