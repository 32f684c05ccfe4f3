"""How well the model in force reads one task, on the labels that may judge it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import CAUSE, Label, Mention, Taxonomy, access_mentions
from goodword.server.shell.vocabulary import word
from goodword.text import assess

from . import gate
from .lessons import FEWEST_GOLD, Fact, Lessons
from .models import ModelVersion
from .readers import reader_of

SENTIMENT, INTENT, OF_ASPECT = "sentiment", "intent", "aspect:"
TASKS = (SENTIMENT, CAUSE, INTENT)
Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quality:
    """A task assessed: `rule` says by which labels (see `gate`), `found` is an assessment as JSON keeps it."""

    task: str
    rule: str
    found: Stored

    @property
    def by_gold(self) -> bool:
        """Whether labels judged that the model never learned from."""
        return self.rule == gate.GOLD

    @property
    def n(self) -> int:
        """How many labels judged."""
        return int(self.found["n"])


@dataclass(frozen=True, slots=True)
class Judged:
    """One label of the gold set: what a person said and what the model in force reads."""

    mention: Mention
    said: str
    read: str


def quality_of(actor: Actor, lessons: Lessons, version: ModelVersion, task: str) -> Quality | None:
    """Assess the model in force on today's gold set; where that is too small, return how it was judged when it was made."""
    if lessons.has_gold(task):
        facts = lessons.gold[task]
        answers = gate.read(reader_of(actor.brand_id).reader, task, facts)
        if answers.classes:
            found = assess([fact.label for fact in facts], answers.classes, answers.probabilities)
            return Quality(task, gate.GOLD, gate.plain(found))
    stored = assessed(version, task)
    return Quality(task, version.metrics[task]["rule"], stored) if stored else None


def assessed(version: ModelVersion, task: str) -> Stored | None:
    """Return how a version did when it was judged; a task it left as it was counts as before."""
    stored = version.metrics.get(task) or {}
    left = stored.get("accepted") is False and version.state != ModelVersion.State.REFUSED
    return stored.get("before" if left else "after")


def missing_gold(lessons: Lessons, task: str) -> int:
    """Return how many labels drawn at random a task still needs before it can be judged by them."""
    return max(0, FEWEST_GOLD - len(lessons.gold.get(task, ())))


def access_judged(actor: Actor, lessons: Lessons, task: str, said: str, read: str) -> list[Judged]:
    """Return the gold labels of one cell of the confusion matrix, with their mentions."""
    facts = lessons.gold.get(task, ())
    labels = gate.read(reader_of(actor.brand_id).reader, task, facts).labels
    chosen = [
        (fact, str(label))
        for fact, label in zip(facts, labels, strict=True)
        if fact.label == said and label == read
    ]
    mentions = _mentions_of(actor, [fact for fact, _label in chosen])
    found = [(mentions.get(fact.label_id), fact.label, label) for fact, label in chosen]
    return [Judged(mention, truth, label) for mention, truth, label in found if mention]


def _mentions_of(actor: Actor, facts: Sequence[Fact]) -> dict[int, Mention]:
    labels = Label.objects.filter(brand_id=actor.brand_id, pk__in=[fact.label_id for fact in facts])
    of_label = dict(labels.values_list("pk", "mention_id"))
    mentions = access_mentions(actor).defer("extra").in_bulk(list(of_label.values()))
    return {label: mentions[pk] for label, pk in of_label.items() if pk in mentions}


def label_name(own: Taxonomy, task: str, label: str) -> str:
    """Return what a label of a task is called; the empty one is what a model left to people, or no cause at all."""
    if not label:
        return _("no cause") if task == CAUSE else _("left to people")
    if task == CAUSE:
        return own.name(CAUSE, label)
    if task.startswith(OF_ASPECT):
        return {"yes": _("speaks of it"), "no": _("does not")}.get(label, label)
    return word(label)
