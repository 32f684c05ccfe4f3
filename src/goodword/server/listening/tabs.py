"""The pages about what people say: one by one, by topic, over time, by query; a choice of filters is carried along."""

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.components import Tab
from goodword.server.shell.lists import Page
from goodword.server.shell.navigation import brand_url

EXPLORER, TOPICS, TRENDS, QUERIES = "mention-list", "topic-list", "mention-trends", "query-list"
VOICE, DIAGNOSIS, WHO, CONVERSATIONS = "voice", "diagnosis", "voices", "conversation-list"
_WITH_FILTERS = (EXPLORER, TRENDS)
# What an address of the explorer says of the list alone.
_OF_THE_LIST = ("mention", "sort", "columns", "copies", "by", "split")


def tabs(actor: Actor, current: str, filters: str = "") -> list[Tab]:
    """Return the tabs; `filters` is the query that explorer and trends share."""
    named = {
        DIAGNOSIS: _("Diagnosis"), EXPLORER: _("Explorer"), TOPICS: _("Topics"), TRENDS: _("Trends"),
        CONVERSATIONS: _("Conversations"), WHO: _("Who talks"), VOICE: _("Share of voice"), QUERIES: _("Queries"),
    }  # fmt: skip
    return [
        Tab(label, address_of(actor, name, filters if name in _WITH_FILTERS else ""), name == current)
        for name, label in named.items()
        if brand_url(name, actor.brand_slug)
    ]


def address_of(actor: Actor, name: str, filters: str = "") -> str:
    """Return the address of one of the pages with some filters."""
    url = brand_url(name, actor.brand_slug)
    return f"{url}?{filters}" if filters else url


def filters_of(page: Page, **filters: str | None) -> str:
    """Return the filters of a page of mentions, without what only concerns its list, and with some others set."""
    return page.address.set(**{**dict.fromkeys(_OF_THE_LIST), **filters}).query.urlencode()
