"""Mentions are read by jobs: all of them, once, whatever happens in between."""

import pytest

from goodword.server.audit.models import Entry
from goodword.server.jobs.facade import run_pending
from goodword.server.jobs.models import Job
from goodword.server.listening.facade import Mention, Reading, access_mentions
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.understanding import reading
from goodword.server.understanding.actions import do_ask_reading
from goodword.server.understanding.models import Learning, ModelVersion
from goodword.server.understanding.queries import access_progress, access_version
from goodword.server.understanding.readers import keep, reader_of, register_shipped, shipped_reader
from goodword.server.understanding.tasks import look_for_mentions

WORDS = ("good", "bad late", "dear bad", "fine", "why", "good good", "bad")


@pytest.fixture
def mentions(brand):
    return make_mentions(brand.pk, [{"text": f"it was {word} on day {n}"} for n, word in enumerate(WORDS)])


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(reading, "BATCH", 2)


def read_now(brand):
    return [(m.sentiment, m.cause) for m in Mention.objects.filter(brand_id=brand.pk).order_by("pk")]


EXPECTED = [
    ("favourable", ""),
    ("unfavourable", "delivery"),
    ("unfavourable", "price"),
    ("", ""),
    ("", ""),
    ("favourable", ""),
    ("unfavourable", ""),
]


def test_a_job_reads_what_came_in_once(actor, brand, mentions, small_batches):
    job = do_ask_reading(actor)
    assert do_ask_reading(actor) == job
    assert access_progress(actor).left == 7
    run_pending()
    assert read_now(brand) == EXPECTED
    assert Job.objects.get(pk=job).return_value == 7
    progress = access_progress(actor)
    assert (progress.total, progress.read, progress.left, progress.job.fraction) == (7, 7, 0, 1.0)
    assert Mention.objects.filter(read_by=access_version(actor).pk).count() == 7
    assert do_ask_reading(actor) != job
    run_pending()
    assert Reading.objects.count() == 7


def test_a_killed_job_goes_on_where_it_stopped(actor, brand, mentions, small_batches, monkeypatch):
    do_ask_reading(actor)
    original, calls = reading.do_store_readings, []

    def killed(*args):
        if len(calls) == 2:
            raise SystemExit(9)
        calls.append(args)
        return original(*args)

    monkeypatch.setattr(reading, "do_store_readings", killed)
    run_pending()
    assert Mention.objects.exclude(read_by=0).count() == 4
    monkeypatch.setattr(reading, "do_store_readings", original)
    assert reading.read_pending(brand.pk) == 3
    assert read_now(brand) == EXPECTED
    assert Reading.objects.count() == 7


def test_what_dies_inside_a_batch_leaves_nothing_of_it(actor, brand, mentions, small_batches, monkeypatch):
    def torn(*args, **kwargs):
        raise SystemExit(9)

    monkeypatch.setattr("goodword.server.listening.readings.update", torn)
    with pytest.raises(SystemExit):
        reading.read_pending(brand.pk)
    assert (Mention.objects.filter(read_by=0).count(), Reading.objects.count()) == (7, 0)


def version_of(brand, lessons, number=1, state="in_force"):
    reader = shipped_reader().taught(lessons)
    version = ModelVersion(brand=brand, number=number, state=state)
    keep(version, reader)
    version.save()
    return version


def test_another_version_reads_everything_again_and_both_stay_comparable(
    actor, brand, mentions, small_batches
):
    reading.read_pending(brand.pk)
    shipped = access_version(actor)
    own = version_of(brand, [("fine", "sentiment", "favourable")] * 3)
    Learning.objects.create(brand=brand, version_before=shipped.pk)
    assert access_progress(actor).left == 7
    assert reading.read_pending(brand.pk) == 7
    assert read_now(brand)[3] == ("favourable", "")
    assert set(Reading.objects.values_list("version", flat=True)) == {shipped.pk, own.pk}
    assert access_mentions(actor).filter(read_by=own.pk).count() == 7


def test_a_version_that_comes_into_force_meanwhile_reads_from_the_next_batch_on(
    actor, brand, mentions, small_batches
):
    told = []

    def on_read(done, _total):
        told.append(done)
        if done == 4:
            version_of(brand, [("fine", "sentiment", "favourable")] * 3)

    reading.read_pending(brand.pk, on_read=on_read)
    assert told[-1] == 11
    assert Mention.objects.values_list("read_by", flat=True).distinct().get() == access_version(actor).pk


def test_a_damaged_model_is_put_away_and_the_shipped_one_reads(actor, brand, mentions):
    own = version_of(brand, [("fine", "sentiment", "favourable")] * 3)
    path = reading_path(own)
    path.write_bytes(path.read_bytes()[:-1])
    assert reader_of(brand.pk).version.brand_id is None
    own.refresh_from_db()
    assert (own.state, own.reasons) == ("retired", [{"code": "damaged"}])
    assert Entry.objects.filter(action="model.damaged").count() == 1
    reading.read_pending(brand.pk)
    assert read_now(brand) == EXPECTED


def reading_path(version):
    from goodword.server.understanding.readers import path_of

    return path_of(version)


@pytest.mark.parametrize("harm", ["gone", "other"])
def test_a_missing_or_exchanged_file_is_damage_too(brand, harm):
    own = version_of(brand, [("fine", "sentiment", "favourable")] * 3)
    other = version_of(brand, [("fine", "sentiment", "neutral")] * 3, number=2, state="retired")
    if harm == "gone":
        reading_path(own).unlink()
    else:
        reading_path(own).write_bytes(reading_path(other).read_bytes())
    assert reader_of(brand.pk).version.brand_id is None


def test_a_shipped_model_of_a_new_release_is_another_version(monkeypatch, brand):
    first = register_shipped()
    assert register_shipped() == first
    monkeypatch.setattr(shipped_reader(), "version", "goodword-2")
    second = register_shipped()
    assert second != first
    assert reader_of(brand.pk).version == second


def test_the_hourly_look_finds_what_nobody_asked_for(cast, brand):
    make_mention(brand.pk, "it was good")
    assert look_for_mentions.func() == 1
    assert Job.objects.get().brand_id == brand.pk
    run_pending()
    assert look_for_mentions.func() == 0
