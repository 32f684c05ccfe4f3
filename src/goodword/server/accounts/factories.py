"""Make the people and places tests and samples start from."""

from .models import Brand, Membership, Organisation, User
from .rights import Role


def make_organisation(
    name: str, slug: str, *, kind: str = "business", is_sample: bool = False
) -> Organisation:
    """Make an organisation."""
    return Organisation.objects.create(name=name, slug=slug, kind=kind, is_sample=is_sample)


def make_brand(organisation: Organisation, name: str, slug: str, **fields: object) -> Brand:
    """Make a brand of an organisation."""
    return Brand.objects.create(organisation=organisation, name=name, slug=slug, **fields)


def make_member(
    organisation: Organisation, email: str, role: Role, *, name: str, password: str | None
) -> User:
    """Make a user with a role in an organisation."""
    user = User.objects.create_user(email, password, name=name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user
