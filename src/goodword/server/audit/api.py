"""The audit trail, over HTTP."""

from typing import Any

from pydantic import Field

from goodword.server.accounts.facade import ActorKind, Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Instant,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)

from .lists import TRAIL

endpoints = Endpoints("Audit trail")


class EntryShown(Shown):
    """Who changed what, when, from what to what."""

    id: int
    sequence: int = Field(description="Its place in the organisation's chain.")
    at: Instant
    actor_kind: ActorKind
    actor_name: str
    action: str = Field(examples=["mention.correct"])
    target_kind: str
    target_id: str
    target_name: Unset[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    hash: str = Field(description="SHA-256 of the entry and of the hash before it.")


@endpoints.get(
    "/audit",
    rule=Right.AUDIT_READ,
    response=Page[EntryShown],
    filters=page_filters(TRAIL),
    summary="List the trail",
)
def list_audit(request: ApiRequest) -> dict[str, Any]:
    """The newest entries first: everything the organisation changed, or an agency changed on the brand."""
    return page_of(request, TRAIL)
