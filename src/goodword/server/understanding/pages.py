"""The model page: what reads now, how well, what it learned, what would help, and how it came to this."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import CAUSE, Taxonomy, taxonomy
from goodword.server.shell.charts import LineChart, Series
from goodword.server.shell.components import Tab
from goodword.server.shell.numbers import Number
from goodword.server.shell.point_chart import PointChart

from . import pictures
from .forecast import Forecast, forecast
from .lessons import Lessons, access_lessons
from .live import Live
from .models import ModelVersion
from .numbers import NUMBERS
from .pictures import Matrix, matrix
from .quality import OF_ASPECT, SENTIMENT, TASKS, Quality, label_name, missing_gold, quality_of
from .queries import (
    LearningState,
    VersionComparison,
    access_comparison,
    access_learning,
    access_version,
    access_versions,
)
from .sentences import reasons_in_words, task_name
from .training import nothing_to_learn

State = ModelVersion.State


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the table: what it learned from, what became of it and why, and whether it can read again."""

    version: ModelVersion
    labels: int
    tone: str
    reasons: list[str]
    is_in_force: bool
    can_return: bool


class ModelPage:
    """The brand's model, looked at through one task."""

    def __init__(self, actor: Actor, task: str = SENTIMENT) -> None:
        self.actor, self.task = actor, task
        self.version = access_version(actor)
        if task not in self.tasks:
            raise InputError(_("The model does not read this. Choose one of the tabs."))

    @cached_property
    def own(self) -> Taxonomy:
        """The brand's causes and aspects."""
        return taxonomy(self.actor)

    @cached_property
    def versions(self) -> list[ModelVersion]:
        """Every version, the newest first."""
        return access_versions(self.actor)

    @cached_property
    def learning(self) -> LearningState:
        """What was taught."""
        return access_learning(self.actor)

    @cached_property
    def lessons(self) -> Lessons:
        """The labels that teach and those that judge."""
        return access_lessons(self.actor)

    @cached_property
    def live(self) -> Live:
        """What goes on right now."""
        return Live(self.actor, self.own)

    @property
    def may_manage(self) -> bool:
        """Whether the actor may retrain and roll back."""
        return self.actor.may(Right.MODEL_MANAGE)

    @property
    def may_teach(self) -> bool:
        """Whether the actor may label."""
        return self.actor.may(Right.MENTIONS_WRITE)

    @property
    def retrain_blocked(self) -> str:
        """Why no new version can be made now; nothing when there are new labels or new words to learn."""
        if self.live.training:
            return _("A new version is being made.")
        nothing = nothing_to_learn(self.version, self.lessons)
        if nothing is None:
            return ""
        if nothing["code"] == "too_few":
            return (
                _("It takes %(needed)s labels of one kind; there are %(labels)s. Teach some more.") % nothing
            )
        return _("Nothing new was taught since the last version.")

    @cached_property
    def tasks(self) -> list[str]:
        """What the model is looked at for: the fixed tasks, and the aspects it was taught."""
        taught = sorted(task for task in self.version.metrics if task.startswith(OF_ASPECT))
        return [*TASKS, *taught]

    @property
    def tabs(self) -> list[Tab]:
        """The tasks."""
        return [
            Tab(
                task_name(task, self.own),
                f"{self._url('model')}?{urlencode({'task': task})}",
                task == self.task,
            )
            for task in self.tasks
        ]

    @cached_property
    def quality(self) -> Quality | None:
        """How well the task is read."""
        return quality_of(self.actor, self.lessons, self.version, self.task)

    @property
    def missing_gold(self) -> int:
        """How many labels drawn at random are missing before they can judge."""
        return missing_gold(self.lessons, self.task)

    @property
    def missing_said(self) -> str:
        """What is missing before the task can be judged, in a sentence."""
        return ngettext(
            "%(n)s more answer to a mention drawn at random is needed. Of twenty questions, about two bring one.",
            "%(n)s more answers to mentions drawn at random are needed. Of twenty questions, about two bring one.",
            self.missing_gold,
        ) % {"n": self.missing_gold}

    @property
    def numbers(self) -> list[Number]:
        """The numbers of the task, each with its card."""
        return [make(self) for make in NUMBERS.values()]

    @cached_property
    def over_versions(self) -> LineChart | None:
        """Quality over versions."""
        return pictures.over_versions(self.versions, self.task)

    @property
    def calibration(self) -> PointChart | None:
        """Confidence against truth."""
        return pictures.calibration(self.quality) if self.quality else None

    @property
    def kept(self) -> PointChart | None:
        """What is kept against how right it is."""
        return pictures.kept(self.quality) if self.quality else None

    @cached_property
    def confusion(self) -> Matrix | None:
        """What people said against what the model reads."""
        if self.quality is None:
            return None
        found, labels = self.quality.found["confusion"], self.quality.found["labels"]
        counts = {
            (said, read): found[row][column]
            for row, said in enumerate(labels)
            for column, read in enumerate(labels)
        }
        return matrix(
            _("What it mixes up"),
            _("People said"),
            _("It reads"),
            counts,
            labels,
            self.name_of,
            self._judged_url,
        )

    @cached_property
    def comparison(self) -> VersionComparison | None:
        """The version in force beside the one before it."""
        return access_comparison(self.actor, self.task)

    @property
    def changes(self) -> Matrix | None:
        """What the version before read against what is read now; causes under the keys they have now."""
        if self.comparison is None or not self.comparison.total:
            return None
        counts: dict[tuple[str, str], int] = {}
        for pair, n in self.comparison.counts.items():
            before, after = (self._current(label) for label in pair)
            counts[before, after] = counts.get((before, after), 0) + n
        labels = sorted({label for pair in counts for label in pair}, key=lambda each: (not each, each))
        before, after = (self.version_name(each) for each in (self.comparison.before, self.comparison.after))
        return matrix(_("Before and now"), before, after, counts, labels, self.name_of, self._changed_url)

    @property
    def learned(self) -> list[tuple[str, list[str]]]:
        """What the version in force learned to read by, by label."""
        found: dict[str, list[str]] = {}
        for label, words, _weight in self.version.features.get(self.task, ()):
            if any(each.isalnum() for each in words):
                found.setdefault(self.name_of(label), []).append(words)
        return list(found.items())

    @cached_property
    def forecast(self) -> Forecast:
        """How much more labels would help."""
        return forecast(self._curve)

    @property
    def learning_curve(self) -> LineChart | None:
        """What fewer labels had been worth."""
        points = sorted(self._curve)
        if len(points) < 3:
            return None
        return LineChart(
            title=_("Learning curve"),
            labels=[str(n) for n, _score in points],
            label_title=_("Labels"),
            series=[Series(_("Macro-F1"), [score for _n, score in points])],
            percent=True,
            from_zero=False,
            height="low",
            window=_("macro-F1 on the gold set by labels learned from"),
            key=f"model-curve-{self.task.replace(':', '-')}",
        )

    @property
    def _curve(self) -> list[tuple[int, float]]:
        """The learning curve of the newest version that has one."""
        for version in self.versions:
            if points := version.curve.get(self.task):
                return [(n, score) for n, score in points]
        return []

    @property
    def rows(self) -> list[VersionRow]:
        """The versions with what became of each."""
        return [self._row(version) for version in self.versions if version.state != State.TRAINING]

    def _row(self, version: ModelVersion) -> VersionRow:
        is_in_force = version.pk == self.version.pk
        is_own = version.brand_id is not None
        can_return = not is_in_force and (not is_own or bool(version.in_force_at and version.file))
        return VersionRow(
            version=version,
            labels=sum(each["n"] for each in version.labels.values()),
            tone="good" if is_in_force else {State.REFUSED: "caution"}.get(State(version.state), ""),
            reasons=reasons_in_words(version, self.own),
            is_in_force=is_in_force,
            can_return=can_return,
        )

    @property
    def now_name(self) -> str:
        """What the version in force is called."""
        return self.version_name(self.version)

    @property
    def labels_learned(self) -> int:
        """How many labels the version in force learned from."""
        return sum(each["n"] for each in self.version.labels.values())

    @property
    def labels_by_task(self) -> list[tuple[str, int]]:
        """How many mentions people have labelled, by task."""
        return [
            (_("Aspects") if task == "aspects" else task_name(task, self.own), n)
            for task, n in sorted(self.learning.labels.items())
        ]

    def version_name(self, version: ModelVersion) -> str:
        """Return what a version is called."""
        return _("Version %(n)s") % {"n": version.number} if version.brand_id else _("The shipped model")

    def name_of(self, label: str) -> str:
        """Return what a label of the task is called."""
        return label_name(self.own, self.task, label)

    def _current(self, label: str) -> str:
        return self.own.current(CAUSE, label) if self.task == CAUSE else label

    def _judged_url(self, said: str, read: str) -> str:
        if self.quality is None or not self.quality.by_gold:
            return ""
        return f"{self._url('model-judged')}?{urlencode({'task': self.task, 'said': said, 'read': read})}"

    def _changed_url(self, before: str, after: str) -> str:
        query = urlencode({"task": self.task, "before": before, "after": after})
        return f"{self._url('model-changed')}?{query}"

    def _url(self, name: str) -> str:
        return reverse(name, kwargs={"brand": self.actor.brand_slug})
