"""What people said of mentions, added to and never changed: the record the model learns from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.vocabulary import LabelledBy
from goodword.server.accounts.facade import Actor, Right

from .corrections import LABELS, State
from .models import Label, Mention
from .texts import reading_text

# Keys are hashes: the mentions with the lowest are a fair sample, asked about by chance and never for what they say.
RANDOM_SHARE, RANDOM_BELOW = 0.15, "2666"  # 0x2666 is that share of 0x10000
_SAID = ("pk", "at", "task", "value")
_MENTION = ("mention_id", "mention__copy_of", "mention__key", "mention__title", "mention__text")


@dataclass(frozen=True, slots=True)
class Told:
    """What stands of what was said of a mention, with what is read of it.

    `label_id` rises with time and is 0 for what came with a file. `original` is the mention that this one copies, or
    itself. `is_random`: the mention is one of those people were asked about by chance.
    """

    label_id: int
    at: datetime
    mention_id: int
    original: int
    key: str
    text: str
    task: str
    value: str
    is_random: bool = False


def check_reason(reason: str) -> None:
    """Refuse a reason that labels are not asked for."""
    if reason not in Label.Reason.values:
        raise InputError(
            _("“%(value)s” is not a known value. Choose from: %(known)s.")
            % {"value": reason[:40], "known": ", ".join(Label.Reason.values)}
        )


def check_random(actor: Actor, ids: Iterable[int]) -> None:
    """Refuse to let a mention count as drawn at random that never can be: what tests the model is not made up."""
    mentions = Mention.objects.filter(brand_id=actor.brand_id, pk__in=list(ids))
    other = mentions.filter(key__gte=RANDOM_BELOW).order_by("pk").first()
    if other is not None:
        raise InputError(
            _("Mention %(id)s is none of those drawn at random. Send back the reason that the queue gave.")
            % {"id": other.pk}
        )


def add_labels(actor: Actor, mention: Mention, before: State, changes: State, reason: str) -> list[int]:
    """Write down what a person said; return the ids of the labels."""
    tasks = [task for task in LABELS if task in changes]
    rows = [
        _label(actor, mention, task, str(changes[task] or ""), str(before[task] or ""), reason=reason)
        for task in tasks
    ]
    return [_saved(row) for row in rows]


def retract_labels(actor: Actor, mention: Mention, ids: Iterable[int]) -> None:
    """Take labels back: each gets another one that says so."""
    for label in Label.objects.filter(brand_id=actor.brand_id, mention=mention, pk__in=list(ids)):
        back = _label(actor, mention, label.task, label.value_before, label.value, reason=label.reason)
        back.retracts = label
        _saved(back)


def _label(actor: Actor, mention: Mention, task: str, value: str, before: str, *, reason: str) -> Label:
    return Label(
        brand_id=actor.brand_id,
        mention=mention,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        task=task,
        value=value,
        value_before=before,
        reason=reason,
        model_version=mention.read_by,
    )


def _saved(label: Label) -> int:
    label.save(force_insert=True)
    return label.pk


def access_labels(actor: Actor, pk: int) -> QuerySet[Label]:
    """Return what people said of one mention, the first first, with what they took back."""
    actor.check(Right.MENTIONS_READ)
    return Label.objects.filter(brand_id=actor.brand_id, mention_id=pk).order_by("pk")


def standing(brand_id: int) -> QuerySet[Label]:
    """Return a brand's labels that nobody has taken back, the first first."""
    taken_back = Label.objects.filter(retracts=OuterRef("pk"))
    return Label.objects.filter(~Exists(taken_back), brand_id=brand_id, retracts=None).order_by("pk")


def access_told(actor: Actor) -> list[Told]:
    """Return the last thing people said of each mention and task, the first said first; what they emptied is left out."""
    actor.check(Right.MENTIONS_READ)
    last: dict[tuple[int, str], Told] = {}
    by_chance = set(random_mentions(actor.brand_id))
    with_words = standing(actor.brand_id).filter(mention__deleted_at=None)
    for label_id, at, task, value, *mention in with_words.values_list(*_SAID, *_MENTION):
        told = _told(label_id, at, task, value, mention, by_chance)
        last.pop((told.mention_id, task), None)
        last[told.mention_id, task] = told
    return [told for told in last.values() if told.value or told.task == "aspects"]


def _told(
    label_id: int, at: datetime, task: str, value: str, mention: list[Any], by_chance: set[int]
) -> Told:
    pk, original, key, title, text = mention
    return Told(
        label_id,
        at,
        pk,
        original or pk,
        key,
        reading_text(title, text),
        task,
        value,
        is_random=pk in by_chance,
    )


def access_told_by_files(actor: Actor, most: int) -> list[Told]:
    """Return the labels that came with files, of the mentions collected last."""
    actor.check(Right.MENTIONS_READ)
    found: list[Told] = []
    for task in ("sentiment", "cause"):
        rows = (
            Mention.objects.filter(
                brand_id=actor.brand_id, deleted_at=None, **{f"{task}_by": LabelledBy.FILE.value}
            )
            .order_by("-pk")
            .values_list(task, "collected_at", "pk", "copy_of", "key", "title", "text")[:most]
        )
        found += [_told(0, at, task, value, mention, set()) for value, at, *mention in rows if value]
    return found


def random_mentions(brand_id: int) -> "QuerySet[Label, int]":
    """Return the ids of the mentions people were asked about by chance.

    With them, those the questions would have come to by now, had somebody not labelled them before: without these, what
    catches nobody's eye would be tested more than the rest.
    """
    said = standing(brand_id).order_by()
    by_chance = Q(reason=Label.Reason.RANDOM.value)
    reached = said.filter(by_chance, mention__key__lt=RANDOM_BELOW).aggregate(key=Max("mention__key"))["key"]
    passed = Q(mention__key__lte=reached or "", mention__copy_of=None)
    return said.filter(by_chance | passed).values_list("mention_id", flat=True).distinct()
