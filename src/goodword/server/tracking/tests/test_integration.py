"""The integration page: hosts, keys, how far it is, and what the live view shows."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goodword.core.errors import ConflictError, InputError
from goodword.core.time import to_microseconds
from goodword.edge.days import Days
from goodword.edge.following import Links
from goodword.edge.ids import Ids
from goodword.edge.lines import MACHINE, event_line
from goodword.edge.notices import NOBODY, Noted, Notice, Notices
from goodword.edge.rows import Card
from goodword.edge.spool import Spool
from goodword.edge.table import Campaign
from goodword.events import EventLog
from goodword.server.accounts.queries import access_brand
from goodword.server.audit.models import Entry
from goodword.server.tracking.live import access_live_events
from goodword.server.tracking.live_sources import MOST, edge_settings
from goodword.server.tracking.live_words import State, by_said
from goodword.server.tracking.models import Report, Site, TargetHost
from goodword.server.tracking.site_actions import (
    MOST_KEYS,
    do_add_hosts,
    do_remove_host,
    do_rotate_key,
    do_set_hosts,
    do_stop_key,
    site_host,
)
from goodword.server.tracking.sites import access_sites

pytestmark = pytest.mark.django_db
HOUR_US = 3_600_000_000


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def now_us() -> int:
    return to_microseconds(timezone.now())


def line(tenant="1", kind="click", ago_us=0, **options):
    ts_us = now_us() - ago_us
    campaign = Campaign(str(tenant), "", Days("UTC"), Card())
    facts = f'"tenant":"{tenant}","link_id":"tea"'
    return event_line(options.pop("event_id", Ids().new(ts_us)), ts_us, kind, facts, campaign, **options)


def spool(*lines):
    made = Spool.create(edge_settings().spools)
    made.append(lines)
    return made


def log(folder, *lines):
    rows = [json.loads(each) for each in lines]
    EventLog.open(folder).append(rows)


def address(name="integration"):
    return reverse(name, kwargs={"brand": "ada"})


def shown(client, **query):
    return client.get(address("integration-live"), query)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("source", ["edge", "api", "import", "sample", "link"])
def test_what_reported_an_event_is_said_in_words(source):
    assert by_said(source) != source


# Hosts


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("lumen.example", "lumen.example"),
        (" Shop.Lumen.Example ", "shop.lumen.example"),
        ("茶.example", "xn--cl1a.example"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_is_kept_as_browsers_write_it(given, host):
    assert site_host(given) == host


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("https://shop.example/tea?x=1", "path: shop.example"),
        ("shop.example/tea", "path: shop.example"),
        ("shop.example:8443", "path: shop.example"),
        ("http://ada@shop.example", "path: shop.example"),
        ("", "no host name"),
        ("two words", "no host name"),
        ("*.example", "no host name"),
        ("a" * 300, "no host name"),
        ("https://", "no host name"),
        ("javascript:alert(1)", "javascript"),
    ],
)
def test_what_is_no_host_is_refused_with_the_host_it_may_have_meant(given, part):
    with pytest.raises(InputError, match=re.escape(part)):
        site_host(given)


def test_the_first_host_makes_the_key_and_the_edge_knows_it(actor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        site = do_add_hosts(actor, ["shop.example", "shop.example", "茶.example"])
    assert site.hosts == ["shop.example", "xn--cl1a.example"]
    links = Links(edge_settings().links)
    links.refresh()
    known = links.site(site.key)
    assert (known.tenant, known.hosts, known.until_us) == (str(actor.brand_id), tuple(site.hosts), None)
    assert Entry.objects.filter(action="site.add").count() == 1


def test_hosts_come_and_go_and_the_key_stays(actor):
    key = do_add_hosts(actor, ["a.example"]).key
    do_add_hosts(actor, ["b.example"])
    do_remove_host(actor, "a.example")
    do_remove_host(actor, "never.example")
    (site,) = access_sites(actor)
    assert (site.key, site.hosts) == (key, ["b.example"])
    assert do_set_hosts(actor, ["c.example"]).hosts == ["c.example"]
    with pytest.raises(InputError, match="up to 50 hosts"):
        do_add_hosts(actor, [f"h{n}.example" for n in range(50)])


# Keys


def test_an_old_key_works_for_seven_days_and_shares_the_hosts(actor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        old = do_add_hosts(actor, ["a.example"])
        new = do_rotate_key(actor)
        do_add_hosts(actor, ["b.example"])
    assert new.key != old.key
    links = Links(edge_settings().links)
    links.refresh()
    assert links.site(new.key).until_us is None
    left_us = links.site(old.key).until_us - now_us()
    assert 6.99 * 24 * HOUR_US < left_us <= 7 * 24 * HOUR_US
    assert links.site(old.key).hosts == links.site(new.key).hosts == ("a.example", "b.example")
    with django_capture_on_commit_callbacks(execute=True):
        do_stop_key(actor, old.key)
    links.refresh()
    assert links.site(old.key) is None
    assert [site.key for site in access_sites(actor)] == [new.key]


def test_the_key_in_use_is_not_stopped_and_keys_do_not_pile_up(actor):
    site = do_add_hosts(actor, ["a.example"])
    with pytest.raises(ConflictError, match="in use"):
        do_stop_key(actor, site.key)
    for _ in range(MOST_KEYS - 1):
        do_rotate_key(actor)
    with pytest.raises(ConflictError, match="still work"):
        do_rotate_key(actor)


def test_without_a_host_there_is_no_key_to_replace(actor):
    with pytest.raises(ConflictError, match="Add the host"):
        do_rotate_key(actor)


# The page


def test_an_unconnected_brand_is_asked_for_its_host_first(admin_client, brand):
    TargetHost.objects.create(brand=brand, host="lumen.example")
    page = admin_client.get(address()).content.decode()
    for part in ("Script not seen yet", "No server call yet", "No purchase attributed yet", "lumen.example"):
        assert part in page
    assert "data-site" not in page


def test_the_page_has_what_is_copied_and_says_how_far_it_is(admin_client, actor):
    site = do_add_hosts(actor, ["lumen.example"])
    notices = Notices(edge_settings().notices, "edge-1")
    notices.see(str(actor.brand_id), site.key, "lumen.example", now_us() - 2 * 60_000_000)
    notices.write()
    reported(actor, "order-1", link_id="tea")
    page = admin_client.get(address(), {"server": "python"})
    assert "&lt;script async src=&quot;http" in page.content.decode().replace("&#x27;", "&quot;")
    assert site.key in page.content.decode()
    text = words(page)
    for part in ("Script seen 2 min ago on lumen.example", "Server call seen", "Purchase attributed"):
        assert part in text
    assert "urlopen" in text
    assert "/api/v1/events" in text


def test_what_cannot_be_done_is_said_on_the_page(admin_client):
    answer = admin_client.post(address("site-hosts"), {"host": "https://a.example/x"}, follow=True)
    assert "is more than a host" in answer.content.decode()
    assert not Site.objects.exists()


def test_who_may_only_look_changes_nothing(client, cast, actor):
    do_add_hosts(actor, ["a.example"])
    client.force_login(cast.members["sales"])
    assert "Remove a.example" not in client.get(address()).content.decode()
    for name in ("site-hosts", "site-rotate", "site-stop"):
        assert client.post(address(name), {"host": "b.example"}).status_code == 403


# The live view


def reported(actor, key, **event):
    facts = {
        "event_id": key,
        "kind": "purchase",
        "ts_us": now_us() - 30 * 24 * HOUR_US,
        "source": "api",
        **event,
    }
    return Report.objects.create(brand_id=actor.brand_id, key=key, kind="purchase", event=facts)


def test_everything_that_comes_in_is_shown_once_with_what_became_of_it(actor):
    brand = str(actor.brand_id)
    both = line(brand, event_id="0190a8b2c3d47e5f8a9b0c1d2e3f4a5b", ago_us=3_000_000)
    spool(
        both,
        line(brand, source=MACHINE, kind="view", extra='{\\"machine\\":\\"preview\\"}', ago_us=2_000_000),
    )
    log(edge_settings().folder.parent / "events" / brand, both)
    reported(actor, "order-1")
    notices = Notices(edge_settings().notices, "edge-1")
    notices.note(brand, Notice(now_us() - 1_000_000, Noted.REFUSED, "visit", "evil.example", reason="host"))
    notices.note(brand, Notice(now_us() - 500_000, Noted.TEST, "visit"))
    notices.write()
    found = access_live_events(actor)
    assert [(event.state, event.kind) for event in found] == [
        (State.KEPT, "purchase"),
        (State.TEST, "visit"),
        (State.REFUSED, "visit"),
        (State.MACHINE, "view"),
        (State.KEPT, "click"),
    ]
    assert "evil.example are not registered" in found[2].reason
    assert "Preview bot" in found[3].reason


def test_one_brand_never_sees_anothers(cast, actor):
    other = str(cast.bread.pk)
    spool(line(other), line(actor.brand_id, extra=f'{{\\"page\\":\\"tenant:{other}\\"}}'))
    log(edge_settings().folder.parent / "events" / other, line(other))
    notices = Notices(edge_settings().notices, "edge-1")
    notices.note(other, Notice(now_us(), Noted.TEST))
    notices.note(NOBODY, Notice(now_us(), Noted.REFUSED, host="bread.example", key="pk_bread", reason="site"))
    notices.write()
    assert len(access_live_events(actor)) == 1
    do_add_hosts(actor, ["bread.example"])
    assert [event.state for event in access_live_events(actor)] == [State.REFUSED, State.KEPT]
    stranger = access_brand(cast.members["stranger"], "bread")
    assert len(access_live_events(stranger)) == 3


def test_what_is_long_ago_is_not_shown_and_much_is_cut(actor):
    brand = str(actor.brand_id)
    folder = edge_settings().folder.parent / "events" / brand
    log(folder, line(brand, ago_us=HOUR_US))
    assert access_live_events(actor) == []
    many = [line(brand, ago_us=n * 20_000) for n in range(300)]
    log(folder, *many)
    spool(*[line(brand, ago_us=n * 20_000 + 5) for n in range(300)])
    found = access_live_events(actor)
    assert len(found) == MOST
    assert [event.at for event in found] == sorted((event.at for event in found), reverse=True)


def test_broken_files_do_not_break_the_view(actor):
    settings = edge_settings()
    settings.spools.mkdir(parents=True)
    (settings.spools / "x.spool").write_bytes(b"no database")
    folder = settings.folder.parent / "events" / str(actor.brand_id)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{")
    spool(line(actor.brand_id))
    assert len(access_live_events(actor)) == 1


def test_the_live_part_is_sent_only_when_it_is_new(admin_client, actor):
    first = shown(admin_client)
    assert first.status_code == 200
    assert "Nothing in the last fifteen minutes" in words(first)
    assert shown(admin_client, seen=first["X-Live"]).status_code == 204
    spool(line(actor.brand_id))
    again = shown(admin_client, seen=first["X-Live"])
    assert "Counts Click tea Edge" in words(again)


def test_what_a_visitor_sends_is_shown_as_text(admin_client, actor):
    spool(line(actor.brand_id, extra='{\\"page\\":\\"/<script>x</script>\\"}'))
    page = shown(admin_client).content.decode()
    assert "<script>" not in page
    assert "/&lt;script&gt;" in page
