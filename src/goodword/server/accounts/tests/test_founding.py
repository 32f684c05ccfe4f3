"""From an empty installation to the first person in it, a second brand and an agency, without the sample."""

import pytest
from django.urls import reverse

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import (
    Role,
    do_found_agency,
    do_found_brand,
    ensure_default_brand,
    invitation_path,
    organisation_named,
)
from goodword.server.accounts.models import Brand, Membership, Organisation
from goodword.server.audit.facade import broken_links

pytestmark = pytest.mark.django_db


def test_the_first_administrator_comes_in_by_the_printed_link(client):
    ensure_default_brand()
    home = organisation_named("home")
    path = invitation_path("Ada@school.example", Role.ADMIN, home)
    given = {"name": "Ada", "password": "seven quiet otters"}
    client.post(path, given, follow=True)
    assert Membership.objects.get(user__email="ada@school.example").role == Role.ADMIN
    assert client.get(reverse("member-list", kwargs={"brand": "my-brand"})).status_code == 200
    assert broken_links([home.pk]) == []


def test_a_brand_makes_the_organisation_it_names_and_finds_it_again():
    first = do_found_brand("Lumen", "Lumen & Söhne")
    second = do_found_brand("Lumen kids", "lumen-sohne")
    assert first.organisation == second.organisation
    assert (first.organisation.slug, second.slug) == ("lumen-sohne", "lumen-kids")


def test_a_name_without_latin_letters_gets_a_numbered_address():
    assert do_found_brand("明理学堂").slug == "brand-1"
    assert do_found_brand("明理书院").slug == "brand-2"
    assert do_found_brand("明理", slug="mingli").slug == "mingli"


def test_a_taken_short_name_changes_nothing():
    do_found_brand("Lumen")
    with pytest.raises(ConflictError, match="--slug"):
        do_found_brand("LUMEN")
    assert Brand.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(InputError, match="1 to 120"):
        do_found_agency(name)


def test_an_agency_has_people_before_it_has_a_brand():
    agency = do_found_agency("Cyan & Co")
    assert (agency.slug, agency.kind) == ("cyan-co", Organisation.Kind.AGENCY)
    assert "/invitation/" in invitation_path(
        "cy@cyan.example", Role.MARKETING, organisation_named("Cyan & Co")
    )
    with pytest.raises(InputError, match="cyan-co"):
        organisation_named("nobody")
