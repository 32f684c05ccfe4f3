"""The pages of share links."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goodword.server.tracking.link_actions import do_make_links, do_register_hosts
from goodword.server.tracking.link_queries import access_hosts
from goodword.server.tracking.links import LinkGiven
from goodword.server.tracking.logs import event_log
from goodword.server.tracking.models import ShareLink

TEA = "https://ada.example/tea"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.LINKS_URL = "https://go.ada.example"


def url(name: str, **more: str) -> str:
    return reverse(name, kwargs={"brand": "ada", **more})


def said(response) -> str:
    return response.content.decode()


def test_a_link_is_made_with_its_host_in_one_form(admin_client, actor):
    first = admin_client.post(url("link-new"), {"target": TEA, "person": "c-1", "channel": "feed"})
    assert first.status_code == 400
    assert "ada.example is not registered" in said(first)
    assert 'name="register_host"' in said(first)
    made = admin_client.post(
        url("link-new"), {"target": TEA, "person": "c-1", "channel": "feed", "register_host": "on"}
    )
    link = ShareLink.objects.get()
    assert made.headers["Location"] == url("link", code=link.code)
    assert access_hosts(actor) == ["ada.example"]
    page = said(admin_client.get(url("link", code=link.code)))
    assert f"https://go.ada.example/r/{link.code}" in page
    assert "<svg" in page


def test_who_may_not_manage_the_brand_is_not_offered_the_host(client, cast):
    client.force_login(cast.members["analyst"])
    page = client.post(url("link-new"), {"target": TEA})
    assert page.status_code == 400
    assert 'name="register_host"' not in said(page)
    assert client.post(url("link-new"), {"target": TEA, "register_host": "on"}).status_code == 403
    assert client.post(url("link-hosts"), {"host": "ada.example"}).status_code == 403
    assert not ShareLink.objects.exists()


@pytest.fixture
def link(actor) -> ShareLink:
    do_register_hosts(actor, ["ada.example"])
    [link] = do_make_links(actor, [LinkGiven(TEA, code="summer", person="c-1", channel="feed")]).links
    return link


def test_the_list_searches_filters_and_counts_clicks(admin_client, actor, link):
    do_make_links(actor, [LinkGiven(TEA, code="winter", channel="email")])
    day = {"local_day": 0, "received_day": 0, "tenant": str(actor.brand_id), "ts_us": 0, "kind": "click"}
    event_log(actor.brand_id).append([{**day, "event_id": f"e{n}", "link_id": "summer"} for n in range(7)])
    everything = said(admin_client.get(url("link-list")))
    assert "summer" in everything
    assert "winter" in everything
    assert '<data value="7"' in everything
    for query in ("?channel=feed", "?q=https://go.ada.example/r/summer", "?person=c-1", "?q=c-1"):
        found = said(admin_client.get(url("link-list") + query))
        assert ("summer" in found, "winter" in found) == (True, False), query
    assert "winter" not in said(admin_client.get(url("link-list") + "?state=withdrawn"))
    exported = b"".join(admin_client.get(url("link-export")).streaming_content).decode("utf-8-sig")
    assert "summer" in exported


def test_a_link_is_withdrawn_brought_back_and_ended_on_its_page(admin_client, link):
    admin_client.post(url("link-switch", code="summer"))
    assert "Withdrawn" in said(admin_client.get(url("link", code="summer")))
    admin_client.post(url("link-switch", code="summer"), {"restore": "1"})
    admin_client.post(url("link-expiry", code="summer"), {"expires_at": "2020-01-01T10:00"})
    assert "Expired" in said(admin_client.get(url("link", code="summer")))
    link.refresh_from_db()
    assert link.expires_at.isoformat() == "2020-01-01T02:00:00+00:00"  # ten o'clock in Shanghai
    wrong = admin_client.post(url("link-expiry", code="summer"), {"expires_at": "soon"}, follow=True)
    assert "This is no moment" in said(wrong)
    assert admin_client.get(url("link", code="nobody")).status_code == 404


def test_a_file_becomes_links_and_its_bad_rows_can_be_fetched(admin_client, actor, link):
    text = "target,person,channel\nhttps://ada.example/a,c-1,feed\nhttps://evil.example/,c-2,feed\n"
    done = admin_client.post(
        url("link-import"), {"file": SimpleUploadedFile("l.csv", text.encode()), "record_share": "on"}
    )
    assert "evil.example is not registered" in said(done)
    assert ShareLink.objects.count() == 2
    kept = done.context["kept"]
    rows = admin_client.get(url("link-bad-rows", kept=kept))
    assert b"https://evil.example/,c-2,feed" in rows.content
    assert admin_client.get(url("link-bad-rows", kept="..secret")).status_code == 404
    assert admin_client.get(url("link-bad-rows", kept="0" * 32)).status_code == 404
    nothing = admin_client.post(url("link-import"), {"file": SimpleUploadedFile("l.csv", b"a,b\n1,2\n")})
    assert nothing.status_code == 400


def test_the_qr_code_is_a_picture_to_print(admin_client, link):
    picture = admin_client.get(url("link-qr", code="summer"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
