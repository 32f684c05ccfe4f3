"""What the pages send."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from goodword.core.errors import InputError

from .aspects import packed
from .corrections import LABELS, Labels


def labels_of(sent: QueryDict) -> Labels:
    """Return the labels a form sends, aspects as one field each; InputError when it sends none."""
    wanted = {label: sent.get(label, "") for label in LABELS if label in sent}
    if "aspects" in sent:
        wanted["aspects"] = packed(sent.getlist("aspects"))
    if not wanted:
        raise InputError(
            _("No label was given. Send at least one of: %(known)s.") % {"known": ", ".join(LABELS)}
        )
    return wanted
