"""The tabs over the pages of the sources."""

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.components import Tab
from goodword.server.shell.navigation import brand_url

READ, MISSING, ACCOUNTS = "source-list", "gap-list", "account-list"


def tabs(actor: Actor, current: str) -> list[Tab]:
    """Return what the pages of the sources are, with the one that is open."""
    named = {READ: _("Sources"), MISSING: _("What is missing"), ACCOUNTS: _("Known accounts")}
    places = {name: brand_url(name, actor.brand_slug) for name in named}
    return [Tab(named[name], url, name == current) for name, url in places.items() if url]
