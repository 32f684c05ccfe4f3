"""The numbers about search results, each with everything its card says."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.numbers import Number

from .coverage import access_coverage
from .models import Owner, Valence
from .queries import Position, access_positions, page_one_counts

FIGURES = ("own", "harmful", "covered", "unread")


def figures(actor: Actor, positions: list[Position] | None = None) -> dict[str, Number]:
    """Return the numbers by their names."""
    found = access_positions(actor) if positions is None else positions
    by_valence, by_owner = page_one_counts(found)
    results, (covered, asked) = by_owner.total(), access_coverage(actor)
    readings, unread = sum(each.readings for each in found), sum(each.unread for each in found)
    last = max((each.now.at for each in found if each.now), default=None)
    window = _("The last reading of each keyword, engine and place")
    return {
        "own": Number(
            key="own-page-one", name=_("Our own pages on page one"), is_share=True, n=results, window=window,
            definition=_("Of the first ten results over all keywords, engines and places, the share that are the brand’s pages."),
            value=by_owner[Owner.OWN.value] / results if results else None, why_none=_("Nothing was read yet."),
            method=_("A share of a count of all results: no sample, so no interval."), fresh_as_of=last, url=_url(actor, "own"),
        ),
        "harmful": Number(
            key="harmful-page-one", name=_("Harmful results on page one"), is_share=True, n=results, window=window,
            definition=_(
                "Of the first ten results over all keywords, engines and places, the share whose title and snippet speak "
                "against the brand, as the model reads them or a person says. Results nobody is sure of count as not harmful."
            ),
            value=by_valence[Valence.HARMFUL.value] / results if results else None, why_none=_("Nothing was read yet."),
            method=_("A share of a count of all results: no sample, so no interval."), fresh_as_of=last,
            url=_url(actor, "harmful"),
        ),
        "covered": Number(
            key="covered-questions", name=_("Questions answered officially"), is_share=True, n=asked,
            definition=_(
                "Of the questions people ask about the brand, the share that an official page checked by somebody answers."
            ),
            value=covered / asked if asked else None, why_none=_("No question is known yet."),
            method=_("A share of a count of all questions, without those set aside."), url=_url(actor, "covered"),
        ),
        "unread": Number(
            key="failed-readings", name=_("Readings that say nothing"), is_share=True, n=readings, window=_("All time"),
            definition=_(
                "Of all looks at search results, the share that failed or was incomplete. These are gaps: no rank is taken "
                "from the day before."
            ),
            value=unread / readings if readings else None, why_none=_("Nothing was read yet."),
            method=_("A share of a count."), url=_url(actor, "unread"),
        ),
    }  # fmt: skip


def _url(actor: Actor, figure: str) -> str:
    return reverse("visibility-number", kwargs={"brand": actor.brand_slug}) + f"?figure={figure}"
