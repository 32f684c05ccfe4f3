"""Twenty mentions to label, one after the other: which are asked, what was answered, and what can be taken back.

The queue lives in the person's session, so that a reload goes on where it was and nobody's reason can be made up: what
was drawn at random is the honest test of the model.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.vocabulary import LabelledBy
from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import (
    access_mention,
    access_mentions,
    access_reading,
    do_correct_labels,
    do_undo_correction,
)

RANDOM, UNCERTAIN = "random", "uncertain"
QUESTIONS = 20
Draw = Callable[[Actor, int], list[tuple[int, str]]]


@dataclass(slots=True)
class Question:
    """One mention of the queue: why it is asked, and once answered, the way back and whether the model said so, too."""

    pk: int
    reason: str
    state: str = ""  # answered, skipped, or nothing yet
    token: str = ""
    agreed: bool | None = None  # None: the model had not dared to say


@dataclass(slots=True)
class Queue:
    """The mentions one person was asked, in order."""

    asked: list[Question] = field(default_factory=list)
    trail: list[int] = field(default_factory=list)  # places in the order they were answered or skipped

    @property
    def waiting(self) -> list[int]:
        """The places of the questions that are neither answered nor skipped."""
        return [place for place, each in enumerate(self.asked) if not each.state]

    @property
    def answered(self) -> list[Question]:
        """The mentions that were answered."""
        return [each for each in self.asked if each.state == "answered"]

    def place_of(self, pk: int) -> int:
        """Return the place of a mention that still waits; InputError when it does not."""
        for place, each in enumerate(self.asked):
            if each.pk == pk and not each.state:
                return place
        raise InputError(_("This mention is not asked any more. Go on with the one shown now."))

    def settle(self, place: int, state: str, *, token: str = "", agreed: bool | None = None) -> None:
        """Note what became of a question."""
        each = self.asked[place]
        each.state, each.token, each.agreed = state, token, agreed
        self.trail.append(place)


class Lesson:
    """A person's queue on one brand, kept in the session."""

    def __init__(self, actor: Actor, session: SessionBase, draw: Draw) -> None:
        self._actor, self._session, self._draw = actor, session, draw
        self._key = f"teaching-{actor.brand_id}"
        self.queue = _restored(session.get(self._key))

    def begin(self) -> None:
        """Draw new questions."""
        drawn = self._draw(self._actor, QUESTIONS)
        self.queue = Queue([Question(pk, reason) for pk, reason in drawn])
        self._keep()

    def upcoming(self, most: int) -> list[int]:
        """Return the places of the next questions, passing over mentions that are gone or that a person has labelled since."""
        waiting = [self.queue.asked[place] for place in self.queue.waiting]
        there = access_mentions(self._actor).filter(pk__in=[each.pk for each in waiting])
        known = set(there.exclude(sentiment_by=LabelledBy.PERSON).values_list("pk", flat=True))
        for each in waiting:
            each.state = "" if each.pk in known else "gone"
        return self.queue.waiting[:most]

    def answer(self, pk: int, wanted: dict[str, str]) -> None:
        """Label a mention of the queue as a person."""
        place = self.queue.place_of(pk)
        read = access_reading(access_mention(self._actor, pk))
        _mention, token = do_correct_labels(self._actor, pk, wanted, reason=self.queue.asked[place].reason)
        agreed = read.sentiment == wanted["sentiment"] if read and read.sentiment else None
        self.queue.settle(place, "answered", token=token, agreed=agreed)
        self._keep()

    def skip(self, pk: int) -> None:
        """Leave a mention of the queue unlabelled."""
        self.queue.settle(self.queue.place_of(pk), "skipped")
        self._keep()

    def undo(self) -> None:
        """Take the last answer or skip back."""
        if not self.queue.trail:
            raise InputError(_("There is nothing to take back."))
        each = self.queue.asked[self.queue.trail[-1]]
        if each.state == "answered":
            do_undo_correction(self._actor, each.pk, each.token)
        each.state, each.token, each.agreed = "", "", None
        self.queue.trail.pop()
        self._keep()

    def _keep(self) -> None:
        self._session[self._key] = asdict(self.queue)


def _restored(kept: dict[str, Any] | None) -> Queue:
    if not kept:
        return Queue()
    return Queue([Question(**each) for each in kept["asked"]], list(kept["trail"]))
