"""Known accounts over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Day,
    Endpoints,
    Given,
    Instant,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)  # fmt: skip

from .actions import do_add_account
from .lists import ACCOUNTS
from .models import HANDLE_LENGTH, KnownAccount

account_endpoints = Endpoints("Known accounts")
Kind = Literal["brand", "employee", "paid", "rewarded"]


class AccountShown(Shown):
    """An account that does not speak as a consumer, or was rewarded for sharing."""

    id: int
    kind: Kind
    handle: str
    platform: Unset[str] = Field(description="The place, as mentions name it; null: any.")
    since: date | None
    until: date | None
    note: Unset[str]
    created_at: Instant


class AccountGiven(Given):
    """An account to know."""

    kind: Kind
    handle: str = Field(min_length=1, max_length=HANDLE_LENGTH, examples=["@lumen@social.example"])
    platform: Annotated[
        str,
        Field(
            max_length=120, description="Needed where the handle does not say where it is, as name@host does."
        ),
    ] = ""
    since: Day | None = None
    until: Day | None = None
    note: Annotated[str, Field(max_length=200)] = ""


@account_endpoints.get(
    "/known-accounts",
    rule=Right.MENTIONS_READ,
    response=Page[AccountShown],
    filters=page_filters(ACCOUNTS),
    summary="List known accounts",
)
def list_accounts(request: ApiRequest) -> dict[str, Any]:
    """By handle."""
    return page_of(request, ACCOUNTS)


@account_endpoints.post(
    "/known-accounts",
    rule=(Right.MENTIONS_READ, Right.MENTIONS_WRITE),
    response={201: AccountShown},
    summary="Add a known account",
)
def add_account(request: ApiRequest, given: AccountGiven) -> KnownAccount:
    """Its mentions, those there already and those to come, get its origin; what a person said of one stays."""
    return do_add_account(request.actor, **given.model_dump())
