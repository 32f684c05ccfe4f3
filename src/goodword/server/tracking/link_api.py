"""Share links over HTTP: made one or a thousand at a time, listed, withdrawn and brought back."""

from typing import Annotated, Any

from pydantic import Field

from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.edge import Card
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Fault,
    Given,
    Instant,
    Moment,
    Page,
    Problem,
    ProblemKind,
    Shown,
    Unset,
    batch_of,
    page_filters,
    page_of,
)
from goodword.server.talkers.facade import shown_id

from .link_actions import do_make_links, do_register_hosts, do_restore_link, do_withdraw_link
from .link_lists import LINKS
from .link_queries import access_hosts, access_link, share_address, state_of
from .links import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, CodeTakenError, LinkGiven, LinksRefusedError
from .models import ShareLink

endpoints = Endpoints("Share links")
_CHANGE = (Right.EVENTS_READ, Right.EVENTS_WRITE)
_CODE = r"^[A-Za-z0-9_-]{1,64}$"
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class ShareCard(Given):
    """What a messenger shows of the link before anybody opens it."""

    title: str = Field("", max_length=LONGEST_TITLE, examples=["Lumen School"])
    description: str = Field("", max_length=LONGEST_TEXT)
    image: str = Field(
        "", max_length=2048, description="The web address of a picture on a registered host or any other."
    )


class ShareLinkGiven(Given):
    """A share link to make."""

    target: str = Field(
        max_length=2048,
        description="Where it leads: a web address on a registered host.",
        examples=["https://ada.example/tea"],
    )
    code: str | None = Field(
        None, pattern=_CODE, description="The code you wish for; without it, it gets one."
    )
    person: Name | None = Field(None, description="Who shares it: their external id.", examples=["c-77"])
    programme: Name | None = Field(None, description="The name of the programme it belongs to.")
    channel: Channel | None = Field(None, description="Where the recommendation travels.")
    lever: Lever | None = Field(None, description="What makes the share worth it.")
    tie_strength: TieStrength | None = Field(
        None, description="How close the sharer is to the one they tell."
    )
    parent: str | None = Field(
        None,
        pattern=_CODE,
        description="The code of the link through which the sharer came, if they came through one.",
    )
    expires_at: Moment | None = Field(None, description="When it stops leading on.")
    card: ShareCard | None = None
    record_share: bool = Field(
        True, description="Whether a link of a person with a channel is recorded as a share in the event log."
    )


class ShareLinkShown(Shown):
    """A share link as it is now."""

    code: str = Field(description="Also the `link_id` of its events.")
    address: str = Field(description="What people share.")
    target: str
    person: Unset[str] = Field(description="Who shares it; a pseudonym without people:read.")
    programme: Unset[str]
    channel: Unset[Channel]
    lever: Unset[Lever]
    tie_strength: Unset[TieStrength]
    parent: Unset[str]
    root_code: str = Field(description="The first link of its cascade.")
    depth: int = Field(description="Steps from that first link.")
    state: str = Field(description="live, expired or withdrawn.")
    expires_at: Instant | None
    withdrawn_at: Instant | None
    made_at: Instant
    made_by: Unset[str]

    @staticmethod
    def resolve_person(link: ShareLink, context: dict[str, Any]) -> str:
        """Return who shares it, by a pseudonym for those who may not read people."""
        return shown_id(context["request"].actor, link.person_id)

    @staticmethod
    def resolve_address(link: ShareLink) -> str:
        """Return the address people share."""
        return share_address(link.code)

    @staticmethod
    def resolve_parent(link: ShareLink) -> str:
        """Return the code of the link its sharer came through."""
        return link.parent.code if link.parent is not None else ""

    @staticmethod
    def resolve_state(link: ShareLink) -> str:
        """Return whether it leads on."""
        return state_of(link)


class ShareLinksMade(Shown):
    """The links asked for, in the same order, and how many of them are new."""

    added: int
    already_there: int
    items: list[ShareLinkShown]


class LinkHostsGiven(Given):
    """Hosts that share links may lead to."""

    hosts: list[Annotated[str, Field(min_length=1, max_length=253)]] = Field(
        min_length=1, max_length=100, examples=[["ada.example"]]
    )


