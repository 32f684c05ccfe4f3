"""What whoever runs the installation makes from the command line: brands, agencies, and the first person's way in."""

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.audit.facade import record

from .actions import do_invite
from .actor import Actor, ActorKind
from .models import Brand, Organisation
from .queries import system_actor
from .rights import Right, Role

_BY = "command line"
_SLUG_LENGTH = 50


@transaction.atomic
def do_found_brand(name: str, organisation: str = "", slug: str = "") -> Brand:
    """Make a brand of an organisation, known by its short name or name; one that is not there is made, too.

    Without an organisation the brand belongs to the default one.
    """
    owner = _organisation(organisation)
    brand = Brand.objects.create(
        organisation=owner, name=_checked(name), slug=_free_slug(Brand, slug or name, "brand")
    )
    record(system_actor(brand, _BY), "brand.create", brand, after={"name": brand.name})
    return brand


@transaction.atomic
def do_found_agency(name: str, slug: str = "") -> Organisation:
    """Make an agency; a brand's administrator lets it in by its short name."""
    agency = Organisation.objects.create(
        name=_checked(name),
        slug=_free_slug(Organisation, slug or name, "agency"),
        kind=Organisation.Kind.AGENCY,
    )
    record(_keeper(agency), "agency.create", agency, after={"name": agency.name})
    return agency


def invitation_path(email: str, role: Role, organisation: Organisation) -> str:
    """Invite somebody into an organisation; return the path of the page on which they accept, which works once."""
    _invitation, secret = do_invite(_keeper(organisation), email, role)
    return reverse("invitation", kwargs={"secret": secret})


def organisation_named(name: str) -> Organisation:
    """Return the organisation or agency of a short name or name; InputError lists the ones there are."""
    found = _find(name)
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True))
        raise InputError(
            _("There is no organisation “%(name)s”. There are: %(known)s.") % {"name": name, "known": known}
        )
    return found


def _find(name: str) -> Organisation | None:
    return (
        Organisation.objects.filter(slug=name.lower()).first()
        or Organisation.objects.filter(name__iexact=name).first()
    )


def _organisation(name: str) -> Organisation:
    if not name:
        return Organisation.objects.get_or_create(slug="home", defaults={"name": "My organisation"})[0]
    return _find(name) or Organisation.objects.create(
        name=_checked(name), slug=_free_slug(Organisation, name, "organisation")
    )


def _checked(name: str) -> str:
    name = name.strip()
    limit = Organisation._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= limit:
        raise InputError(_("A name has 1 to %(limit)d characters. Give another one.") % {"limit": limit})
    return name


def _free_slug(model: type[Brand] | type[Organisation], wanted: str, otherwise: str) -> str:
    """Return the short name for addresses; a name without Latin letters gets a number instead."""
    slug = slugify(wanted)[:_SLUG_LENGTH].strip("-")
    taken = set(model._default_manager.values_list("slug", flat=True))
    if not slug:
        return next(
            each for number in range(1, len(taken) + 2) if (each := f"{otherwise}-{number}") not in taken
        )
    if slug in taken:
        raise ConflictError(_("“%(slug)s” is taken. Choose another short name with --slug.") % {"slug": slug})
    return slug


def _keeper(organisation: Organisation) -> Actor:
    """Whoever runs the installation, acting for an organisation and on no brand."""
    return Actor(
        kind=ActorKind.SYSTEM,
        id="",
        name=_BY,
        organisation_id=organisation.pk,
        owner_id=organisation.pk,
        brand_id=0,
        brand_slug="",
        time_zone="UTC",
        currency="",
        rights=frozenset(Right),
    )
