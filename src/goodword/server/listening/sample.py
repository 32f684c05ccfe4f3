"""What the sample's people have said of its mentions: labels as if given over some weeks, all at once."""

from typing import Any

import pyarrow as pa
from django.db import transaction

from goodword.core.vocabulary import LabelledBy
from goodword.server.accounts.facade import Actor, Right, check_sample
from goodword.server.bulk import update

from .models import Label, Mention

_TASKS = ("sentiment", "cause")


@transaction.atomic
def do_label_sample(actor: Actor, said: pa.Table) -> int:
    """Label mentions of a sample brand as persons; return how many labels that are.

    `said` has `key` of the mention, `sentiment`, `cause` (null: not said), `reason`, `name` of who said it, and `at`
    (a datetime). It goes past the trail, which is for what people really did.
    """
    actor.check(Right.MENTIONS_WRITE)
    check_sample(actor)
    rows = said.to_pylist()
    mentions = Mention.objects.filter(brand_id=actor.brand_id, key__in=[row["key"] for row in rows])
    known = {mention.key: mention for mention in mentions.defer("text", "extra")}
    labels = [
        _label(actor, known[row["key"]], task, row)
        for row in rows
        for task in _TASKS
        if row[task] is not None
    ]
    Label.objects.bulk_create(sorted(labels, key=lambda label: label.at))
    for task in _TASKS:
        _write(actor, task, [row for row in rows if row[task] is not None], known)
    return len(labels)


def _label(actor: Actor, mention: Mention, task: str, row: dict[str, Any]) -> Label:
    return Label(
        brand_id=actor.brand_id,
        mention=mention,
        at=row["at"],
        actor_kind="member",
        actor_name=row["name"],
        task=task,
        value=row[task],
        value_before=getattr(mention, task),
        reason=row["reason"],
    )


def _write(actor: Actor, task: str, rows: list[dict[str, Any]], known: dict[str, Mention]) -> None:
    table = pa.table(
        {
            "id": pa.array([known[row["key"]].pk for row in rows], pa.int64()),
            task: pa.array([row[task] for row in rows], pa.string()),
            f"{task}_by": pa.array([LabelledBy.PERSON.value] * len(rows), pa.string()),
        }
    )
    update(Mention, table, key="id", fixed={"brand_id": actor.brand_id}, condition="TRUE")
