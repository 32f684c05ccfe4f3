"""Which questions the brand has answered: by what its own people wrote."""

from datetime import datetime

from django.db.models import Max, QuerySet

from goodword.server.listening.facade import Mention


class Replies:
    """What the brand and its employees wrote, by what it answers and by thread; read once.

    Ids are those of a source: two forums both have a topic 7.
    """

    def __init__(self, staff: "QuerySet[Mention]") -> None:
        """Take the mentions of the brand and its employees."""
        self._answered = set(staff.exclude(reply_to="").values_list("source", "reply_to"))
        threads = staff.exclude(thread_id="").values_list("source", "thread_id")
        self._last: dict[tuple[str, str], datetime | None] = {
            (source, thread): last
            for source, thread, last in threads.annotate(last=Max("published_at")).order_by()
        }

    @property
    def are_known(self) -> bool:
        """Whether any reply of the brand is among the mentions, so that one can tell what is open."""
        return bool(self._answered or self._last)

    def answer(self, source: str, external_id: str, thread_id: str, asked_at: datetime | None) -> bool:
        """Whether a question has a reply: one to itself, or one in its thread that is not older."""
        if external_id and (source, external_id) in self._answered:
            return True
        if not thread_id or (source, thread_id) not in self._last:
            return False
        last = self._last[source, thread_id]
        return asked_at is None or last is None or last >= asked_at
