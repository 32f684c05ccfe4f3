"""The numbers about a query, each with everything its card says."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goodword.server.accounts.facade import Actor
from goodword.server.shell.numbers import Number

from ..numbers import share_interval
from .dry_run import DryRun
from .judging import Assistant

FIGURES = ("matches", "copies", "precision")


def matches(actor: Actor, run: DryRun) -> Number:
    """Return how many mentions a query finds."""
    return Number(
        key="matches",
        name=_("Mentions found"),
        definition=_(
            "All mentions collected so far that the query finds, whoever wrote them, copies counted."
        ),
        value=run.total,
        window=_("All time"),
        n=run.everything,
        method=_("A count of the mentions that the query finds; n is all mentions of the brand."),
        query=run.source,
        url=_card(actor, "matches", q=run.source),
    )


def copies(actor: Actor, run: DryRun) -> Number:
    """Return how many of the mentions a query finds say the same as an earlier one."""
    return Number(
        key="copies",
        name=_("Share of near copies"),
        definition=_(
            "Mentions found that say nearly the same as an earlier one found, as a share of all found."
        ),
        value=run.copies / run.total if run.total else None,
        why_none=_("The query finds nothing so far."),
        is_share=True,
        window=_("All time"),
        n=run.total,
        method=_("A share of a count; nearness as in the explorer, where copies are folded."),
        query=run.source,
        url=_card(actor, "copies", q=run.source),
    )


def precision(actor: Actor, assistant: Assistant) -> Number:
    """Return how many of the judged texts that a query finds are meant."""
    n = len(assistant.judged)
    return Number(
        key="precision",
        name=_("Precision"),
        definition=_(
            "Of the texts the query finds, the share that is about what it is meant to find, as people judged a sample "
            "drawn at random without copies."
        ),
        value=assistant.relevant / n if n else None,
        why_none=_("Nobody has judged a text of this query yet."),
        is_share=True,
        window=ngettext("%(n)d text judged", "%(n)d texts judged", n) % {"n": n},
        n=n,
        interval=share_interval(assistant.relevant, n) if n else None,
        method=_("A share of a count, with Wilson’s interval."),
        version=str(assistant.query.version),
        query=assistant.query.source,
        url=_card(actor, "precision", query=str(assistant.query.pk)),
    )


def _card(actor: Actor, figure: str, **asked: str) -> str:
    url = reverse("query-number", kwargs={"brand": actor.brand_slug, "figure": figure})
    return f"{url}?{urlencode(asked)}"
