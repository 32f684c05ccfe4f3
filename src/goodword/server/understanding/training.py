"""Making a new version: it learns from the team's labels, is judged task by task, and reads if it is not worse.

What a task learned is kept only where the gate accepts it; elsewhere the new version reads that task with what the one
in force has learned of it. Where the brand's words are others now, that does not fit: the task is learned again up to
where the one in force did, and judged once more.
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
from .gate import Judgement, judged, on_gold, read
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
        if nothing := nothing_to_learn(self.old.version, self.lessons):
            refuse(self.version, [nothing])
            return
        _tell(0.1, gettext_noop("Learning from %(n)s labels"), n=sum(map(len, self.lessons.rest.values())))
        candidate = self.teach(self.lessons.until(self._newest(tasks)))
        _tell(0.4, gettext_noop("Judging what was learned"))
        found = judged(self.lessons, tasks, self.old.reader, candidate, readers.shipped_reader(), self.teach)
        refused = [each.task for each in found if not each.accepted]
        self.version.reasons = [_worse(each) for each in found if not each.accepted]
        fitting = [task for task in refused if candidate.means_the_same(self.old.reader, task)]
        again = [task for task in refused if task not in fitting]
        known = self._newest([task for task in tasks if task not in refused]) | self._as_before(again)
        reader = self.teach(self.lessons.until(known)) if again else candidate
        if fitting:
            reader = reader.keeping(self.old.reader, fitting)
        _tell(0.7, gettext_noop("Drawing the learning curve"))
        self._describe(reader, candidate, found, known, fitting)
        nothing_gained = len(refused) == len(tasks) and _knows_words(self.old.version, self.lessons)
        if nothing_gained or self._is_worse(reader, again):
            refuse(self.version, self.version.reasons)
            return
        readers.keep(self.version, reader)
        put_in_force(self.actor, self.version, "model.promote")

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

    def _is_worse(self, reader: "Reader", tasks: Sequence[str]) -> bool:
        """Whether a model reads one of some tasks worse than the one in force, as far as there is gold to say so."""
        judges = [task for task in tasks if self.lessons.has_gold(task)]
        return not all(on_gold(self.lessons, task, self.old.reader, reader).accepted for task in judges)

    def _describe(
        self,
        reader: "Reader",
        candidate: "Reader",
        found: Sequence[Judgement],
        known: dict[str, int],
        fitting: Sequence[str],
    ) -> None:
        """Write down what the version is: what it learned up to which label, and what it has from the one in force."""
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
        before = self.old.version.labels
        version.labels |= {task: before[task] for task in fitting if task in before}
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


def nothing_to_learn(version: ModelVersion, lessons: Lessons) -> dict[str, Any] | None:
    """Return the reason why a brand's labels and words teach nothing that a version does not know, if so."""
    if not _knows_words(version, lessons):
        return None
    if not lessons.teachable:
        most = max(map(len, lessons.rest.values()), default=0)
        return {"code": "too_few", "labels": most, "needed": FEWEST}
    known = {task: (each["n"], each["until"]) for task, each in version.labels.items()}
    now = {task: (len(lessons.rest[task]), lessons.last(task)) for task in lessons.teachable}
    return {"code": "nothing_new"} if known == now else None


def _knows_words(version: ModelVersion, lessons: Lessons) -> bool:
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
