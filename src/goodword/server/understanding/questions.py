"""One question of the queue as it is shown: the text with its evidence, why it is asked, and what can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Intent, Sentiment
from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import (
    CAUSE,
    Mention,
    Reading,
    Stretch,
    Taxonomy,
    access_mention,
    access_reading,
    language_name,
    layered,
    taxonomy,
)
from goodword.server.shell.lists import term_label
from goodword.server.shell.vocabulary import word

from .evidence import Evidence, access_evidence
from .teaching import RANDOM, Queue

if TYPE_CHECKING:
    from goodword.text import Span

_LONGEST = 6000
# Keys of the causes; s skips, u takes back, e opens the aspects, j and k walk lists.
CAUSE_KEYS = [letter for letter in ascii_lowercase if letter not in "sujke"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, its name, the key that gives it, and whether it is given beforehand."""

    value: str
    name: Any
    key: str = ""
    chosen: bool = False
    only_a_person: bool = False


class Shown:
    """A question at a place of the queue, with everything its page shows."""

    def __init__(self, actor: Actor, queue: Queue, place: int, *, is_ahead: bool = False) -> None:
        self._actor = actor
        self.question = queue.asked[place]
        self.number, self.total = place + 1, len(queue.asked)
        self.is_last = all(each.state for each in queue.asked[place + 1 :])
        self.can_undo = bool(queue.trail) or is_ahead
        self.mention: Mention = access_mention(actor, self.question.pk)

    @property
    def is_blind(self) -> bool:
        """Whether it was drawn at random: then the model's own reading is not shown, for it would sway the answer."""
        return self.question.reason == RANDOM

    @property
    def why(self) -> str:
        """Why it is asked, in a sentence."""
        if self.is_blind:
            return _(
                "Drawn at random: it is the honest test of the model, so what the model reads is not shown."
            )
        return _("The model is uncertain here (%(task)s), so your answer teaches it much.") % {
            "task": word(self._doubt)
        }

    @cached_property
    def _reading(self) -> Reading | None:
        """What the model made of the mention, if that may be shown; a file or a person may have labelled it otherwise."""
        return None if self.is_blind else access_reading(self.mention)

    @property
    def _doubt(self) -> str:
        """The task the model is least sure of; the cause counts where there is one to give."""
        tasks = (
            ("sentiment", "cause", "intent")
            if self.guess == Sentiment.UNFAVOURABLE
            else ("sentiment", "intent")
        )

        def sureness(task: str) -> float:
            known = getattr(self._reading, f"{task}_confidence", None)
            return 1.0 if known is None else float(known)

        return min(tasks, key=sureness)

    @cached_property
    def guess(self) -> str:
        """The sentiment the model has given, if it has and may be shown."""
        return self._reading.sentiment if self._reading else ""

    @property
    def confidence(self) -> float | None:
        """How sure the model was."""
        return self._reading.sentiment_confidence if self._reading else None

    @property
    def language(self) -> str:
        """The language's name."""
        return language_name(self.mention.language) if self.mention.language else ""

    @property
    def source(self) -> Any:
        """Where it was said."""
        return self.mention.source or term_label(self.mention.source_type)

    @property
    def title(self) -> SafeString:
        """The title with the evidence marked."""
        return _marked(self.mention.title, self._evidence.title)

    @property
    def text(self) -> SafeString:
        """The text with the evidence marked, cut where it is too long to be read."""
        return _marked(self.mention.text[:_LONGEST], self._evidence.text)

    @property
    def is_cut(self) -> bool:
        """Whether only the beginning of the text is shown."""
        return len(self.mention.text) > _LONGEST

    @cached_property
    def _evidence(self) -> Evidence:
        if not self.guess:
            return Evidence()
        return access_evidence(self._actor, self.mention.pk, "sentiment", self.guess)

    @cached_property
    def _own(self) -> Taxonomy:
        return taxonomy(self._actor)

    @property
    def sentiments(self) -> list[Choice]:
        """The three signs."""
        return [
            Choice(each.value, term_label(each.value), str(key), each.value == self.guess)
            for key, each in enumerate(Sentiment, start=1)
        ]

    @property
    def causes(self) -> list[Choice]:
        """The causes of the brand, each with a letter."""
        guess = self._own.current(CAUSE, self._reading.cause) if self._reading else ""
        return [
            Choice(term.key, term.name, key or "", term.key == guess, term.only_a_person)
            for key, term in zip_longest(CAUSE_KEYS[: len(self._own.causes)], self._own.causes)
        ]

    @property
    def intents(self) -> list[Choice]:
        """What the author may be after; never given beforehand, for they are optional."""
        return [
            Choice(each.value, term_label(each.value), str(key)) for key, each in enumerate(Intent, start=4)
        ]

    @property
    def aspects(self) -> list[Choice]:
        """What the mention may speak of."""
        return [Choice(term.key, term.name) for term in self._own.aspects]


def _marked(text: str, spans: "Sequence[Span]") -> SafeString:
    return layered(text, [Stretch(each.start, each.end, "sentiment") for each in spans], ())
