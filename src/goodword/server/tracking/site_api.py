"""A brand's own pages over HTTP: the key of their script and the hosts it may report from."""

from typing import Annotated, Any

from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import ApiRequest, Endpoints, Given, Instant, Shown

from .models import Site
from .site_actions import MOST_HOSTS, do_add_hosts, do_rotate_key, do_set_hosts
from .sites import access_sites

endpoints = Endpoints("Sites")
_MANAGE = (Right.EVENTS_READ, Right.BRAND_MANAGE)
Host = Annotated[str, Field(max_length=300, examples=["shop.example.com"])]


class SiteShown(Shown):
    """A key that works. One that is being replaced says until when."""

    key: str = Field(description="What the script tag carries as data-site; it is public.")
    hosts: list[str] = Field(description="Where pages may report from, as browsers write it.")
    made_at: Instant
    until: Instant | None = Field(alias="withdrawn_at", description="When a replaced key stops working.")


class HostsGiven(Given):
    """Hosts of a brand's own pages, without scheme, port and path."""

    hosts: list[Host] = Field(min_length=1, max_length=MOST_HOSTS)


@endpoints.get("/sites", rule=Right.EVENTS_READ, response=list[SiteShown], summary="Keys of the page script")
def list_sites(request: ApiRequest) -> list[Site]:
    """The key in use first, then those that are being replaced; empty before the first host is added."""
    return access_sites(request.actor)


@endpoints.post("/sites", rule=_MANAGE, response=SiteShown, summary="Let pages on more hosts report")
def add_site_hosts(request: ApiRequest, given: HostsGiven) -> Any:
    """Add hosts; the first one makes the brand's key."""
    return do_add_hosts(request.actor, given.hosts)


@endpoints.patch(
    "/sites", rule=_MANAGE, response=SiteShown, summary="Let pages on exactly these hosts report"
)
def set_site_hosts(request: ApiRequest, given: HostsGiven) -> Any:
    """Put these hosts in the place of those there were."""
    return do_set_hosts(request.actor, given.hosts)


@endpoints.post("/sites/rotate", rule=_MANAGE, response=SiteShown, summary="Make a new key")
def rotate_site_key(request: ApiRequest) -> Any:
    """Make a new key; the old one keeps working for seven days."""
    return do_rotate_key(request.actor)
