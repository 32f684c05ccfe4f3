"""What was copied of a mention, in one line: "+17 copies, 9 accounts, in 6 min"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from goodword.server.shell.moments import duration
from goodword.server.shell.values import rounded

from .copies import Copies


def copies_said(copies: Copies) -> str:
    """Return how many copies there are, from how many accounts, within what time.

    >>> from datetime import UTC, datetime
    >>> copies_said(Copies(17, 9, datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, 6, tzinfo=UTC)))
    '+17 copies, 9 accounts, in 6 min'
    >>> copies_said(Copies(1, 0, None, None))
    '+1 copy'
    """
    said = [ngettext("+%(n)s copy", "+%(n)s copies", copies.count) % {"n": rounded(copies.count)}]
    if copies.accounts:
        accounts = ngettext("%(n)s account", "%(n)s accounts", copies.accounts)
        said.append(accounts % {"n": rounded(copies.accounts)})
    if copies.seconds is not None:
        said.append(_("in %(time)s") % {"time": duration(max(copies.seconds, 1))})
    return pgettext("between two facts", ", ").join(said)
