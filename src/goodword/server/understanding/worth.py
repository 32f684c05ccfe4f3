"""What the answers of one queue were worth: how often the model had been right, and what they will teach it."""

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.values import percent
from goodword.text.assessment import Estimate, wilson

from .teaching import RANDOM, Question, Queue


class Worth:
    """The end of a queue."""

    def __init__(self, actor: Actor, queue: Queue) -> None:
        self._actor, self._queue = actor, queue

    @property
    def answered(self) -> int:
        """How many mentions were labelled."""
        return len(self._queue.answered)

    @property
    def skipped(self) -> int:
        """How many were left out."""
        return sum(each.state == "skipped" for each in self._queue.asked)

    @property
    def corrected(self) -> int:
        """How often the person said otherwise than the model."""
        return sum(each.agreed is False for each in self._queue.answered)

    @property
    def confirmed(self) -> int:
        """How often the person said the same as the model."""
        return sum(each.agreed is True for each in self._queue.answered)

    @property
    def new(self) -> int:
        """How often the model had not dared to say."""
        return sum(each.agreed is None for each in self._queue.answered)

    @property
    def drawn(self) -> list[Question]:
        """The answers to mentions drawn at random."""
        return [each for each in self._queue.answered if each.reason == RANDOM]

    @property
    def dared(self) -> list[bool]:
        """Whether the model agreed, for each mention drawn at random on which it had dared to say."""
        return [each.agreed for each in self.drawn if each.agreed is not None]

    @property
    def not_dared(self) -> int:
        """On how many of the mentions drawn at random it had not."""
        return len(self.drawn) - len(self.dared)

    @property
    def agreement(self) -> Estimate | None:
        """How often the model agreed where it had dared to say."""
        return wilson(sum(self.dared), len(self.dared)) if self.dared else None

    @property
    def agreement_range(self) -> str:
        """The interval of the agreement as a person reads it."""
        found = self.agreement
        return f"{percent(found.low)}–{percent(found.high)}" if found else ""

    @property
    def may_retrain(self) -> bool:
        """Whether the person may start a retrain."""
        return self._actor.may(Right.MODEL_MANAGE)
