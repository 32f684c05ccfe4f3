"""Signing in: by invitation, throttled, with a second factor."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from goodword.server.accounts.actions import do_invite
from goodword.server.accounts.models import Membership, User
from goodword.server.accounts.rights import Role
from goodword.server.audit.models import Entry

PASSWORD = "seven quiet otters"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(client, email="admin@ada.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_opens_the_first_brand(client, cast):
    assert sign_in(client).status_code == 302
    assert client.get("/").url == "/b/ada/"


def test_the_wrong_password_says_so_without_saying_which_half_was_wrong(client, cast):
    for email in ("admin@ada.example", "nobody@ada.example"):
        page = sign_in(client, email, "wrong")
        assert page.status_code == 200
        assert "not correct" in page.content.decode()


def test_guessing_is_throttled(client, cast):
    for _attempt in range(5):
        sign_in(client, password="wrong")
    page = sign_in(client)
    assert "Too many" in page.content.decode()
    assert client.get("/").status_code == 302
    assert client.get("/").url.startswith("/account/login/")


def test_nobody_signs_up_uninvited(client, db):
    page = client.post(
        reverse("account_signup"), {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "invitation" in page.content.decode().lower()
    assert not User.objects.filter(email="x@y.example").exists()


def test_an_invitation_leads_to_the_brand(client, actor):
    _invitation, secret = do_invite(actor, "nia@ada.example", Role.ANALYST)
    url = reverse("invitation", args=[secret])
    assert "nia@ada.example" in client.get(url).content.decode()
    assert client.post(url, {"name": "Nia", "password": "short"}).status_code == 400
    answer = client.post(url, {"name": "Nia", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/b/ada/"
    assert Membership.objects.get(user__email="nia@ada.example").role == Role.ANALYST
    assert client.get(url).status_code == 404


def test_a_second_factor_is_asked_for_once_it_is_set_up(client, cast):
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    client.logout()
    answer = sign_in(client)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/b/ada/").status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200


def test_a_lost_password_is_set_anew_with_the_printed_link(client, cast):
    from goodword.server.accounts.passwords import password_path

    page = client.get(password_path("sales@ada.example"), follow=True)
    url = page.redirect_chain[-1][0]
    answer = client.post(url, {"password1": "nine loud badgers", "password2": "nine loud badgers"})
    assert answer.status_code == 302
    assert sign_in(client, "sales@ada.example", "nine loud badgers").status_code == 302


def test_pages_carry_the_headers_that_keep_them_safe(client, db):
    headers = client.get(reverse("account_login")).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_sign_in_page_speaks_chinese(client, db):
    page = client.get(reverse("account_login"), headers={"accept-language": "zh-CN"}).content.decode()
    assert 'lang="zh-Hans"' in page


def test_a_change_of_ones_own_way_in_is_in_the_trail_without_the_secret(client, cast):
    sign_in(client, "sales@ada.example")
    client.post(reverse("account"), {"name": "Sal"})
    words = {"oldpassword": PASSWORD, "password1": "nine loud badgers", "password2": "nine loud badgers"}
    assert client.post(reverse("account_change_password"), words).status_code == 302
    told = list(Entry.objects.order_by("sequence").values_list("action", "before", "after"))
    assert told == [
        ("account.rename", {"name": "Sales"}, {"name": "Sal"}),
        ("account.password", None, None),
    ]
