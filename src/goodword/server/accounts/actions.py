"""Writes of the accounts; each is checked, then written and recorded in the trail in one transaction."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.audit.facade import record, snapshot

from .actor import Actor, ActorKind
from .models import ApiToken, Brand, Invitation, Membership, Organisation, User
from .rights import ROLE_RIGHTS, Right, Role, right_name
from .secrets import digest, new_secret

INVITATION_DAYS = 14
_NOTED_EVERY = timedelta(minutes=1)
BRAND_FIELDS = (
    "name", "language", "time_zone", "currency", "region", "product", "positioning", "audience", "goal",
    "keywords", "forbidden_channels", "forbidden_audiences", "legal_notes",
)  # fmt: skip

brand_changed = Signal()
"""Sent with `brand_id` and the `names` of its changed settings, in the transaction that changes them."""


@transaction.atomic
def do_set_brand(actor: Actor, values: dict[str, Any]) -> Brand:
    """Change the settings of the actor's brand."""
    actor.check(Right.BRAND_MANAGE)
    brand = Brand.objects.select_for_update().get(pk=actor.brand_id)
    before = snapshot(brand, BRAND_FIELDS)
    for name in BRAND_FIELDS:
        if name in values:
            setattr(brand, name, values[name])
    after = snapshot(brand, BRAND_FIELDS)
    changed = [name for name in BRAND_FIELDS if before[name] != after[name]]
    if changed:
        brand.save(update_fields=changed)
        record(
            actor,
            "brand.change",
            brand,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        brand_changed.send(None, brand_id=brand.pk, names=changed)
    return brand


@transaction.atomic
def do_invite(actor: Actor, email: str, role: Role) -> tuple[Invitation, str]:
    """Offer a role to an address; return the invitation and the secret of its link, which is not kept."""
    actor.check(Right.MEMBERS_MANAGE)
    address = User.objects.normalize_email(email).lower()
    if Membership.objects.filter(organisation_id=actor.organisation_id, user__email=address).exists():
        raise ConflictError(
            _("%(email)s is a member already. Change the role in the list instead.") % {"email": address}
        )
    Invitation.objects.filter(
        organisation_id=actor.organisation_id, email=address, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    secret = new_secret("gwi")
    invitation = Invitation.objects.create(
        organisation_id=actor.organisation_id,
        email=address,
        role=role,
        digest=digest(secret),
        invited_by_id=actor.id if actor.kind is ActorKind.MEMBER else None,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record(actor, "member.invite", invitation, after={"email": address, "role": role})
    return invitation, secret


@transaction.atomic
def do_withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    """Take an open invitation back; its link stops working."""
    actor.check(Right.MEMBERS_MANAGE)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(actor, "member.withdraw_invitation", invitation, before={"email": invitation.email})


@transaction.atomic
def do_accept_invitation(invitation: Invitation, user: User) -> Membership:
    """Make a user the member an invitation offers to be; the link works once."""
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not claimed.update(accepted_at=timezone.now()):
        raise ConflictError(_("This invitation was used already. Ask for a new one."))
    membership, _made = Membership.objects.update_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    record(
        acting_for(user, invitation.organisation), "member.join", membership, after={"role": invitation.role}
    )
    return membership


@transaction.atomic
def do_register(invitation: Invitation, name: str, password: str) -> User:
    """Make the user an invitation was sent to, with the name and password they chose."""
    if User.objects.filter(email=invitation.email).exists():
        raise ConflictError(_("This address has an account. Sign in, then open the invitation again."))
    user = User(email=invitation.email, name=name.strip())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    do_accept_invitation(invitation, user)
    return user


@transaction.atomic
def do_change_role(actor: Actor, membership: Membership, role: Role) -> None:
    """Give a member another role; the last administrator stays one."""
    actor.check(Right.MEMBERS_MANAGE)
    if role != Role.ADMIN:
        _check_not_last_admin(membership)
    before = membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    record(actor, "member.change_role", membership.user, before={"role": before}, after={"role": role})


@transaction.atomic
def do_remove_member(actor: Actor, membership: Membership) -> None:
    """Take a member's access away; the person's account and what they did stay on record."""
    actor.check(Right.MEMBERS_MANAGE)
    _check_not_last_admin(membership)
    record(actor, "member.remove", membership.user, before={"role": membership.role})
    membership.delete()


@transaction.atomic
def do_add_agency(actor: Actor, slug: str) -> Organisation:
    """Let an agency work for the actor's brand."""
    actor.check(Right.MEMBERS_MANAGE)
    _check_owner(actor)
    agency = Organisation.objects.filter(slug=slug, kind=Organisation.Kind.AGENCY).first()
    if agency is None:
        raise InputError(
            _("There is no agency “%(slug)s”. Ask the agency for its short name.") % {"slug": slug}
        )
    agency.client_brands.add(actor.brand_id)
    record(actor, "agency.add", agency, after={"agency": agency.name})
    return agency


@transaction.atomic
def do_remove_agency(actor: Actor, agency: Organisation) -> None:
    """End an agency's work for the actor's brand; it loses access at once."""
    actor.check(Right.MEMBERS_MANAGE)
    _check_owner(actor)
    agency.client_brands.remove(actor.brand_id)
    record(actor, "agency.remove", agency, before={"agency": agency.name})


@transaction.atomic
def do_create_token(
    actor: Actor, name: str, scopes: frozenset[Right], days: int | None
) -> tuple[ApiToken, str]:
    """Make an API token with no more rights than its maker; return it with its secret, which is not kept."""
    actor.check(Right.TOKENS_MANAGE)
    excess = scopes - actor.rights
    if excess:
        raise InputError(
            _("You cannot give rights you do not have: %(rights)s.")
            % {"rights": "; ".join(right_name(right) for right in sorted(excess))}
        )
    if not scopes:
        raise InputError(_("A token without a right opens nothing. Choose at least one."))
    secret = new_secret("gw")
    token = ApiToken.objects.create(
        organisation_id=actor.organisation_id,
        brand_id=actor.brand_id,
        name=name.strip(),
        hint=secret[:8],
        digest=digest(secret),
        scopes=sorted(scopes),
        created_by_id=actor.id if actor.kind is ActorKind.MEMBER else None,
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    record(actor, "token.create", token, after={"name": token.name, "scopes": token.scopes})
    return token, secret


@transaction.atomic
def do_revoke_token(actor: Actor, token: ApiToken) -> None:
    """Close a token; what it did stays on record."""
    actor.check(Right.TOKENS_MANAGE)
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(actor, "token.revoke", token, before={"name": token.name, "scopes": token.scopes})


def do_note_token_use(token: ApiToken) -> None:
    """Write down when a token was last used, at most once a minute so that reads stay reads."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def ensure_default_brand() -> None:
    """Make an organisation and a brand when there are none of the user's own, so that every command has a place to work."""
    if Brand.objects.filter(is_sample=False).exists():
        return
    organisation, _made = Organisation.objects.get_or_create(
        slug="home", defaults={"name": "My organisation"}
    )
    Brand.objects.get_or_create(slug="my-brand", defaults={"name": "My brand", "organisation": organisation})


def _check_not_last_admin(membership: Membership) -> None:
    if membership.role != Role.ADMIN:
        return
    others = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, role=Role.ADMIN
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ConflictError(_("This is the last administrator. Make somebody else administrator first."))


def _check_owner(actor: Actor) -> None:
    if not actor.is_owner:
        raise InputError(_("Only the organisation that owns the brand chooses its agencies."))


def acting_for(user: User, organisation: Organisation) -> Actor:
    """Return the actor somebody is for an organisation where no brand is meant: joining it, changing their account."""
    return Actor(
        kind=ActorKind.MEMBER,
        id=str(user.pk),
        name=str(user),
        organisation_id=organisation.pk,
        owner_id=organisation.pk,
        brand_id=0,
        brand_slug="",
        time_zone="UTC",
        currency="",
        rights=ROLE_RIGHTS[Role.SALES],
    )
