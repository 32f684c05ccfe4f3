"""Whether what a new model learned may read: task by task, on labels it has not learned from, it must not be worse.

With thirty gold labels or more, the gold set judges: new model against the one in force. With fewer, thirty labels or
more judge each other: three times, a model learns from two thirds of them and reads the rest, against the shipped one
(the one in force has seen those labels, so it cannot be judged by them). With fewer than that, nothing is learned.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from goodword.core.ids import content_key

from .lessons import Fact, Lessons

if TYPE_CHECKING:
    from goodword.text import Reader

GOLD, FOLDS = "gold", "folds"
_FOLDS = 3
Teach = Callable[[Sequence[Fact]], "Reader"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One task of a new model against the old one on the same `n` texts: both assessed, and the verdict.

    `rule` says which labels judged, `reason` is one of `goodword.text.not_worse`; `before` and `after` are
    assessments as JSON keeps them, None where a model does not know the task.
    """

    task: str
    rule: str
    n: int
    accepted: bool
    reason: str
    gained: int
    lost: int
    p_value: float
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def stored(self) -> dict[str, Any]:
        """Return the judgement as a version keeps it, under its task."""
        return {name: value for name, value in asdict(self).items() if name != "task"}


def judged(lessons: Lessons, tasks: Sequence[str], old: "Reader", new: "Reader", shipped: "Reader",
           teach: Teach) -> list[Judgement]:  # fmt: skip
    """Judge each task of a new model by the gold set, or where that is too small, by the labels themselves."""
    by_gold = [task for task in tasks if lessons.has_gold(task)]
    by_folds = [task for task in tasks if task not in by_gold]
    found = [on_gold(lessons, task, old, new) for task in by_gold]
    if by_folds:
        found += _on_folds(lessons, by_folds, shipped, teach)
    return found


def on_gold(lessons: Lessons, task: str, old: "Reader", new: "Reader") -> Judgement:
    """Judge a task of a new model by the gold set."""
    facts = lessons.gold[task]
    return judgement(task, GOLD, facts, read(old, task, facts), read(new, task, facts))


def _on_folds(lessons: Lessons, tasks: Sequence[str], shipped: "Reader", teach: Teach) -> list[Judgement]:
    held_out: dict[str, list[Fact]] = {task: [] for task in tasks}
    answers: dict[str, list[Answers]] = {task: [] for task in tasks}
    for fold in range(_FOLDS):
        reader = teach([fact for task in tasks for fact in lessons.rest[task] if fold_of(fact) != fold])
        for task in tasks:
            facts = [fact for fact in lessons.rest[task] if fold_of(fact) == fold]
            held_out[task] += facts
            answers[task].append(read(reader, task, facts))
    return [
        judgement(task, FOLDS, held_out[task], read(shipped, task, held_out[task]), joined(answers[task]))
        for task in tasks
    ]


def fold_of(fact: Fact) -> int:
    """Return the third of the labels one belongs to: the same text always to the same one."""
    return int(content_key("fold", fact.text)[:8], 16) % _FOLDS


@dataclass(frozen=True, slots=True)
class Answers:
    """What a model says to a task: its classes and the probabilities (n, k), float32; neither where it does not know it."""

    classes: tuple[str, ...]
    probabilities: Any

    @property
    def labels(self) -> list[str | None]:
        """The most probable label of each text."""
        if not self.classes:
            return [None] * len(self.probabilities)
        return [self.classes[index] for index in self.probabilities.argmax(axis=1)]


def read(reader: "Reader", task: str, facts: Sequence[Fact]) -> Answers:
    """Return what a model says to a task."""
    aspect = task.removeprefix("aspect:") if task.startswith("aspect:") else ""
    if not facts or (aspect and aspect not in reader.aspects):
        return Answers((), np.zeros((len(facts), 0), np.float32))
    classes, probabilities = reader.probabilities(task, [fact.text for fact in facts])
    return Answers(tuple(classes), probabilities)


def joined(parts: Sequence[Answers]) -> Answers:
    """Return the answers of several models of the same classes one after the other."""
    some = [part for part in parts if part.classes]
    if not some:
        return Answers((), np.zeros((sum(len(part.probabilities) for part in parts), 0), np.float32))
    classes = tuple(dict.fromkeys(name for part in some for name in part.classes))
    rows = [_spread(part, classes) for part in some]
    return Answers(classes, np.concatenate(rows))


def _spread(part: Answers, classes: tuple[str, ...]) -> Any:
    wide = np.zeros((len(part.probabilities), len(classes)), np.float32)
    wide[:, [classes.index(name) for name in part.classes]] = part.probabilities
    return wide


def judgement(task: str, rule: str, facts: Sequence[Fact], before: Answers, after: Answers) -> Judgement:
    """Compare two models' answers with what people said."""
    from goodword.text import not_worse

    truth = [fact.label for fact in facts]
    found = not_worse(truth, before.labels, after.labels)
    return Judgement(
        task=task,
        rule=rule,
        n=len(truth),
        accepted=found.accepted,
        reason=found.reason,
        gained=found.gained,
        lost=found.lost,
        p_value=found.p_value,
        before=_assessed(truth, before),
        after=_assessed(truth, after),
    )


def _assessed(truth: Sequence[str], answers: Answers) -> dict[str, Any] | None:
    from goodword.text import assess

    return plain(assess(truth, answers.classes, answers.probabilities)) if answers.classes else None


def plain(value: Any) -> Any:
    """Return a dataclass of numbers and arrays as JSON keeps it, rounded to four digits; no number is null."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 4) if isfinite(value) else None
    return value
