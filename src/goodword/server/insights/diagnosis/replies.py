"""Which questions the brand has answered: by what its own people wrote."""

from datetime import datetime

from django.db.models import Max, QuerySet

from goodword.server.listening.facade import Mention


class Replies:
    """What the brand and its employees wrote, by what it answers and by thread; read once."""

    def __init__(self, staff: "QuerySet[Mention]") -> None:
        """Take the mentions of the brand and its employees."""
        self._answered = set(staff.exclude(reply_to="").values_list("reply_to", flat=True))
        threads = staff.exclude(thread_id="").values_list("thread_id").annotate(last=Max("published_at"))
        self._last: dict[str, datetime | None] = dict(threads.order_by())

    @property
    def are_known(self) -> bool:
        """Whether any reply of the brand is among the mentions, so that one can tell what is open."""
        return bool(self._answered or self._last)

    def answer(self, external_id: str, thread_id: str, asked_at: datetime | None) -> bool:
        """Whether a question has a reply: one to itself, or one in its thread that is not older."""
        if external_id and external_id in self._answered:
            return True
        if not thread_id or thread_id not in self._last:
            return False
        last = self._last[thread_id]
        return asked_at is None or last is None or last >= asked_at
