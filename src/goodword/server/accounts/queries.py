"""Reads of the accounts: who may act where, and what they may see of each other."""

from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from .actor import Actor, ActorKind
from .models import ApiToken, Brand, Invitation, Membership, Organisation, User
from .rights import ROLE_RIGHTS, Right, Role
from .secrets import digest

AnyModel = TypeVar("AnyModel", bound=Model)


def brands_of(user: User) -> QuerySet[Brand]:
    """Return the brands a user may open: their organisations' own, and those their agencies work for."""
    organisations = Membership.objects.filter(user=user).values("organisation_id")
    return (
        Brand.objects.filter(Q(organisation__in=organisations) | Q(agencies__in=organisations))
        .distinct()
        .order_by("name")
    )


def access_brand(user: User, slug: str) -> Actor:
    """Return the actor a user is on a brand; a brand they may not open looks like one that is not there."""
    membership = (
        Membership.objects.filter(user=user)
        .filter(Q(organisation__brands__slug=slug) | Q(organisation__client_brands__slug=slug))
        .order_by("organisation__kind")
        .last()
    )
    brand = Brand.objects.filter(slug=slug).first() if membership else None
    if membership is None or brand is None:
        raise Http404(_("There is no such brand, or you do not work for it."))
    rights = ROLE_RIGHTS[Role(membership.role)]
    if membership.organisation_id != brand.organisation_id:
        rights = rights - {Right.BRAND_MANAGE}
    return Actor(
        kind=ActorKind.MEMBER,
        id=str(user.pk),
        name=str(user),
        organisation_id=membership.organisation_id,
        owner_id=brand.organisation_id,
        brand_id=brand.pk,
        brand_slug=brand.slug,
        time_zone=brand.time_zone,
        currency=brand.currency,
        rights=rights,
    )


def token_actor(secret: str) -> tuple[Actor, ApiToken] | None:
    """Return the actor of a live API token, or None when the token is unknown, expired or revoked."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("brand")
        .filter(digest=digest(secret), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .first()
    )
    if token is None or not _still_works_for(token):
        return None
    return _actor_of(token), token


def _still_works_for(token: ApiToken) -> bool:
    """An agency that lost the brand loses its tokens' reach at once."""
    brand = token.brand
    return (
        brand.organisation_id == token.organisation_id
        or brand.agencies.filter(pk=token.organisation_id).exists()
    )


def _actor_of(token: ApiToken) -> Actor:
    return Actor(
        kind=ActorKind.TOKEN,
        id=str(token.pk),
        name=token.name,
        organisation_id=token.organisation_id,
        owner_id=token.brand.organisation_id,
        brand_id=token.brand_id,
        brand_slug=token.brand.slug,
        time_zone=token.brand.time_zone,
        currency=token.brand.currency,
        rights=frozenset(Right(scope) for scope in token.scopes),
    )


def system_actor(brand: Brand, name: str) -> Actor:
    """Return the actor of work nobody asked for through a page: the command line, the sample, a schedule."""
    return Actor(
        kind=ActorKind.SYSTEM,
        id="",
        name=name,
        organisation_id=brand.organisation_id,
        owner_id=brand.organisation_id,
        brand_id=brand.pk,
        brand_slug=brand.slug,
        time_zone=brand.time_zone,
        currency=brand.currency,
        rights=frozenset(Right),
    )


def system_actor_for(brand_id: int, name: str) -> Actor:
    """Return the system's actor on a brand known by its id (a job that was queued for it)."""
    return system_actor(Brand.objects.get(pk=brand_id), name)


def all_brands() -> list[Brand]:
    """Return every brand of this installation, for the command line."""
    return list(Brand.objects.select_related("organisation").order_by("slug"))


def access_own_brand(actor: Actor) -> Brand:
    """Return the brand the actor works on."""
    actor.check(Right.BRAND_READ)
    return Brand.objects.select_related("organisation").get(pk=actor.brand_id)


def access_members(actor: Actor) -> QuerySet[Membership]:
    """Return the members of the actor's own organisation."""
    actor.check(Right.MEMBERS_READ)
    return Membership.objects.filter(organisation_id=actor.organisation_id).select_related(
        "user", "organisation"
    )


def access_member(actor: Actor, pk: int) -> Membership:
    """Return one member the actor may manage."""
    actor.check(Right.MEMBERS_MANAGE)
    return _one(access_members(actor).filter(pk=pk), _("There is no such member in your organisation."))


def access_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the open invitations of the actor's own organisation."""
    actor.check(Right.MEMBERS_READ)
    return Invitation.objects.filter(
        organisation_id=actor.organisation_id,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).select_related("invited_by")


def access_invitation(actor: Actor, pk: int) -> Invitation:
    """Return one open invitation the actor may withdraw."""
    actor.check(Right.MEMBERS_MANAGE)
    return _one(access_invitations(actor).filter(pk=pk), _("This invitation is not open any more."))


def open_invitation(secret: str) -> Invitation:
    """Return the open invitation a link belongs to."""
    found = Invitation.objects.filter(
        digest=digest(secret), accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).select_related("organisation")
    return _one(found, _("This invitation has expired or was used already. Ask for a new one."))


def access_agencies(actor: Actor) -> QuerySet[Organisation]:
    """Return the agencies that work for the actor's brand; an agency sees only itself."""
    actor.check(Right.MEMBERS_READ)
    agencies = Organisation.objects.filter(client_brands=actor.brand_id)
    if not actor.is_owner:
        agencies = agencies.filter(pk=actor.organisation_id)
    members = Prefetch("memberships", Membership.objects.select_related("user"))
    return agencies.prefetch_related(members).order_by("name")


def access_agency(actor: Actor, pk: int) -> Organisation:
    """Return one agency that works for the actor's brand."""
    actor.check(Right.MEMBERS_MANAGE)
    return _one(access_agencies(actor).filter(pk=pk), _("There is no such agency."))


def access_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the live API tokens of the actor's organisation on this brand."""
    actor.check(Right.TOKENS_MANAGE)
    return ApiToken.objects.filter(
        organisation_id=actor.organisation_id, brand_id=actor.brand_id, revoked_at=None
    ).select_related("created_by")


def access_token(actor: Actor, pk: int) -> ApiToken:
    """Return one live API token the actor may revoke."""
    return _one(access_tokens(actor).filter(pk=pk), _("There is no such token."))


def _one(found: QuerySet[AnyModel], otherwise: str) -> AnyModel:
    record = found.first()
    if record is None:
        raise Http404(otherwise)
    return record


def organisation_ids() -> list[int]:
    """Return the id of every organisation, for checks of the whole installation."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
