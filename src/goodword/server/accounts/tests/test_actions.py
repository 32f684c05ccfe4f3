"""Members, invitations, agencies and tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.actions import (
    do_accept_invitation,
    do_add_agency,
    do_change_role,
    do_create_token,
    do_invite,
    do_register,
    do_remove_agency,
    do_remove_member,
    do_revoke_token,
    do_set_brand,
)
from goodword.server.accounts.models import ApiToken, Invitation, Membership, Organisation
from goodword.server.accounts.queries import access_brand, open_invitation, token_actor
from goodword.server.accounts.rights import Right, Role
from goodword.server.audit.models import Entry


def test_an_invited_person_registers_and_gets_the_role_once(actor, cast):
    invitation, secret = do_invite(actor, "New@Ada.example", Role.LEGAL)
    assert secret not in str(Invitation.objects.values())
    user = do_register(open_invitation(secret), "Nia", "seven quiet otters")
    assert access_brand(user, "ada").may(Right.AUDIT_READ)
    with pytest.raises(Http404, match="used already"):
        open_invitation(secret)
    with pytest.raises(ConflictError):
        do_accept_invitation(invitation, user)
    assert [entry.action for entry in Entry.objects.order_by("sequence")] == ["member.invite", "member.join"]


def test_a_new_invitation_replaces_the_open_one(actor):
    _first, old = do_invite(actor, "new@ada.example", Role.SALES)
    do_invite(actor, "new@ada.example", Role.LEGAL)
    with pytest.raises(Http404):
        open_invitation(old)


def test_an_expired_invitation_does_not_open(actor):
    invitation, secret = do_invite(actor, "new@ada.example", Role.SALES)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Http404):
        open_invitation(secret)


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "nia@new.example"])
def test_weak_passwords_are_refused_and_nobody_joins(actor, password):
    _invitation, secret = do_invite(actor, "nia@new.example", Role.SALES)
    with pytest.raises(InputError):
        do_register(open_invitation(secret), "Nia", password)
    assert not Membership.objects.filter(user__email="nia@new.example").exists()
    open_invitation(secret)


def test_the_last_administrator_stays(actor, cast):
    membership = Membership.objects.get(user=cast.members["admin"])
    for attempt in (
        lambda: do_change_role(actor, membership, Role.SALES),
        lambda: do_remove_member(actor, membership),
    ):
        with pytest.raises(ConflictError, match="last administrator"):
            attempt()
    other = Membership.objects.get(user=cast.members["sales"])
    do_change_role(actor, other, Role.ADMIN)
    do_remove_member(actor, membership)
    with pytest.raises(Http404):
        access_brand(cast.members["admin"], "ada")


@pytest.mark.parametrize("who", ["marketing", "sales", "after_sales", "legal", "analyst", "agent"])
def test_only_administrators_manage_members(cast, who):
    with pytest.raises(PermissionDenied):
        do_invite(cast.actor(who), "new@ada.example", Role.ADMIN)
    assert not Invitation.objects.exists()


def test_an_agency_sees_the_brand_while_it_works_for_it(actor, cast):
    assert access_brand(cast.members["agent"], "ada").organisation_id == cast.agency.pk
    do_remove_agency(actor, cast.agency)
    with pytest.raises(Http404):
        access_brand(cast.members["agent"], "ada")
    do_add_agency(actor, "cyan")
    access_brand(cast.members["agent"], "ada")


def test_a_business_cannot_be_added_as_an_agency(actor, cast):
    with pytest.raises(InputError, match="no agency"):
        do_add_agency(actor, "bob")
    assert Organisation.objects.get(slug="bob").client_brands.count() == 0


def test_an_agency_cannot_bring_in_another_agency(cast):
    agent = replace(cast.actor("agent"), rights=frozenset(Right))
    with pytest.raises(InputError, match="owns the brand"):
        do_add_agency(agent, "drift")


def test_a_token_is_shown_once_kept_as_a_digest_and_dies_when_revoked(actor):
    token, secret = do_create_token(actor, "CRM", frozenset({Right.MENTIONS_READ}), 30)
    assert secret not in str(ApiToken.objects.values())
    bearer, found = token_actor(secret)
    assert found == token
    assert bearer.rights == {Right.MENTIONS_READ}
    do_revoke_token(actor, token)
    assert token_actor(secret) is None


def test_a_token_expires(actor):
    token, secret = do_create_token(actor, "CRM", frozenset({Right.MENTIONS_READ}), 30)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    assert token_actor(secret) is None


def test_a_token_has_no_more_rights_than_its_maker(actor):
    limited = replace(actor, rights=frozenset({Right.TOKENS_MANAGE, Right.MENTIONS_READ}))
    with pytest.raises(InputError, match="Jobs: manage"):
        do_create_token(limited, "CRM", frozenset({Right.JOBS_MANAGE}), None)


def test_an_agencys_token_closes_with_its_work(actor, cast):
    agent = replace(cast.actor("agent"), rights=frozenset(Right))
    _token, secret = do_create_token(agent, "Dashboard", frozenset({Right.MENTIONS_READ}), None)
    assert token_actor(secret) is not None
    do_remove_agency(actor, cast.agency)
    assert token_actor(secret) is None


def test_brand_changes_are_recorded_with_before_and_after(actor, brand):
    do_set_brand(actor, {"product": "Logic for everyone", "keywords": ["Ada", "艾达"]})
    entry = Entry.objects.get(action="brand.change")
    assert entry.before == {"product": "", "keywords": []}
    assert entry.after == {"product": "Logic for everyone", "keywords": ["Ada", "艾达"]}
    do_set_brand(actor, {"product": "Logic for everyone"})
    assert Entry.objects.count() == 1


def test_second_factor_secrets_are_unreadable_in_the_database():
    from goodword.server.accounts.adapter import MfaAdapter

    adapter = MfaAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
