"""What stands around the query: how many it finds while it is typed, what is wrong with it, and the language by example."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from goodword.server.shell.lists import Page

from .query_problems import UnreadableQueryError
from .search import query_for


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """What is wrong with a query: the sentence, the query around the place, and the address of the query put right."""

    sentence: str
    before: str
    mark: str
    after: str
    fix: str
    fix_url: str


@dataclass(frozen=True, slots=True)
class Example:
    """One thing the language can say: a query, what it finds, and the address that asks it."""

    query: str
    meaning: Any
    url: str


# Each with what it finds; translators give queries that make sense in their language.
_EXAMPLES: tuple[tuple[Any, Any], ...] = (
    (_("refund teacher"), _("both words, anywhere in the title or the text")),
    (_('"customer service"'), _("this phrase, word for word")),
    (_("refund OR cancel"), _("one of the two, or both")),
    (_("course -free"), _("the first word, but not the second")),
    (_("recommend*"), _("every word that begins so: recommends, recommendation …")),
    (_("price NEAR/5 high"), _("both, with five words between them at most")),
    (_("(price OR fee) AND teacher"), _("parentheses say what belongs together")),
    (_("title:course"), _("in the title only; text: in the text only")),
    (
        _("sentiment:unfavourable cause:price"),
        _("by label: also intent, aspect, origin, language, source, author"),
    ),
    (_("rating:<=2 published:2026-01..2026-03"), _("by number and by day, from … to …")),
)


def query_problem(page: Page) -> QueryProblem | None:
    """Return what is wrong with a page's query, where, and what would be right; None when it can be read."""
    source = page.selection.search
    try:
        query_for(page.actor.brand_id, source)
    except UnreadableQueryError as error:
        at = error.column - 1
        url = str(page.address.set(q=error.fix)) if error.fix else ""
        mark = source[at : at + 1].strip() or "\u2007"
        return QueryProblem(error.sentence, source[:at], mark, source[at + 1 :], error.fix, url)
    return None


def bar(page: Page) -> dict[str, Any]:
    """Return what the query bar of a page shows."""
    return {
        "query_problem": query_problem(page) if page.problems else None,
        "examples": [_example(page, str(query), meaning) for query, meaning in _EXAMPLES],
    }


def _example(page: Page, query: str, meaning: Any) -> Example:
    asked = QueryDict(mutable=True)
    asked["q"] = query
    return Example(query, meaning, f"{page.address.path}?{asked.urlencode()}")
