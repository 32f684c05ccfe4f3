"""`goodword sources` and `goodword collect`: how the sources are, and reading them once."""

import threading

import pytest

from goodword.sample import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(monkeypatch):
    server = places.server(0)
    monkeypatch.setenv("GOODWORD_SAMPLE_PLACES", str(server.server_address[1]))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_sources_are_read_here_and_now_and_listed(goodword, port, monkeypatch):
    from goodword.server.accounts.facade import all_brands, ensure_default_brand, system_actor
    from goodword.server.collecting import ways_out
    from goodword.server.collecting.actions import do_create_source

    monkeypatch.setenv("GOODWORD_PREPARED", "1")
    ways_out.way_out.cache_clear()
    ensure_default_brand()
    actor = system_actor(all_brands()[0], "command line")
    assert "no sources yet" in goodword("sources").stdout
    address = f"http://social.localhost:{port}"
    do_create_source(actor, "mastodon", "The social web", {"address": address, "tags": ["lumen"]})
    read = goodword("collect")
    assert read.returncode == 0
    assert "The social web" in read.stdout
    assert "0 new" not in read.stdout
    assert "0 new" in goodword("collect", "The social web").stdout
    listed = goodword("sources").stdout
    assert "Collecting; last item" in listed
    unknown = goodword("collect", "Nothing")
    assert unknown.returncode == 1
    assert "The sources are: The social web." in unknown.stderr
    ways_out.way_out.cache_clear()
