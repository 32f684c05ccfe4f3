"""Reads of a brand's model: its versions, how far reading is, what was taught, and how two versions differ."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from goodword.server.accounts.facade import Actor, Right
from goodword.server.jobs.facade import JobStatus, job_status, latest_job
from goodword.server.listening.facade import (
    Label,
    access_mention_total,
    outdated_count,
    random_mentions,
    standing,
    unread_count,
)

from .lessons import FEWEST, is_gold
from .models import Learning, ModelVersion
from .readers import version_in_force
from .tasks import read_mentions

State = ModelVersion.State
COMPARED = ("sentiment", "cause", "intent")
_SUGGEST_AFTER, _SUGGEST_SHARE = 20, 0.1


def access_version(actor: Actor) -> ModelVersion:
    """Return the version that reads the brand's mentions."""
    actor.check(Right.MENTIONS_READ)
    return version_in_force(actor.brand_id)


def access_versions(actor: Actor) -> list[ModelVersion]:
    """Return every version of the brand's model, the newest first, and the shipped one last."""
    actor.check(Right.MENTIONS_READ)
    own = ModelVersion.objects.filter(brand_id=actor.brand_id).order_by("-number")
    shipped = ModelVersion.objects.filter(brand=None).order_by("-in_force_at", "-pk")[:1]
    return [*own, *shipped]


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How many mentions the version in force has read, and the job that reads the others, if there is one."""

    total: int
    left: int
    job: JobStatus | None

    @property
    def read(self) -> int:
        """How many it has read."""
        return self.total - self.left


def access_progress(actor: Actor) -> ReadingProgress:
    """Return how far the reading of the brand's mentions is."""
    total = access_mention_total(actor)
    left = unread_count(actor.brand_id) + outdated_count(actor.brand_id, version_in_force(actor.brand_id).pk)
    running = latest_job(read_mentions, actor.brand_id)
    return ReadingProgress(total, left, job_status(running) if running else None)


@dataclass(frozen=True, slots=True)
class LearningState:
    """What was taught and what it is good for.

    `labels` and `gold` count by task (aspects as one); `new` are those given since the newest version was made, and
    `suggested` says that they are worth a new version.
    """

    labels: dict[str, int]
    gold: dict[str, int]
    new: int
    enough_for_new: int
    suggested: bool
    labels_from_files: bool


def access_learning(actor: Actor) -> LearningState:
    """Return what the team has taught the brand's model."""
    actor.check(Right.MENTIONS_READ)
    labels = standing(actor.brand_id).exclude(task="origin").exclude(Q(value="") & ~Q(task="aspects"))
    counts = dict(labels.order_by().values_list("task").annotate(n=Count("mention", distinct=True)))
    newest = _newest(actor.brand_id)
    new = (labels.filter(at__gt=newest.made_at) if newest else labels).count()
    enough = max(_SUGGEST_AFTER, round(_SUGGEST_SHARE * sum(counts.values())))
    from_files = Learning.objects.filter(brand_id=actor.brand_id, labels_from_files=True).exists()
    return LearningState(
        labels=counts,
        gold=_gold_counts(actor.brand_id, labels),
        new=new,
        enough_for_new=enough,
        suggested=new >= enough and max(counts.values(), default=0) >= FEWEST,
        labels_from_files=from_files,
    )


def _newest(brand_id: int) -> ModelVersion | None:
    made = ModelVersion.objects.filter(brand_id=brand_id).exclude(state=State.TRAINING)
    return made.order_by("-number").first()


def _gold_counts(brand_id: int, labels: "QuerySet[Label]") -> dict[str, int]:
    found: dict[str, set[int]] = {}
    by_chance = labels.filter(mention_id__in=random_mentions(brand_id)).values_list(
        "task", "mention_id", "mention__key"
    )
    for task, mention, key in by_chance:
        if is_gold(key):
            found.setdefault(task, set()).add(mention)
    return {task: len(mentions) for task, mentions in found.items()}


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What two versions make of the same mentions: how often one's value met the other's ("" is abstaining)."""

    task: str
    before: ModelVersion
    after: ModelVersion
    counts: dict[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many mentions both have read."""
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        """Of how many they say different things."""
        return sum(n for (before, after), n in self.counts.items() if before != after)


def access_comparison(actor: Actor, task: str = "sentiment") -> VersionComparison | None:
    """Return how the version in force and the one before it differ; None when there is nothing to compare."""
    actor.check(Right.MENTIONS_READ)
    after = version_in_force(actor.brand_id)
    learning = Learning.objects.filter(brand_id=actor.brand_id).first()
    before = ModelVersion.objects.filter(pk=learning.version_before if learning else 0).first()
    if before is None or before.pk == after.pk or task not in COMPARED:
        return None
    sql = (
        f"SELECT old.{task}, new.{task}, COUNT(*) FROM listening_reading old JOIN listening_reading new "  # noqa: S608
        "ON new.brand_id = old.brand_id AND new.mention_id = old.mention_id AND new.version = %s "
        f"WHERE old.brand_id = %s AND old.version = %s GROUP BY old.{task}, new.{task}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [after.pk, actor.brand_id, before.pk])
        counts: dict[tuple[str, str], Any] = {(old, new): n for old, new, n in cursor.fetchall()}
    return VersionComparison(task, before, after, counts)
