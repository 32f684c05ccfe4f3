"""The accounts of the sample workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.audit.facade import record

from .actor import Actor
from .factories import make_brand, make_member
from .models import Brand, Membership, Organisation, User
from .queries import system_actor
from .rights import Right, Role


@dataclass(frozen=True, slots=True)
class SampleAccounts:
    """A brand of its own organisation, an agency, and a cast of (name, address, role, of the agency) with one password."""

    slug: str
    brand: str
    organisation: str
    agency: str
    password: str
    cast: Sequence[tuple[str, str, str, bool]]
    settings: dict[str, Any]

    @transaction.atomic
    def create(self) -> Brand:
        """Make what is missing; people who are there already keep their accounts and get the sample's password."""
        owner = self._organisation(self.organisation, self.slug, Organisation.Kind.BUSINESS)
        agency = self._organisation(self.agency, f"{self.slug}-agency", Organisation.Kind.AGENCY)
        brand = make_brand(owner, self.brand, self.slug, is_sample=True, **self.settings)
        brand.agencies.add(agency)
        for name, email, role, of_agency in self.cast:
            self._member(agency if of_agency else owner, name, email, Role(role))
        record(system_actor(brand, "sample"), "brand.create", brand, after={"name": brand.name})
        return brand

    def _organisation(self, name: str, slug: str, kind: str) -> Organisation:
        found, _made = Organisation.objects.get_or_create(
            slug=slug, defaults={"name": name, "kind": kind, "is_sample": True}
        )
        return found

    def _member(self, organisation: Organisation, name: str, email: str, role: Role) -> None:
        user = User.objects.filter(email=email).first()
        if user is None:
            make_member(organisation, email, role, name=name, password=self.password)
            return
        user.set_password(self.password)
        user.save(update_fields=["password"])
        Membership.objects.update_or_create(user=user, organisation=organisation, defaults={"role": role})


def sample_brand(slug: str) -> Brand | None:
    """Return the sample brand, if it is there."""
    return Brand.objects.filter(slug=slug, is_sample=True).first()


def check_sample(actor: Actor) -> None:
    """Refuse unless the actor's brand is sample data."""
    if not Brand.objects.filter(pk=actor.brand_id, is_sample=True).exists():
        raise InputError(_("This is not sample data. Nothing was removed."))


@transaction.atomic
def do_remove_brand(actor: Actor) -> None:
    """Remove the actor's brand, which must be sample data; its organisation, people and trail stay."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    brand = Brand.objects.get(pk=actor.brand_id)
    record(actor, "brand.remove", brand, before={"name": brand.name})
    brand.delete()
