"""Phrases that scripts show, in the active language."""

from django.utils.translation import gettext as _


def phrases() -> dict[str, str]:
    """Return the phrase for every key the scripts use; {text} marks a place they fill."""
    return {
        "copied": _("Copied."),
        "copy_refused": _("The browser does not allow copying. Select the text and copy it yourself."),
        "dismiss": _("Dismiss"),
        "failed": _("That did not work. Reload the page and try again."),
        "offline": _("The server cannot be reached. Check your connection and try again."),
        "search_mentions": _("Search mentions for “{text}”"),
        "undo": _("Undo"),
    }
