"""The headings of the document, in the language of the page: one list for the paper and the page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def labels() -> dict[str, str]:
    """Return every heading and phrase that the layouts of the document use, by its name."""
    return {
        "first": _("What to do first"),
        "said": _("What is said"),
        "hurts": _("What hurts most"),
        "how_hurt": _(
            "Ranked by hurt: unfavourable consumer mentions with the cause, copies included, times their growth "
            "on the days before (at most twice, at least half)."
        ),
        "praised": _("What people praise: do not tear it down"),
        "who": _("Who speaks"),
        "questions": _("Unanswered questions"),
        "cannot_tell": _(
            "No reply of the brand is among the mentions, so nobody can say which of these were answered."
        ),
        "none_open": _("No question is open."),
        "searches": _("Searches without an answer of yours"),
        "alerts": _("Open alerts"),
        "voice": _("Share of voice"),
        "apart": _("Counted apart"),
        "consumers": _("Consumer mentions"),
        "know": _("Before you believe it"),
        "owner": _("In charge"),
        "why": _("Why"),
        "effort": _("Effort"),
        "proof": _("It worked if"),
        "most_said": _("Said more often than in other complaints:"),
        "from_where": _("Where:"),
        "of_what": _("About:"),
        "no_causes": _("No cause was found among the unfavourable mentions."),
        "nothing_first": _("Nothing is pressing: keep what people praise."),
        "original": _("original"),
        "open": _("open"),
        "comma": pgettext("between the items of a list", ", "),
        "show_all": _("show all"),
        "left": pgettext("opening bracket", "("),
        "right": pgettext("closing bracket", ")"),
    }
