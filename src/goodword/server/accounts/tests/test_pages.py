"""The pages about a brand and those who work on it."""

import re

import pytest
from django.urls import reverse

from goodword.server.accounts.models import ApiToken, Brand, Invitation, Membership


def url(name, **places):
    return reverse(name, kwargs={"brand": "ada", **places})


SETTINGS = {
    "name": "Ada", "language": "zh", "time_zone": "Asia/Shanghai", "currency": "cny", "region": "",
    "product": "Logic", "positioning": "", "audience": "", "goal": "", "keywords": "Ada\n艾达\n\nAda",
    "forbidden_channels": ["print"], "forbidden_audiences": "", "legal_notes": "",
}  # fmt: skip


def test_brand_settings_are_saved_as_lists_without_blanks_or_repetitions(admin_client, brand):
    assert admin_client.post(url("brand-settings"), SETTINGS).status_code == 302
    brand.refresh_from_db()
    assert brand.keywords == ["Ada", "艾达"]
    assert (brand.currency, brand.forbidden_channels) == ("CNY", ["print"])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("currency", "E1R", "not a currency code"),
        ("time_zone", "Mars/Olympus", "not one of the available"),
        ("keywords", "x" * 200, "longer than 80"),
        ("forbidden_channels", ["smoke"], "not one of the available"),
        ("name", "", "required"),
    ],
)
def test_wrong_settings_get_a_sentence_and_nothing_is_saved(admin_client, brand, field, value, sentence):
    page = admin_client.post(url("brand-settings"), {**SETTINGS, field: value, "product": "changed"})
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert Brand.objects.get(pk=brand.pk).product == ""


def test_an_agency_reads_the_settings_but_does_not_change_them(client, cast):
    client.force_login(cast.members["agent"])
    assert client.get(url("brand-settings")).status_code == 200
    assert client.post(url("brand-settings"), SETTINGS).status_code == 403
    assert Brand.objects.get(pk=cast.brand.pk).product == ""


def test_an_invitation_link_is_shown_once(admin_client, brand):
    page = admin_client.post(url("member-list"), {"email": "nia@ada.example", "role": "legal"})
    assert "/invitation/gwi_" in page.content.decode()
    assert "gwi_" not in admin_client.get(url("member-list")).content.decode()
    assert Invitation.objects.get().email == "nia@ada.example"


def test_inviting_a_member_again_says_so(admin_client, brand):
    page = admin_client.post(url("member-list"), {"email": "sales@ada.example", "role": "legal"})
    assert "is a member already" in page.content.decode()
    assert re.search(r'<dialog[^>]* id="invite"[^>]* open>', page.content.decode())
    assert not re.search(
        r'<dialog[^>]* id="invite"[^>]* open>', admin_client.get(url("member-list")).content.decode()
    )


def test_the_trail_names_the_person_who_joined(client, cast, brand, actor):
    from goodword.server.accounts.actions import do_invite
    from goodword.server.accounts.rights import Role
    from goodword.server.audit.models import Entry

    _invitation, secret = do_invite(actor, "nia@ada.example", Role.LEGAL)
    client.post(f"/invitation/{secret}/", {"name": "Nia", "password": "seven quiet otters"})
    names = Entry.objects.order_by("sequence").values_list("action", "target_name")
    assert list(names) == [("member.invite", "nia@ada.example"), ("member.join", "Nia")]


def test_the_last_administrator_cannot_leave(admin_client, cast):
    member = Membership.objects.get(user=cast.members["admin"])
    page = admin_client.post(url("member-remove", pk=member.pk), follow=True)
    assert "last administrator" in page.content.decode()
    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_members_page_changes_the_role(admin_client, cast):
    member = Membership.objects.get(user=cast.members["sales"])
    assert "Change role" in admin_client.get(url("member-detail", pk=member.pk)).content.decode()
    admin_client.post(url("member-role", pk=member.pk), {"role": "legal"})
    member.refresh_from_db()
    assert member.role == "legal"


def test_members_are_searched_filtered_and_exported(admin_client, cast):
    found = admin_client.get(url("member-list"), {"q": "legal"}).content.decode()
    assert "legal@ada.example" in found
    assert "sales@ada.example" not in found
    export = b"".join(admin_client.get(url("member-export"), {"role": "sales", "format": "csv"}))
    assert b"sales@ada.example" in export
    assert b"legal@ada.example" not in export


def test_a_token_is_shown_once(admin_client, brand):
    page = admin_client.post(url("token-list"), {"name": "Shop", "scopes": ["events:write"], "days": "90"})
    assert ApiToken.objects.get().hint in page.content.decode()
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in admin_client.get(url("token-list")).content.decode()


def test_a_token_without_a_right_is_refused(admin_client, brand):
    assert admin_client.post(url("token-list"), {"name": "Shop", "days": "90"}).status_code == 400
    assert not ApiToken.objects.exists()


def test_the_trail_shows_what_changed_and_verifies(admin_client, brand):
    admin_client.post(url("brand-settings"), SETTINGS)
    page = admin_client.get(url("audit-list")).content.decode()
    assert "changed the brand settings" in page
    assert "艾达" in page
    assert "is whole" in admin_client.get(url("audit-verify")).content.decode()


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("stranger", "goodword brand NAME --organisation bob"),
        ("idle_agent", "short name: drift"),
    ],
)
def test_without_a_brand_the_way_to_one_is_shown(client, cast, who, sentence):
    cast.bread.delete()
    client.force_login(cast.members[who])
    page = client.get("/").content.decode()
    assert sentence in page
    assert "Ask an administrator to invite you" not in page
