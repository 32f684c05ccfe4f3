"""A mention's labels as the reading pane shows them: the value, who said so, how sure, and the key that changes each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import ascii_lowercase, digits
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Intent, LabelledBy, Origin, Sentiment
from goodword.server.shell.lists import term_label

from .aspects import unpacked
from .confidence import UNREAD, Confidence, confidence, reading_state
from .models import Label, Mention
from .taxonomy import ASPECT, CAUSE, Taxonomy

# The causes' letters are those of the queue in which the model asks; j, k and e belong to lists, s and u to the queue.
CAUSE_KEYS = tuple(letter for letter in ascii_lowercase if letter not in "sujke")
INTENT_KEYS = ("4", "5", "6", "7", "8")
_GIVEN_BY = {
    LabelledBy.FILE.value: gettext_lazy("came with the file"),
    LabelledBy.PERSON.value: gettext_lazy("set by a person"),
    LabelledBy.MODEL.value: gettext_lazy("set by the model"),
    LabelledBy.ACCOUNT.value: gettext_lazy("a known account"),
}
_OPENS = {"cause": "c", "intent": "i", "aspects": "a", "origin": "o"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a label may take, the key that gives it, and whether it has it."""

    value: str
    name: Any
    key: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave a label: a person by name and moment, a file, or a model version."""

    text: Any
    at: datetime | None = None
    sure: Confidence | None = None
    is_model: bool = False


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label of a mention; `opens` is the key that shows its choices, `shown` its value in words."""

    name: str
    title: Any
    shown: Any
    choices: list[Choice]
    giver: Giver | None
    opens: str = ""


class LabelRows:
    """The labels of one mention; `said` are the last labels people gave it, by task."""

    def __init__(self, mention: Mention, own: Taxonomy, said: Iterable[Label]) -> None:
        self._mention, self._own = mention, own
        self._said = _standing(said)

    @property
    def sentiment(self) -> LabelRow:
        """The sign, given by the keys 1 to 3."""
        keys = dict(zip([each.value for each in Sentiment], "123", strict=True))
        blank = _("Not read yet") if reading_state(self._mention) == UNREAD else _("Not sure")
        return self._row("sentiment", {each.value: term_label(each.value) for each in Sentiment}, keys, blank)

    @property
    def others(self) -> list[LabelRow]:
        """The labels that are chosen from a list which opens; a cause only where there can be one."""
        rows = [self._cause] if self._mention.sentiment == Sentiment.UNFAVOURABLE else []
        return [*rows, self._intent, self.aspects, self._origin]

    @property
    def _cause(self) -> LabelRow:
        named = {term.key: term.name for term in self._own.causes}
        keys = dict(zip(named, CAUSE_KEYS, strict=False))
        value = self._mention.cause
        if value and value not in named:
            named[value] = self._own.name(CAUSE, value)
        return self._row("cause", {**named, "": _("No cause given")}, keys, _("No cause given"))

    @property
    def _intent(self) -> LabelRow:
        named = {each.value: term_label(each.value) for each in Intent}
        return self._row("intent", named, dict(zip(named, INTENT_KEYS, strict=True)), _("Not sure"))

    @property
    def _origin(self) -> LabelRow:
        named = {each.value: term_label(each.value) for each in Origin}
        return self._row("origin", named, dict(zip(named, digits[1:], strict=False)), "")

    @property
    def aspects(self) -> LabelRow:
        """What the mention speaks of: several may be chosen."""
        given = unpacked(self._mention.aspects)
        named = {term.key: term.name for term in self._own.aspects}
        named |= {key: self._own.name(ASPECT, key) for key in given if key not in named}
        keys = dict(zip(named, digits[1:], strict=False))
        choices = [Choice(key, name, keys.get(key, ""), key in given) for key, name in named.items()]
        shown = ", ".join(str(named[key]) for key in given) or _("No aspect found")
        return LabelRow("aspects", _("Aspects"), shown, choices, self._giver("aspects"), _OPENS["aspects"])

    def _row(self, name: str, named: Mapping[str, Any], keys: Mapping[str, str], blank: Any) -> LabelRow:
        value = getattr(self._mention, name)
        choices = [Choice(each, label, keys.get(each, ""), each == value) for each, label in named.items()]
        shown = named.get(value, value) if value else blank
        return LabelRow(name, term_label(name), shown, choices, self._giver(name), _OPENS.get(name, ""))

    def _giver(self, name: str) -> Giver | None:
        by = getattr(self._mention, f"{name}_by")
        if by == LabelledBy.PERSON and name in self._said:
            return Giver(self._said[name].actor_name, self._said[name].at)
        sure = confidence(self._mention, name) if hasattr(self._mention, f"{name}_confidence") else None
        is_model = by == LabelledBy.MODEL or (not by and sure is not None)
        if not by and not is_model:
            return None
        return Giver(_GIVEN_BY[by or LabelledBy.MODEL.value], sure=sure, is_model=is_model)


def _standing(said: Iterable[Label]) -> dict[str, Label]:
    """Return the last label of each task that was not taken back."""
    every = list(said)
    gone = {label.retracts_id for label in every} | {label.pk for label in every if label.retracts_id}
    return {label.task: label for label in every if label.pk not in gone}
