"""What the integration page shows: how far the website is connected, what to copy, what is stored where."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, access_own_brand
from goodword.server.shell.components import Tab

from .integration_snippets import Snippet, script_tag, snippets
from .live import LiveEvent, access_live_events
from .models import Site
from .sites import Connected, access_connected, access_sites, suggested_hosts


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of what is stored where."""

    what: str
    where: str
    when: str
    how_long: str


class IntegrationPage:
    """The page of one brand as one request sees it; nothing is read before it is shown."""

    def __init__(self, actor: Actor, request: HttpRequest) -> None:
        self.actor = actor
        self._request = request

    @property
    def edge(self) -> str:
        """The address share links and the script have."""
        return str(settings.LINKS_URL)

    @property
    def may_manage(self) -> bool:
        """Whether hosts and keys may be changed."""
        return self.actor.may(Right.BRAND_MANAGE)

    @property
    def may_make_tokens(self) -> bool:
        """Whether there is a way to the API tokens."""
        return self.actor.may(Right.TOKENS_MANAGE)

    @cached_property
    def sites(self) -> list[Site]:
        """The sites whose key works, the one in use first."""
        return access_sites(self.actor)

    @property
    def site(self) -> Site | None:
        """The site in use."""
        return self.sites[0] if self.sites else None

    @property
    def hosts(self) -> list[tuple[str, str]]:
        """The hosts of the site in use, as browsers write them and as people do."""
        return [(host, _as_people_write(host)) for host in self.site.hosts] if self.site else []

    @property
    def old_sites(self) -> list[Site]:
        """Those being replaced."""
        return self.sites[1:]

    @cached_property
    def suggested(self) -> list[str]:
        """Hosts that most likely are the brand's own."""
        known = set(self.site.hosts) if self.site else set()
        return [host for host in suggested_hosts(self.actor) if host not in known]

    @property
    def tag(self) -> str:
        """The script tag."""
        return script_tag(self.edge, self.site.key) if self.site else ""

    @cached_property
    def connected(self) -> Connected:
        """How far it has come."""
        return access_connected(self.actor, self.sites)

    @cached_property
    def snippets(self) -> list[Snippet]:
        """How a server reports, in each language."""
        here = (settings.PUBLIC_URL or self._here).rstrip("/")
        api = here + reverse("api-openapi").removesuffix("/openapi.json")
        return snippets(api, access_own_brand(self.actor).currency)

    @property
    def snippet(self) -> Snippet:
        """The language chosen."""
        wanted = self._request.GET.get("server")
        return next((each for each in self.snippets if each.key == wanted), self.snippets[0])

    @property
    def tabs(self) -> list[Tab]:
        """The languages."""
        chosen = self.snippet
        return [Tab(each.label, f"?server={each.key}#server", each is chosen) for each in self.snippets]

    @cached_property
    def events(self) -> list[LiveEvent]:
        """What came in just now."""
        return access_live_events(self.actor)

    @property
    def kept(self) -> list[Kept]:
        """What is stored where."""
        return [
            Kept(
                _("The click token: it names the link and the click, no person"),
                _("Memory of the page, and the fields of its forms"),
                _("Always"),
                _("Until the page is left"),
            ),
            Kept(
                _("The same token"),
                _("The browser (localStorage “goodword”)"),
                _("Only after consent"),
                _("30 days, or until consent is withdrawn"),
            ),
            Kept(
                _("Visits, leads, sign-ups: kind, path, time, token"),
                _("Your event log"),
                _("Unless the browser asks not to be followed"),
                _("Until you erase it"),
            ),
            Kept(
                _("A visitor’s name for one day: a salted hash"),
                _("Your event log"),
                _("Unless the browser asks not to be followed"),
                _("It means nothing from the next day on"),
            ),
            Kept(_("Cookies, IP addresses, fingerprints"), _("Nowhere"), _("Never"), "–"),
        ]

    @property
    def _here(self) -> str:
        return self._request.build_absolute_uri("/").rstrip("/")


def _as_people_write(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
