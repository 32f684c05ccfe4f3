"""The cast every server test can call: a business with a brand, another one, and an agency."""

from dataclasses import dataclass, field

import pytest

from goodword.server.accounts.factories import make_brand, make_member, make_organisation
from goodword.server.accounts.models import Brand, Organisation, User
from goodword.server.accounts.queries import access_brand
from goodword.server.accounts.rights import Role

PASSWORD = "seven quiet otters"


@dataclass
class Cast:
    """Ada's school and its people; Bob's bakery, a stranger; Cyan, an agency that works for the school."""

    school: Organisation
    brand: Brand
    bakery: Organisation
    bread: Brand
    agency: Organisation
    members: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str = "admin"):
        """Return what a member of the school (by role), `stranger` or `agent` is on the school's brand."""
        return access_brand(self.members[who], self.brand.slug)


@pytest.fixture
def cast(db) -> Cast:
    school = make_organisation("Ada's school", "ada")
    bakery = make_organisation("Bob's bakery", "bob")
    agency = make_organisation("Cyan", "cyan", kind="agency")
    brand = make_brand(school, "Ada", "ada", time_zone="Asia/Shanghai", currency="CNY")
    bread = make_brand(bakery, "Bread", "bread")
    brand.agencies.add(agency)
    people = {
        role.value: make_member(
            school, f"{role.value}@ada.example", role, name=str(role.label), password=PASSWORD
        )
        for role in Role
    }
    people["stranger"] = make_member(bakery, "bob@bob.example", Role.ADMIN, name="Bob", password=PASSWORD)
    people["agent"] = make_member(agency, "cy@cyan.example", Role.MARKETING, name="Cy", password=PASSWORD)
    idle = make_organisation("Drift", "drift", kind="agency")
    people["idle_agent"] = make_member(idle, "di@drift.example", Role.ADMIN, name="Di", password=PASSWORD)
    return Cast(school, brand, bakery, bread, agency, people)


@pytest.fixture
def brand(cast: Cast) -> Brand:
    return cast.brand


@pytest.fixture
def actor(cast: Cast):
    """The school's administrator on its brand."""
    return cast.actor("admin")


@pytest.fixture
def admin_client(client, cast: Cast):
    """A test client signed in as the school's administrator."""
    client.force_login(cast.members["admin"])
    return client
