"""Who is let in, as whom, and how often."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodword.server.accounts.models import ApiToken, Brand
from goodword.server.accounts.rights import Right

pytestmark = [pytest.mark.django_db, pytest.mark.urls("goodword.server.api.tests.probe")]
BRAND = "/api/v1/brand"


def get(secret: str, path: str = BRAND, scheme: str = "Bearer"):
    return Client().get(path, headers={"Authorization": f"{scheme} {secret}"})


def test_nobody_is_asked_for_a_token():
    response = Client().get(BRAND)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_token_opens_its_brand(token_for):
    response = get(token_for(Right.BRAND_READ))
    assert response.status_code == 200
    assert response.json()["slug"] == "ada"


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_other_schemes_are_refused(token_for, scheme):
    assert get(token_for(Right.BRAND_READ), scheme=scheme).status_code == 401


def test_unknown_expired_and_revoked_tokens_are_refused(token_for):
    secret = token_for(Right.BRAND_READ)
    assert get("gw_nonsense").status_code == 401
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "expired" in get(secret).json()["detail"]
    ApiToken.objects.update(expires_at=None, revoked_at=timezone.now())
    assert get(secret).status_code == 401


def test_a_token_does_what_its_scopes_say(token_for):
    response = get(token_for(Right.MENTIONS_READ))
    assert response.status_code == 403
    assert Right.BRAND_READ in response.json()["detail"]


def test_a_token_names_no_other_brand(token_for, cast):
    secret = token_for(Right.BRAND_READ)
    assert get(secret, f"{BRAND}?brand=bread").status_code == 404
    assert get(secret, f"{BRAND}?brand=nothing").status_code == 404
    assert get(secret, f"{BRAND}?brand=ada").status_code == 200


def test_last_use_is_written_once_a_minute(token_for, django_assert_max_num_queries):
    secret = token_for(Right.BRAND_READ)
    get(secret)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    get(secret)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(seconds=61))
    get(secret)
    assert ApiToken.objects.get().last_used_at > first - timedelta(seconds=61)


def test_a_session_needs_a_brand_of_its_own(admin_client, cast):
    assert admin_client.get(BRAND).status_code == 400
    assert admin_client.get(f"{BRAND}?brand=ada").json()["slug"] == "ada"
    assert admin_client.get(f"{BRAND}?brand=bread").status_code == 404


def test_a_bad_token_is_not_saved_by_a_session(admin_client):
    response = admin_client.get(f"{BRAND}?brand=ada", headers={"Authorization": "Bearer gw_nonsense"})
    assert response.status_code == 401


def test_a_session_writes_only_with_its_csrf_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.members["admin"])
    address = "/probe/things?brand=ada"
    options = {"data": '{"name": "x"}', "content_type": "application/json"}
    assert client.post(address, **options).status_code == 403
    assert Brand.objects.get(slug="ada").goal == ""
    client.cookies["csrftoken"] = "a" * 32
    assert client.post(address, **options, headers={"X-CSRFToken": "a" * 32}).status_code == 200
    assert client.post(address, **options, headers={"X-CSRFToken": "b" * 32}).status_code == 403


def test_a_token_needs_no_csrf_token(token_for):
    client = Client(
        enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token_for(Right.BRAND_MANAGE)}"}
    )
    assert client.post("/probe/things", {"name": "x"}, content_type="application/json").status_code == 200


def test_the_minute_is_told_and_kept_to(caller, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    client = caller([Right.BRAND_READ])
    left = [client.get(BRAND)["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = client.get(BRAND)
    assert refused.status_code == 429
    assert refused["RateLimit-Limit"] == "3"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Retry-After"] == refused["RateLimit-Reset"]
    assert caller([Right.BRAND_READ]).get(BRAND).status_code == 200


def test_who_keeps_trying_bad_tokens_is_held_up_but_good_ones_go_on(token_for, settings):
    settings.API_BAD_TOKENS_PER_MINUTE = 2
    secret = token_for(Right.BRAND_READ)
    assert [get("gw_bad").status_code for _ in range(3)] == [401, 401, 429]
    assert get(secret).status_code == 200


def test_what_is_open_to_all_needs_nobody():
    assert Client().get("/probe/open").json() == {"done": 0, "names": []}
