"""Every address of the server, asked for by everybody: the rule it declares decides, and nothing else."""

import logging
from dataclasses import replace

import pytest
from django.urls import clear_url_caches, path
from django.views.generic import RedirectView

from goodword.server import urls
from goodword.server.accounts.facade import Audience, Right, Role
from goodword.server.accounts.queries import access_brand

from .addresses import THIRD_PARTY, Address, addresses, patterns, undeclared
from .callers import Asked, asked, nobody, rights_of, signed_in, with_token
from .objects import make_objects

pytestmark = pytest.mark.django_db
OURS = addresses()
OF_BRANDS = [each for each in OURS if each.audience is Audience.BRAND]
OPERATIONS = [each for each in OURS if each.is_api]
# An import also needs the right to add what is in the file; its own tests say so.
NEED_WHAT_THEY_CARRY = {"start_import"}
# These are passed on to the edge, which does not run here.
PASSED_ON = {"share-link", "page-events", "page-script", "pixel"}
# names of what every brand has: each sees its own under them
OF_NO_BRAND = {"metric"}


@pytest.fixture(autouse=True)
def _quiet(settings, tmp_path, caplog):
    settings.HOME = tmp_path
    settings.API_REQUESTS_PER_MINUTE = settings.API_BAD_TOKENS_PER_MINUTE = 1_000_000
    caplog.set_level(logging.CRITICAL)


@pytest.fixture
def objects(cast):
    return make_objects(cast)


def surprises(client, wanted: list[Address], objects, expected) -> str:
    """Ask for every address; return a line for each answer that `expected` does not accept."""
    lines = []
    for address in wanted:
        answer = asked(client, address, objects)
        if complaint := expected(address, answer):
            lines.append(
                f"{address} -> {answer.status} {answer.location}: {complaint} {' | '.join(answer.writes)[:300]}"
            )
    return "\n".join(lines)


def refused_with(status: int):
    """Expect a status and no effect."""

    def expected(_address: Address, answer: Asked) -> str:
        if answer.status != status:
            return f"expected {status}"
        return "wrote something" if answer.writes else ""

    return expected


def test_every_address_declares_its_rule():
    assert undeclared() == []


def test_other_peoples_addresses_are_in_the_table():
    """Whatever is under their prefixes and not ours comes from the two packages named there."""
    theirs = {p.lookup_str.split(".")[0] for route, p in patterns() if route.startswith(THIRD_PARTY)}
    assert theirs <= {"allauth", "django", "goodword"}


def test_the_walk_is_long_enough_to_mean_something():
    assert len(OPERATIONS) >= 24
    assert len([each for each in OF_BRANDS if not each.is_api]) >= 30


def test_nobody_is_asked_to_sign_in(objects):
    def expected(address: Address, answer: Asked) -> str:
        if answer.writes:
            return "wrote something"
        if address.name in PASSED_ON:
            return "" if answer.status == 503 else "expected to be told that the edge is not there"
        if address.audience is Audience.PUBLIC:
            return "" if answer.was_let_in or address.name == "api-nothing" else "expected to be let in"
        if address.is_api:
            return "" if answer.status == 401 else "expected 401"
        return "" if answer.leads_to_sign_in else "expected the way to sign-in"

    assert surprises(nobody(), OURS, objects, expected) == ""


@pytest.mark.parametrize("who", ["stranger", "idle_agent"])
def test_to_strangers_the_brand_is_not_there(cast, objects, who):
    assert surprises(signed_in(cast.members[who]), OF_BRANDS, objects, refused_with(404)) == ""


@pytest.mark.parametrize("who", [*[role.value for role in Role], "agent"])
def test_a_member_does_what_the_role_allows(cast, objects, who):
    rights = rights_of(who)

    def expected(address: Address, answer: Asked) -> str:
        if address.name in PASSED_ON:
            return "" if answer.status == 503 else "expected to be told that the edge is not there"
        if set(address.rights) <= rights:
            if address.name in {"view-remove"} and who != "admin":
                return refused_with(404)(address, answer)  # a saved view is its maker's own
            return "" if answer.was_let_in or address.name == "api-nothing" else "expected to be let in"
        return refused_with(403)(address, answer)

    assert surprises(signed_in(cast.members[who]), OURS, objects, expected) == ""


def test_somebody_without_any_brand_is_let_in_where_no_brand_is_needed(cast, objects):
    wanted = [each for each in OURS if each.audience is Audience.SIGNED_IN]
    assert surprises(signed_in(cast.members["idle_agent"]), wanted, objects, let_in) == ""


def let_in(_address: Address, answer: Asked) -> str:
    return "" if answer.was_let_in else "expected to be let in"


@pytest.mark.parametrize("address", OPERATIONS, ids=str)
def test_a_token_needs_every_scope_of_the_operation_and_no_other(cast, objects, address):
    actor = cast.actor("admin")
    for missing in address.rights:
        lacking = with_token(actor, frozenset(Right) - {missing})
        assert surprises(lacking, [address], objects, refused_with(403)) == ""
    if address.name not in NEED_WHAT_THEY_CARRY:
        exact = with_token(actor, frozenset(address.rights) or frozenset({Right.BRAND_READ}))
        assert surprises(exact, [address], objects, let_in) == ""


def test_a_token_of_another_brand_finds_none_of_this_ones_objects(cast, objects):
    stranger = with_token(access_brand(cast.members["stranger"], "bread"), frozenset(Right))
    about_one = [each for each in OPERATIONS if set(each.kwargs) - OF_NO_BRAND]
    assert surprises(stranger, about_one, objects, refused_with(404)) == ""


def test_a_token_of_another_brand_sees_nothing_of_this_one_in_a_list(cast, objects):
    stranger = with_token(access_brand(cast.members["stranger"], "bread"), frozenset(Right))
    for address in OPERATIONS:
        if address.method == "GET" and not set(address.kwargs) - OF_NO_BRAND:
            response = stranger.get(objects.fill(address))
            text = b"".join(response).decode()
            assert "the school's own" not in text, address
            assert "own.csv" not in text, address
            assert "@ada.example" not in text, address


def test_an_agencys_token_ends_with_its_work_for_the_brand(cast, objects):
    agent = cast.actor("agent")
    maker = replace(agent, rights=agent.rights | {Right.TOKENS_MANAGE})
    client = with_token(maker, rights_of("agent"))
    assert (
        surprises(client, [each for each in OPERATIONS if each.name == "read_brand"], objects, let_in) == ""
    )
    cast.brand.agencies.clear()
    wanted = [each for each in OPERATIONS if each.rights]
    assert surprises(client, wanted, objects, refused_with(401)) == ""
    assert surprises(signed_in(cast.members["agent"]), OF_BRANDS, objects, refused_with(404)) == ""


def test_methods_nobody_declared_are_refused(cast, objects):
    client = signed_in(cast.members["admin"])
    every = ("GET", "POST", "PUT", "PATCH", "DELETE")
    wrong = []
    for address in OURS:
        for method in set(every) - set(address.allowed) if address.name != "api-nothing" else ():
            answer = getattr(client, method.lower())(objects.fill(address))
            if answer.status_code != 405:
                wrong.append(f"{method} {address.route} -> {answer.status_code}")
    assert wrong == []


def test_an_address_without_a_rule_is_found(monkeypatch):
    """The walk is not blind: it fails for an address that declares nothing."""
    bare = path("bare/", RedirectView.as_view(url="/"))
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, bare])
    clear_url_caches()
    try:
        assert undeclared() == ["bare/"]
    finally:
        monkeypatch.undo()
        clear_url_caches()
