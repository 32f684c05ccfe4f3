"""The sample's sources are read over real connections from places on this machine."""

import threading

import pytest
from django.utils import timezone

from goodword.connectors.protocol import Mention as Item
from goodword.sample import places as sample_places
from goodword.server import workspace
from goodword.server.accounts.facade import do_remove_brand, system_actor
from goodword.server.accounts.models import Brand
from goodword.server.collecting import ways_out
from goodword.server.collecting.facade import access_gaps, access_sources
from goodword.server.collecting.models import GapRecord, Source
from goodword.server.collecting.pushing import do_take_events
from goodword.server.collecting.running import run_source
from goodword.server.collecting.sample import do_place_sources
from goodword.server.listening.facade import do_forget_mentions
from goodword.server.listening.models import Mention, MentionVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(monkeypatch):
    server = sample_places.server(0)
    number = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GOODWORD_SAMPLE_PLACES", str(number))
    ways_out.way_out.cache_clear()
    yield number
    ways_out.way_out.cache_clear()
    server.shutdown()
    server.server_close()


def test_every_place_brings_mentions_and_the_missed_hours_are_shown(cast, port):
    Brand.objects.filter(pk=cast.brand.pk).update(is_sample=True)
    actor = system_actor(Brand.objects.get(pk=cast.brand.pk), "sample")
    count = do_place_sources(actor, port)
    assert count >= 3
    assert do_place_sources(actor, port) == count == access_sources(actor).count()
    for source in access_sources(actor):
        run = run_source(source.pk)
        assert run.reason == "", (source.name, run.problem)
        assert run.new > 5
        assert run_source(source.pk).new == 0
    assert Mention.objects.exclude(author="").count() == Mention.objects.count()
    forum = access_sources(actor).get(kind="discourse")
    [gap] = [
        each for each in access_gaps(actor, forum.created_at, timezone.now()) if each.source == forum.name
    ]
    assert (gap.reason, gap.state) == ("outage", "lost")


def test_the_sample_alone_has_such_places(actor, port):
    with pytest.raises(Exception, match="sample"):
        do_place_sources(actor, port)
    assert workspace.place_sources(port) == 0


def test_what_was_collected_goes_with_the_sample(cast, port):
    Brand.objects.filter(pk=cast.brand.pk).update(is_sample=True)
    actor = system_actor(Brand.objects.get(pk=cast.brand.pk), "sample")
    do_place_sources(actor, port)
    forum = access_sources(actor).get(kind="discourse")
    run_source(forum.pk)
    do_take_events(actor, forum, [Item(native_id="own", text="One"), Item(native_id="gone", text="Two")])
    do_take_events(actor, forum, [Item(native_id="own", text="Other"), Item(native_id="gone", deleted=True)])
    do_forget_mentions(actor)
    do_remove_brand(actor)
    assert not any(model.objects.exists() for model in (Source, GapRecord, Mention, MentionVersion))