class LinkHostsShown(Shown):
    """The hosts that share links of the brand may lead to; no link leads anywhere else."""

    hosts: list[str]


@endpoints.post("/links", rule=Right.EVENTS_WRITE, response=ShareLinksMade, summary="Make share links")
def make_share_links(request: ApiRequest, links: batch_of(ShareLinkGiven)) -> Any:  # type: ignore[valid-type]
    """One link, or a list of up to 1,000: all or none. Each leads on within a second.

    The same wished code with the same content is the same link, and left as it is.
    """
    shared = [each.record_share for each in links]
    if len(set(shared)) > 1:
        raise Problem(
            ProblemKind.INVALID,
            errors=[
                Fault.in_body(
                    (shared.index(not shared[0]), "record_share"), "Say the same for all links of one call."
                )
            ],
        )
    try:
        made = do_make_links(request.actor, map(_given, links), record_share=shared[0])
    except LinksRefusedError as error:
        raise _pointed(error, alone=request.body.lstrip()[:1] == b"{") from error
    return {"added": made.new, "already_there": made.already_there, "items": made.links}


@endpoints.get(
    "/links",
    rule=Right.EVENTS_READ,
    response=Page[ShareLinkShown],
    filters=page_filters(LINKS),
    summary="List share links",
)
def list_share_links(request: ApiRequest) -> dict[str, Any]:
    """The newest first; found by words and narrowed by the filters of the console's list."""
    return page_of(request, LINKS)


@endpoints.get("/links/{str:code}", rule=Right.EVENTS_READ, response=ShareLinkShown, summary="One share link")
def read_share_link(request: ApiRequest, code: str) -> ShareLink:
    """One link by its code."""
    return access_link(request.actor, code)


@endpoints.post(
    "/links/{str:code}/withdraw",
    rule=_CHANGE,
    response=ShareLinkShown,
    summary="Withdraw a share link",
)
def withdraw_share_link(request: ApiRequest, code: str) -> ShareLink:
    """Within a second it leads to a polite page. Its events stay."""
    return do_withdraw_link(request.actor, code)


@endpoints.post(
    "/links/{str:code}/restore",
    rule=_CHANGE,
    response=ShareLinkShown,
    summary="Bring a share link back",
)
def restore_share_link(request: ApiRequest, code: str) -> ShareLink:
    """A withdrawn link leads on again."""
    return do_restore_link(request.actor, code)


@endpoints.get(
    "/link-hosts", rule=Right.EVENTS_READ, response=LinkHostsShown, summary="Where share links may lead"
)
def list_link_hosts(request: ApiRequest) -> dict[str, Any]:
    """The registered hosts."""
    return {"hosts": access_hosts(request.actor)}


@endpoints.post(
    "/link-hosts",
    rule=(Right.EVENTS_READ, Right.BRAND_MANAGE),
    response=LinkHostsShown,
    summary="Let share links lead to a host",
)
def add_link_hosts(request: ApiRequest, given: LinkHostsGiven) -> dict[str, Any]:
    """A host that is registered already stays so. What is under a host is a host of its own."""
    do_register_hosts(request.actor, given.hosts)
    return {"hosts": access_hosts(request.actor)}


def _given(link: ShareLinkGiven) -> LinkGiven:
    card = link.card or ShareCard()  # type: ignore[call-arg]
    return LinkGiven(
        link.target,
        code=link.code or "",
        person=link.person or "",
        programme=link.programme or "",
        channel=str(link.channel or ""),
        lever=str(link.lever or ""),
        tie_strength=str(link.tie_strength or ""),
        parent=link.parent or "",
        expires_at=link.expires_at,
        card=Card(card.title, card.description, card.image),
    )


def _pointed(error: LinksRefusedError, *, alone: bool) -> Problem:
    """Return what was refused with the places it is in."""
    kind = ProblemKind.CONFLICT if isinstance(error, CodeTakenError) else ProblemKind.INVALID
    faults = [
        Fault.in_body(((fault.field,) if alone else (fault.row, fault.field)), fault.reason)
        for fault in error.faults[:100]
    ]
    return Problem(kind, errors=faults)
