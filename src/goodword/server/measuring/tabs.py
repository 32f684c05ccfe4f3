"""The tabs of Measure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.components import Tab
from goodword.server.shell.navigation import brand_url

_TABS: tuple[tuple[str, str | Promise, Right], ...] = (
    ("measure", _("Overview"), Right.EVENTS_READ),
    ("measure-funnel", _("Funnel"), Right.EVENTS_READ),
    ("measure-growth", _("Growth"), Right.EVENTS_READ),
    ("measure-channels", _("Channels"), Right.EVENTS_READ),
    ("measure-cost", _("Cost"), Right.EVENTS_READ),
    ("cascade-list", _("Cascades"), Right.EVENTS_READ),
    ("downstream-list", _("Top talkers"), Right.PEOPLE_READ),
    ("measure-referred", _("Referred and others"), Right.EVENTS_READ),
    ("measure-value", _("Value of mentions"), Right.EVENTS_READ),
)


def tabs(actor: Actor, current: str, query: str = "") -> list[Tab]:
    """Return the pages of Measure the actor may open; `query` (without ?) is what they share, such as the window.

    A template shows them with `{% include "measuring/tabs.html" %}`, given as `tabs`.
    """
    ending = f"?{query}" if query else ""
    found = []
    for name, label, right in _TABS:
        address = brand_url(name, actor.brand_slug)
        if address and actor.may(right):
            found.append(Tab(str(label), address + ending, name == current))
    return found
