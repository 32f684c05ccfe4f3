"""Making a new version: it learns from the team's labels, is judged task by task, and reads if it is not worse.

What a task learned is kept only where the gate accepts it; elsewhere the new version learns that task up to where the
one in force did, which gives what that one knows, for learning is the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from goodword.core.errors import GoodwordError
from goodword.core.ids import content_key
from goodword.server.accounts.facade import Actor, system_actor_for
from goodword.server.jobs.facade import progress
from goodword.server.listening.facade import shipped_taxonomy

from . import readers
from .curve import SHARES
from .features import learned_features
from .gate import Judgement, judged, read
from .lessons import FEWEST, Fact, Lessons, access_lessons, words_of
from .models import ModelVersion
from .promotion import put_in_force, refuse

if TYPE_CHECKING:
    from goodword.text import Reader

State = ModelVersion.State


@dataclass(slots=True)
class Training:
    """One attempt at a new version of a brand's model."""

    version: ModelVersion
    actor: Actor
    lessons: Lessons
    old: readers.InForce
    started: float = field(default_factory=perf_counter)

    def run(self) -> None:
        """Learn, be judged, and come into force or be refused."""
        tasks = self.lessons.teachable
        if nothing := self._nothing_to_learn(tasks):
            refuse(self.version, [nothing])
            return
        _tell(0.1, gettext_noop("Learning from %(n)s labels"), n=sum(map(len, self.lessons.rest.values())))
        candidate = self.teach(self.lessons.until(self._newest(tasks)))
        _tell(0.4, gettext_noop("Judging what was learned"))
        found = judged(self.lessons, tasks, self.old.reader, candidate, readers.shipped_reader(), self.teach)
        refused = [each.task for each in found if not each.accepted]
        self.version.reasons = [_worse(each) for each in found if not each.accepted]
        known = self._newest([task for task in tasks if task not in refused]) | self._as_before(refused)
        reader = self.teach(self.lessons.until(known)) if refused else candidate
        _tell(0.7, gettext_noop("Drawing the learning curve"))
        self._describe(reader, candidate, found, known)
        if len(refused) == len(tasks) and self._same_words:
            refuse(self.version, self.version.reasons)
            return
        readers.keep(self.version, reader)
        put_in_force(self.actor, self.version, "model.promote")

    @property
    def _same_words(self) -> bool:
        """Whether the version in force knows the brand's causes and aspects as they are now."""
        return knows_words(self.old.version, self.lessons)

    def _nothing_to_learn(self, tasks: Sequence[str]) -> dict[str, Any] | None:
        """Return the reason why there is nothing to learn, if so."""
        if not self._same_words:
            return None
        if not tasks:
            most = max(map(len, self.lessons.rest.values()), default=0)
            return {"code": "too_few", "labels": most, "needed": FEWEST}
        known = {task: (each["n"], each["until"]) for task, each in self.old.version.labels.items()}
        now = {task: (len(self.lessons.rest[task]), self.lessons.last(task)) for task in tasks}
        return {"code": "nothing_new"} if known == now else None

    def teach(self, facts: Sequence[Fact]) -> "Reader":
        """Return a model that has learned from some labels, on top of the shipped one, in the brand's words."""
        from goodword.text import Example

        examples = [Example(fact.text, fact.task, fact.label) for fact in facts]
        return readers.shipped_reader().taught(
            examples, causes=self.lessons.causes, aspects=self.lessons.cues, seed=0
        )

    def _newest(self, tasks: Sequence[str]) -> dict[str, int]:
        return {task: self.lessons.last(task) for task in tasks}

    def _as_before(self, tasks: Sequence[str]) -> dict[str, int]:
        """Return up to which label the version in force learned some tasks; those it never learned are left out."""
        before = self.old.version.labels
        return {task: before[task]["until"] for task in tasks if task in before}

    def _describe(
        self, reader: "Reader", candidate: "Reader", found: Sequence[Judgement], known: dict[str, int]
    ) -> None:
        """Write down what the version is."""
        version = self.version
        version.base, version.name = readers.shipped_reader().version, reader.version
        version.words = self.lessons.words
        version.metrics = {each.task: each.stored() for each in found}
        version.labels = {
            task: {
                "n": len(self.lessons.until({task: until})),
                "gold": len(self.lessons.gold.get(task, ())),
                "until": until,
            }
            for task, until in known.items()
        }
        version.features = {
            task: learned_features(task, self.lessons.rest[task], self.old.reader, reader) for task in known
        }
        version.curve = self._curve(candidate)
        version.seconds = round(perf_counter() - self.started, 2)

    def _curve(self, candidate: "Reader") -> dict[str, Any]:
        """Return (labels, macro-F1 on the gold set) per task with gold: of no labels, of some and of all."""
        tasks = [task for task in self.lessons.teachable if self.lessons.has_gold(task)]
        if not tasks:
            return {}
        curve: dict[str, Any] = {task: [] for task in tasks}
        for share in (0.0, *SHARES, 1.0):
            some = {task: _share(self.lessons.rest[task], share) for task in tasks}
            reader = candidate if share == 1 else self.teach([fact for task in tasks for fact in some[task]])
            for task in tasks:
                curve[task].append([len(some[task]), _score(reader, task, self.lessons.gold[task])])
        return curve


def train(version: ModelVersion) -> None:
    """Make a version; whatever a person can put right refuses it with the sentence that says how."""
    brand_id = version.brand_id or 0
    actor = system_actor_for(brand_id, version.made_by)
    try:
        Training(version, actor, access_lessons(actor), readers.reader_of(brand_id)).run()
    except GoodwordError as error:
        refuse(version, [{"code": "failed", "sentence": str(error)}])


def knows_words(version: ModelVersion, lessons: Lessons) -> bool:
    """Whether a version knows a brand's causes and aspects as they are now."""
    return lessons.words == (version.words or _shipped_words())


def _shipped_words() -> str:
    return Lessons({}, {}, *words_of(shipped_taxonomy())).words


def _share(facts: Sequence[Fact], share: float) -> list[Fact]:
    """Return a share of labels drawn evenly; a larger share holds the smaller one."""
    mixed = sorted(facts, key=lambda fact: content_key("curve", fact.task, fact.text))
    return mixed[: round(share * len(mixed))]


def _score(reader: "Reader", task: str, gold: Sequence[Fact]) -> float:
    from goodword.text import assess

    answers = read(reader, task, gold)
    if not answers.classes:
        return 0.0
    found = assess([fact.label for fact in gold], answers.classes, answers.probabilities)
    return round(found.macro_f1.value, 4)


def _worse(found: Judgement) -> dict[str, Any]:
    return {
        "code": "worse",
        "task": found.task,
        "rule": found.rule,
        "reason": found.reason,
        "n": found.n,
        "gained": found.gained,
        "lost": found.lost,
    }


def _tell(fraction: float, text: str, **values: Any) -> None:
    progress(fraction, text, **values)
