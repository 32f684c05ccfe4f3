"""What the trail's actions are called in the language of the page."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_SENTENCES = {
    "account.password": _("set a new password"),
    "account.rename": _("changed their own name"),
    "account.second_factor_off": _("switched a second factor off"),
    "account.second_factor_on": _("switched a second factor on"),
    "agency.add": _("let an agency work for the brand"),
    "agency.create": _("made the agency"),
    "agency.remove": _("ended an agency's work"),
    "brand.change": _("changed the brand settings"),
    "brand.create": _("made the brand"),
    "brand.remove": _("removed the brand and its data"),
    "export": _("exported a list"),
    "import.start": _("started an import"),
    "import.finish": _("finished an import"),
    "import.cancel": _("cancelled an import"),
    "import_profile.create": _("saved a way of reading files"),
    "import_profile.change": _("changed a way of reading files"),
    "job.rerun": _("ran a job again"),
    "member.change_role": _("changed a member's role"),
    "member.invite": _("invited somebody"),
    "member.join": _("joined"),
    "member.remove": _("took a member's access away"),
    "member.withdraw_invitation": _("withdrew an invitation"),
    "mention.correct": _("corrected a mention's labels"),
    "mention.undo": _("undid a correction"),
    "survey.create": _("created a survey"),
    "token.create": _("made an API token"),
    "token.revoke": _("revoked an API token"),
    "view.remove": _("removed a saved view"),
    "view.replace": _("replaced a saved view"),
    "view.save": _("saved a view"),
}


def said(action: str) -> str:
    """Return an action as the page says it; one without a sentence is shown as it is kept."""
    kind = "export" if action.endswith(".export") else action
    return gettext(_SENTENCES[kind]) if kind in _SENTENCES else action
