"""The console's navigation, all of it in one place: the loop, then the house."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right

from .vocabulary import lazy_word


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: its name, where it leads, which right it needs; a `station` may be yet to come, `also` belongs to it."""

    key: str
    label: str | Promise
    icon: str
    url_name: str
    right: Right | None = None
    station: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as one actor sees it on one page; `url` is empty when there is nothing to open."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    coming: bool


LOOP = (
    NavItem("home", _("Home"), "home", "home"),
    NavItem(
        "listen",
        lazy_word("listen"),
        "listen",
        "mention-list",
        Right.MENTIONS_READ,
        station=True,
        also=("topic-list", "conversation-list", "diagnosis"),
    ),
    NavItem("handle", lazy_word("handle"), "handle", "case-list", station=True),
    NavItem("talkers", lazy_word("talkers"), "talkers", "person-list", Right.PEOPLE_READ, station=True),
    NavItem("activate", lazy_word("activate"), "activate", "programme-list", station=True),
    NavItem("measure", lazy_word("measure"), "measure", "measure", Right.EVENTS_READ, station=True),
    NavItem("study", lazy_word("study"), "study", "study-list", station=True),
    NavItem("test", lazy_word("test"), "test", "experiment-list", station=True),
    NavItem("next", lazy_word("what_next"), "next", "next-list", station=True),
)

HOUSE = (
    NavItem("alerts", _("Alerts"), "problem", "alert-list", Right.MENTIONS_READ),
    NavItem("sources", _("Sources"), "source", "source-list", Right.MENTIONS_READ),
    NavItem("visibility", _("Search visibility"), "search", "visibility", Right.MENTIONS_READ),
    NavItem("links", _("Share links"), "link", "link-list", Right.EVENTS_READ),
    NavItem("integration", _("Integration"), "integration", "integration", Right.EVENTS_READ),
    NavItem("model", lazy_word("reader_model"), "model", "model", Right.MENTIONS_READ),
    NavItem("imports", _("Imports"), "import", "import-list", Right.IMPORTS_READ),
    NavItem("members", _("Members"), "members", "member-list", Right.MEMBERS_READ),
    NavItem("brand", _("Brand settings"), "settings", "brand-settings", Right.BRAND_READ),
    NavItem("audit", _("Audit"), "audit", "audit-list", Right.AUDIT_READ),
    NavItem("jobs", _("Jobs"), "jobs", "job-list", Right.JOBS_READ),
)


def brand_url(name: str, brand: str, **kwargs: str) -> str:
    """Return the address of a named page of a brand, or nothing when there is no such page yet."""
    try:
        return reverse(name, kwargs={"brand": brand, **kwargs})
    except NoReverseMatch:
        return ""


def links(items: tuple[NavItem, ...], actor: Actor, path: str) -> list[NavLink]:
    """Return what an actor may open of some entries, with the one marked that `path` lies in."""
    shown = [item for item in items if item.right is None or actor.may(item.right)]
    return [_link(item, actor.brand_slug, path) for item in shown]


def _link(item: NavItem, brand: str, path: str) -> NavLink:
    url = brand_url(item.url_name, brand)
    coming = not url
    if coming and item.station:
        url = brand_url("station", brand, station=item.key)
    starts = tuple(filter(None, (url, *(brand_url(name, brand) for name in item.also))))
    inside = path == url if item.key == "home" else bool(starts) and path.startswith(starts)
    return NavLink(item.key, str(item.label), item.icon, url, inside, coming)
