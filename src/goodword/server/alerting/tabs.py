"""The tabs over the pages of the alerts."""

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.components import Tab
from goodword.server.shell.navigation import brand_url

ALERTS, REPLAY, RULES = "alert-list", "alert-replay", "rule-list"


def tabs(actor: Actor, current: str) -> list[Tab]:
    """Return what the pages of the alerts are, with the one that is open."""
    named = {ALERTS: _("Alerts"), REPLAY: _("Replay"), RULES: _("What is watched")}
    return [Tab(label, brand_url(name, actor.brand_slug), name == current) for name, label in named.items()]
