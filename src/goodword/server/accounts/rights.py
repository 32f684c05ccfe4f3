"""What a member may do. The same words are the scopes of an API token."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """One permission: an area and what may be done in it."""

    MENTIONS_READ = "mentions:read"
    MENTIONS_WRITE = "mentions:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    EVENTS_READ = "events:read"
    EVENTS_WRITE = "events:write"
    SURVEYS_READ = "surveys:read"
    SURVEYS_WRITE = "surveys:write"
    MODEL_MANAGE = "model:manage"
    SOURCES_MANAGE = "sources:manage"
    IMPORTS_READ = "imports:read"
    IMPORTS_RUN = "imports:run"
    BRAND_READ = "brand:read"
    BRAND_MANAGE = "brand:manage"
    MEMBERS_READ = "members:read"
    MEMBERS_MANAGE = "members:manage"
    TOKENS_MANAGE = "tokens:manage"
    AUDIT_READ = "audit:read"
    JOBS_READ = "jobs:read"
    JOBS_MANAGE = "jobs:manage"


AREAS = {
    "mentions": _("Mentions"),
    "people": _("People"),
    "events": _("Events"),
    "surveys": _("Surveys"),
    "model": _("Reading model"),
    "sources": _("Sources"),
    "imports": _("Imports"),
    "brand": _("Brand settings"),
    "members": _("Members"),
    "tokens": _("API tokens"),
    "audit": _("Audit trail"),
    "jobs": _("Jobs"),
}


_DEEDS = {
    "read": pgettext_lazy("a right", "read"),
    "write": pgettext_lazy("a right", "add and correct"),
    "run": pgettext_lazy("a right", "run"),
    "manage": pgettext_lazy("a right", "manage"),
}


def right_name(right: str) -> str:
    """Return a right in words; its code stays the value that programs use.

    >>> right_name("mentions:write")
    'Mentions: add and correct'
    """
    area, _colon, deed = str(right).partition(":")
    return gettext("%(area)s: %(deed)s") % {"area": AREAS.get(area, area), "deed": _DEEDS.get(deed, deed)}


def areas(rights: Iterable[Right]) -> tuple[list[str], list[str]]:
    """Return the areas that rights let somebody change, and those they let somebody only read, in words.

    >>> areas({Right.JOBS_READ, Right.BRAND_READ, Right.BRAND_MANAGE})
    (['Brand settings'], ['Jobs'])
    """
    pairs = [str(right).split(":") for right in rights]
    changed = {area for area, what in pairs if what != "read"}
    read = {area for area, _what in pairs} - changed
    return tuple([str(label) for area, label in AREAS.items() if area in some] for some in (changed, read))  # type: ignore[return-value]


class Role(models.TextChoices):
    """The department a member acts for."""

    MARKETING = "marketing", _("Marketing")
    SALES = "sales", _("Sales")
    AFTER_SALES = "after_sales", _("After-sales")
    LEGAL = "legal", _("Legal")
    ANALYST = "analyst", _("Analyst")
    ADMIN = "admin", _("Administrator")


_READ = frozenset(
    {Right.MENTIONS_READ, Right.BRAND_READ, Right.MEMBERS_READ, Right.EVENTS_READ, Right.JOBS_READ}
)
_PEOPLE = frozenset({Right.PEOPLE_READ})
_DATA_IN = frozenset(
    {
        Right.IMPORTS_READ,
        Right.IMPORTS_RUN,
        Right.MENTIONS_WRITE,
        Right.MODEL_MANAGE,
        Right.SOURCES_MANAGE,
        Right.PEOPLE_WRITE,
        Right.EVENTS_WRITE,
        Right.SURVEYS_READ,
        Right.SURVEYS_WRITE,
    }
)

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MARKETING: _READ | _PEOPLE | _DATA_IN | {Right.BRAND_MANAGE},
    Role.SALES: _READ | _PEOPLE,
    Role.AFTER_SALES: _READ | _PEOPLE | {Right.MENTIONS_WRITE},
    Role.LEGAL: _READ | {Right.AUDIT_READ, Right.IMPORTS_READ},
    Role.ANALYST: _READ | _PEOPLE | _DATA_IN,
    Role.ADMIN: frozenset(Right),
}
