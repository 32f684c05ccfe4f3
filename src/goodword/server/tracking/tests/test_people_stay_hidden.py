"""Who may not read people learns of no share link, no number and no event who it was."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodword.core.time import to_microseconds
from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import ROLE_RIGHTS, Right, Role
from goodword.server.tracking.facade import event_log
from goodword.server.tracking.live import access_live_events
from goodword.server.tracking.models import ShareLink

pytestmark = pytest.mark.django_db
ANN, BEN = "customer-ann", "customer-ben"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def told(cast):
    """Ann's link, and Ben who came through it a moment ago."""
    link = {"brand": cast.brand, "target": "https://ada.example/", "root_code": "tea"}
    parent = ShareLink.objects.create(code="tea", person_id=ANN, **link)
    ShareLink.objects.create(code="tea2", person_id=BEN, parent=parent, depth=1, **link)
    now_us = to_microseconds(timezone.now())
    day = now_us // 86_400_000_000
    event_log(cast.brand.pk).append(
        [
            {"event_id": f"e{n}", "ts_us": now_us, "local_day": day, "received_day": day, "tenant": str(cast.brand.pk),
             "kind": kind, "person_id": BEN, "referrer_id": ANN, "link_id": "tea", "extra": json.dumps({"invited": ANN})}
            for n, kind in enumerate(["click", "sign_up"])
        ]
    )  # fmt: skip
    return cast


def api(cast, rights):
    secret = do_create_token(cast.actor("admin"), "t", frozenset(rights), None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def spelled(response):
    return {each for each in (ANN, BEN) if each in response.content.decode()}


def test_links_over_http_name_somebody_to_those_who_may_read_people(told):
    legal, sales = (api(told, ROLE_RIGHTS[role]) for role in (Role.LEGAL, Role.SALES))
    for path in ("links", "links/tea", "links/tea2"):
        assert spelled(sales.get(f"/api/v1/{path}"))
        answer = legal.get(f"/api/v1/{path}")
        assert (answer.status_code, spelled(answer)) == (200, set())
    assert legal.get("/api/v1/links/tea").json()["person"].startswith("Person ")
    assert sales.get("/api/v1/links?q=customer-a").json()["total"] == 1
    assert legal.get("/api/v1/links?q=customer-a").json()["total"] == 0


@pytest.mark.parametrize("path", ["downstream", "funnel?by=referrer_id", "sales?by=channel,referrer_id"])
def test_numbers_about_single_people_need_the_right_to_people(told, path):
    rights = {Right.EVENTS_READ}
    assert api(told, rights).get(f"/api/v1/metrics/{path}").status_code == 403
    assert api(told, rights | {Right.PEOPLE_READ}).get(f"/api/v1/metrics/{path}").status_code == 200


def test_other_numbers_need_no_such_right(told):
    assert api(told, {Right.EVENTS_READ}).get("/api/v1/metrics/funnel?by=channel").status_code == 200
    assert api(told, {Right.EVENTS_READ}).get("/api/v1/metrics/luck").status_code in (400, 422)


def test_the_pages_of_links_show_a_pseudonym(told, client):
    for who, seen in (("legal", set()), ("admin", {ANN, BEN})):
        client.force_login(told.members[who])
        found = set()
        for name, more in (
            ("link-list", {}),
            ("link-export", {}),
            ("link", {"code": "tea"}),
            ("link", {"code": "tea2"}),
        ):
            answer = client.get(reverse(name, kwargs={"brand": told.brand.slug, **more}))
            assert answer.status_code == 200
            found |= spelled_in(answer)
        assert found == seen


def spelled_in(answer):
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {each for each in (ANN, BEN) if each in whole.decode()}


def test_the_live_view_shows_a_pseudonym(told):
    for who, seen in (("legal", False), ("admin", True)):
        events = access_live_events(told.actor(who))
        assert len(events) == 2
        assert any(each in str(events) for each in (ANN, BEN)) is seen
