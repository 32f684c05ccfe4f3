"""The edge serves what the database holds: at once, after a crash, after a failure, and nothing of a brand that is gone."""

import shutil
from threading import Barrier, Thread

import pytest
from django.db import connection

from goodword.core.errors import GoodwordError
from goodword.edge.following import Links
from goodword.edge.links import change_links
from goodword.server.accounts.actions import do_set_brand
from goodword.server.accounts.sample import do_remove_brand
from goodword.server.jobs.models import Job
from goodword.server.tracking import link_actions, publishing
from goodword.server.tracking.link_actions import (
    do_change_expiry,
    do_forget_links,
    do_make_links,
    do_register_hosts,
    do_restore_link,
    do_withdraw_link,
)
from goodword.server.tracking.links import CodeTakenError, LinkGiven
from goodword.server.tracking.models import ShareLink, Site, TargetHost
from goodword.server.tracking.publishing import (
    Published,
    ensure_published,
    links_path,
    publish_all,
    publish_sites,
    publish_waiting,
    published,
)

TEA = "https://ada.example/tea"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def actor(cast):
    actor = cast.actor("admin")
    do_register_hosts(actor, ["ada.example"])
    return actor


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Let what waits for the commit run, as it would in a request."""

    def run(act, *arguments, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*arguments, **more)

    return run


def make(actor, *codes, **changes):
    return do_make_links(actor, [LinkGiven(TEA, code=code, **changes) for code in codes])


def served() -> Links:
    links = Links(links_path())
    links.refresh()
    links.close()
    return links


def test_what_is_committed_is_served(actor, committed):
    committed(make, actor, "a", person="林小雨", channel="feed", tie_strength="weak", programme="春季")
    link = served().find("a")
    assert link.location.startswith("https://ada.example/tea?utm_source=goodword&utm_medium=feed")
    assert '"tie_strength":"weak"' in link.facts
    assert f'"tenant":"{actor.brand_id}"' in link.facts
    assert published() == Published(links=1, served=1, waiting=0)
    committed(do_withdraw_link, actor, "a")
    assert served().find("a").withdrawn
    committed(do_restore_link, actor, "a")
    committed(do_change_expiry, actor, "a", ShareLink.objects.get().made_at)
    link = served().find("a")
    assert (link.withdrawn, link.expires_us is not None) == (False, True)


def test_nothing_is_served_of_what_was_rolled_back(actor, committed):
    committed(make, actor, "a")
    with pytest.raises(GoodwordError):
        committed(do_make_links, actor, [LinkGiven(TEA, code="b"), LinkGiven("https://evil.example/")])
    assert served().find("b") is None


def test_a_crash_between_commit_and_publishing_is_repaired(actor, committed):
    committed(make, actor, "a")
    make(actor, "b")  # committed, and killed before anything else
    do_withdraw_link(actor, "a")
    assert served().find("b") is None
    assert published() == Published(links=2, served=1, waiting=2)
    assert ensure_published() == 2
    assert (served().find("a").withdrawn, served().find("b").withdrawn) == (True, False)
    assert ensure_published() == 0
    assert published().is_whole


@pytest.mark.parametrize("harm", ["lost", "rubbish", "older", "newer"])
def test_a_link_file_that_is_not_the_databases_is_made_anew(actor, committed, harm):
    committed(make, actor, "a", "b")
    if harm == "lost":
        shutil.rmtree(links_path().parent)
    elif harm == "rubbish":
        for path in links_path().parent.glob("links.sqlite3*"):
            path.unlink()
        links_path().touch()
    elif harm == "older":  # a backup of the file from before the links were made
        publishing.write_snapshot(links_path(), [], hosts=[])
    else:  # a backup of the database from before a link was made
        ShareLink.objects.filter(code="b").delete()
    assert ensure_published() == ShareLink.objects.count()
    found = served()
    assert (found.count, found.find("b") is None) == (ShareLink.objects.count(), harm == "newer")
    assert ensure_published() == 0


def test_a_change_while_another_is_being_written_stays_waiting(actor, monkeypatch):
    make(actor, "a")
    publish_all()
    do_withdraw_link(actor, "a")

    def then_restored(path, rows, **more):
        version = change_links(path, rows, **more)
        do_restore_link(actor, "a")  # somebody else, between the writing and the note that it is written
        return version

    monkeypatch.setattr(publishing, "change_links", then_restored)
    publish_waiting()
    assert (served().find("a").withdrawn, published().waiting) == (True, 1)
    monkeypatch.undo()
    publish_waiting()
    assert (served().find("a").withdrawn, published().waiting) == (False, 0)


def test_what_cannot_be_written_is_tried_again_by_a_job(actor, committed, monkeypatch):
    committed(make, actor, "a")

    def full(*_arguments, **_more):
        raise publishing.LinkError("The links cannot be written (disk full).") from publishing.sqlite3.Error()

    monkeypatch.setattr(publishing, "change_links", full)
    committed(make, actor, "b")
    committed(make, actor, "c")
    assert ShareLink.objects.count() == 3
    assert published().waiting == 2
    assert [job.task_path.rpartition(".")[2] for job in Job.objects.all()] == ["publish_links"]


def test_one_bad_row_stops_no_other_link(actor, committed, brand):
    committed(make, actor, "a")
    ShareLink.objects.create(brand=brand, code="bad", target="https://gone.example/", root_code="bad")
    committed(make, actor, "b")
    assert (served().find("bad"), served().find("b").code) == (None, "b")
    assert (publish_all(), published().waiting) == (2, 1)
    assert ensure_published() == 0


def test_a_removed_brands_links_and_sites_vanish(cast, actor, committed):
    brand = cast.brand
    type(brand).objects.filter(pk=brand.pk).update(is_sample=True)
    Site.objects.create(brand=brand, key="pk_ada", hosts=["ada.example"])
    TargetHost.objects.create(brand=cast.bread, host="bread.example")
    theirs = {"target": "https://bread.example/", "root_code": "theirs"}
    ShareLink.objects.create(brand=cast.bread, code="theirs", **theirs)
    committed(make, actor, "a")
    publish_sites()
    assert served().site("pk_ada").time_zone == "Asia/Shanghai"

    def remove():
        do_forget_links(actor)
        do_remove_brand(actor)

    committed(remove)
    found = served()
    assert (found.count, found.find("a"), found.site("pk_ada"), found.find("theirs").code) == (
        1,
        None,
        None,
        "theirs",
    )


def test_a_brands_new_time_zone_dates_what_happens_from_now_on(actor, committed, brand):
    Site.objects.create(brand=brand, key="pk_ada", hosts=["ada.example"])
    committed(make, actor, "a")
    late_us = 20_000 * 86_400_000_000 + 20 * 3_600_000_000  # eight in the evening, UTC
    assert served().find("a").campaign.days.day(late_us) == 20_001
    committed(do_set_brand, actor, {"time_zone": "America/New_York"})
    assert served().find("a").campaign.days.day(late_us) == 20_000
    assert served().site("pk_ada").time_zone == "America/New_York"


def test_withdrawn_sites_are_not_served(brand):
    site = Site.objects.create(brand=brand, key="pk_ada", hosts=["ada.example"])
    publish_all()
    assert served().site("pk_ada").hosts == ("ada.example",)
    site.withdrawn_at = site.made_at
    site.save()
    publish_sites()
    assert served().site("pk_ada") is None


def test_a_code_that_somebody_takes_between_our_look_and_our_writing_is_told(actor, cast, monkeypatch):
    def late(codes):
        monkeypatch.undo()
        ShareLink.objects.create(brand=cast.bread, code="summer", target=TEA, root_code="summer")
        return {}

    monkeypatch.setattr(link_actions, "known_codes", late)
    with pytest.raises(CodeTakenError, match="The code “summer” is taken"):
        make(actor, "autumn", "summer")
    assert not ShareLink.objects.filter(brand_id=actor.brand_id).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_wish_the_same_code_at_once_one_gets_it(request):
    if connection.vendor == "sqlite":
        pytest.skip("The tests' SQLite is in memory, where a second writer does not wait.")
    actor = request.getfixturevalue("actor")
    start, came = Barrier(2), []

    def wish(person: str) -> None:
        start.wait()
        try:
            do_make_links(actor, [LinkGiven(TEA, code="summer", person=person)])
            came.append("made")
        except CodeTakenError as error:
            came.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=wish, args=(f"c-{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(came, key=len) == [
        "made",
        "The code “summer” is taken. Choose another one, or leave it out and get one.",
    ]
    assert ShareLink.objects.filter(code="summer").count() == 1
