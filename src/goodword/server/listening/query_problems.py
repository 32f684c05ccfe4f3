"""What is wrong with a query, said in the language of the page."""

from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.shell.lists.selection import proposal
from goodword.text.query import SENTENCES, QueryError


class UnreadableQueryError(InputError):
    """A query that cannot be read: `sentence` says why, `column` where (from 1), `fix` what it would be put right."""

    def __init__(self, error: QueryError) -> None:
        reason = _(SENTENCES[error.kind]) % error.values
        self.sentence = _("Character %(n)d: %(reason)s") % {"n": error.column, "reason": reason}
        self.column, self.fix = error.column, error.fix
        super().__init__(f"{self.sentence} {proposal(self.fix)}" if self.fix else self.sentence)
