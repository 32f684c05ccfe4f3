"""Who asks: nobody, strangers, an agency without the brand, each role, and tokens with and without their scopes."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.facade import ROLE_RIGHTS, Right, Role

from .addresses import Address
from .bodies import body_of
from .objects import Objects

# What may be written whoever asks: the session, and when a token was last used.
_OWN_BOOKS = ("django_session", "accounts_apitoken")


@dataclass(frozen=True)
class Asked:
    """What came of one request: status, where it leads, and what it wrote."""

    status: int
    location: str
    writes: tuple[str, ...]

    @property
    def was_let_in(self) -> bool:
        return self.status < 500 and self.status not in {401, 403, 404, 405} and not self.leads_to_sign_in

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status == 302 and "/account/login/" in self.location


def asked(client: Client, address: Address, objects: Objects) -> Asked:
    """Ask, see what came of it, and undo it."""
    url = objects.fill(address)
    options = {}
    if address.is_api:
        is_told = address.method != "GET"
        options = body_of(f"/{described_path(address)}", address.method, objects.by_kwarg) if is_told else {}
        if not client.defaults.get("HTTP_AUTHORIZATION"):
            url += "?brand=ada"
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.generic_request(address.method, url, **options)
        if response.streaming:
            list(response)  # what is written while a file is sent counts, too
        found = Asked(response.status_code, response.get("Location", ""), _writes(queries.captured_queries))
        transaction.set_rollback(True)
    return found


def described_path(address: Address) -> str:
    """Return the path as the description writes it: <int:mention_id> is {mention_id}."""
    parts = address.route.split("/")
    return "/".join("{" + each[1:-1].split(":")[-1] + "}" if each.startswith("<") else each for each in parts)


def _writes(queries) -> tuple[str, ...]:
    changes = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    found = [each["sql"] for each in queries if each["sql"].lstrip().upper().startswith(changes)]
    return tuple(sql for sql in found if not any(table in sql.split("WHERE")[0] for table in _OWN_BOOKS))


class Asking(Client):
    """A test client that answers a crash as the server would."""

    def __init__(self, **defaults) -> None:
        super().__init__(raise_request_exception=False, **defaults)

    def generic_request(self, method: str, url: str, **options):
        return getattr(self, method.lower())(url, **options)


def nobody() -> Asking:
    return Asking()


def signed_in(user) -> Asking:
    client = Asking()
    client.force_login(user)
    return client


def with_token(actor, rights: frozenset[Right]) -> Asking:
    secret = do_create_token(actor, "walk", rights, None)[1]
    return Asking(headers={"Authorization": f"Bearer {secret}"})


def rights_of(who: str) -> frozenset[Right]:
    """Return what a member of the cast may do on the school's brand; an agency never manages the brand itself."""
    if who == "agent":
        return ROLE_RIGHTS[Role.MARKETING] - {Right.BRAND_MANAGE}
    return ROLE_RIGHTS[Role(who)]
