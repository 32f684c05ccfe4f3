"""Who talks, and conversations, over HTTP."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query
from pydantic import Field

from goodword.core.vocabulary import Origin
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import ApiRequest, Endpoints, Instant, Key, Shown, Unset

from ..voices.queries import Talking, access_accounts
from .queries import SHOWN, access_conversations, access_thread

endpoints = Endpoints("Conversations")


class AccountShown(Shown):
    """An account and what it wrote."""

    author_id: str
    name: str
    source: str
    mentions: int
    reach: int | None = Field(description="Followers.")
    is_estimate: bool = Field(
        description="Nobody says how many: the median of the accounts at the same place."
    )
    labelled: int
    favourable: int
    same_text: int = Field(description="How often it posted its most repeated text.")
    origins: list[Origin]
    first_seen: Instant | None


class TalkingShown(Shown):
    """The accounts of some days."""

    accounts: list[AccountShown]
    total: int
    mentions: int
    unnamed: int = Field(description="Mentions whose source gives no id of the author.")


class ConversationShown(Shown):
    """One conversation."""

    mention_id: int = Field(
        alias="pk", description="A mention of it: what `/conversations/{mention_id}` takes."
    )
    title: str
    source: Unset[str]
    mentions: int
    authors: int
    unfavourable: int
    first: Instant | None
    last: Instant | None


class ConversationsShown(Shown):
    """Conversations, the latest first."""

    items: list[ConversationShown]
    total: int


class LineShown(Shown):
    """One place in the tree, in reading order."""

    mention_id: int | None = Field(description="Null where something was answered that was never collected.")
    external_id: str
    depth: int
    is_cut: bool = Field(description="It answers itself over others; that tie was cut.")


class ThreadShown(Shown):
    """A conversation as a tree."""

    size: int
    depth: int
    breadth: int
    missing: int
    cut: int
    lines: list[LineShown]
    next: int | None = Field(description="Send it as `start` for the next lines; null at the end.")


@endpoints.get("/accounts", rule=Right.MENTIONS_READ, response=TalkingShown, summary="Who talks")
def list_talking_accounts(
    request: ApiRequest,
    days: Annotated[int, Query(ge=1, le=1100)] = 90,
    sort: Literal["reach", "mentions", "favourable", "same_text", "newest"] = "reach",
    origin: Origin | None = None,
) -> Talking:
    """Up to a hundred accounts of the last days."""
    last = timezone.localdate()
    first = last - timedelta(days=days - 1)
    return access_accounts(request.actor, first, last, sort=sort, origin=origin.value if origin else "")


@endpoints.get(
    "/conversations", rule=Right.MENTIONS_READ, response=ConversationsShown, summary="List conversations"
)
def list_conversations(
    request: ApiRequest, sort: Literal["latest", "longest", "unfavourable"] = "latest"
) -> dict[str, Any]:
    """Up to a hundred conversations of two mentions or more."""
    items, total = access_conversations(request.actor, sort)
    return {"items": items, "total": total}


@endpoints.get(
    "/conversations/{int:mention_id}",
    rule=Right.MENTIONS_READ,
    response=ThreadShown,
    summary="One conversation",
)
def read_conversation(
    request: ApiRequest, mention_id: Key, start: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> dict[str, Any]:
    """The conversation a mention is part of, as a tree; two hundred lines at a time."""
    thread = access_thread(request.actor, mention_id, start)
    tree = thread.tree
    lines = [
        {"mention_id": line.key, "external_id": line.own, "depth": line.depth, "is_cut": line.is_cut}
        for line in tree.lines[thread.start : thread.start + SHOWN]
    ]
    shape = {name: getattr(tree, name) for name in ("size", "depth", "breadth", "missing", "cut")}
    return {**shape, "lines": lines, "next": thread.following}
