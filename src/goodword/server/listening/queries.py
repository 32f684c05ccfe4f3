"""Reads of what people say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists.keyset import Unindexed

from .models import Mention

_LONGEST_THREAD = 50
MOST_UNREAD = 10_000  # after a large import, counting more than that would take longer than the page


@dataclass(frozen=True, slots=True)
class InContext:
    """One mention with the conversation it is part of, and how many its author wrote."""

    mention: Mention
    parent: Mention | None
    thread: list[Mention]
    thread_size: int
    by_author: int


def access_mentions(actor: Actor) -> QuerySet[Mention]:
    """Return the mentions of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return Mention.objects.filter(brand_id=actor.brand_id)


def access_mention(actor: Actor, pk: int) -> Mention:
    """Return one mention of the actor's brand."""
    mention = access_mentions(actor).filter(pk=pk).first()
    if mention is None:
        raise Http404(_("There is no such mention of this brand."))
    return mention


def access_unread(actor: Actor) -> int:
    """Return how many mentions no model has read yet, one more than `MOST_UNREAD` for any number beyond."""
    return access_mentions(actor).filter(read_by=0)[: MOST_UNREAD + 1].count()


def access_has_copies(actor: Actor) -> bool:
    """Return whether any mention is a copy of another."""
    return access_mentions(actor).filter(copy_of__isnull=False).exists()


def access_reading(actor: Actor, pk: int) -> InContext:
    """Return one mention with its conversation, in a fixed number of queries."""
    mention = access_mention(actor, pk)
    thread, size = _conversation(actor, mention)
    return InContext(
        mention=mention,
        parent=_parent(actor, mention, thread),
        thread=[each for each in thread if not mention.reply_to or each.external_id != mention.reply_to],
        thread_size=size,
        by_author=_by_author(actor, mention),
    )


def access_mentions_by(actor: Actor, author_id: str) -> QuerySet[Mention]:
    """Return the mentions an author wrote, newest first; nobody's when the author is not known."""
    mentions = access_mentions(actor)
    if not author_id:
        return mentions.none()
    return mentions.filter(author_id=author_id).order_by(Unindexed("published_at").desc(), "-pk")


def _conversation(actor: Actor, mention: Mention) -> tuple[list[Mention], int]:
    """Return the first of the other mentions of the same thread and of the replies to this one, and how many there are.

    Two queries, ordered out of the planner's sight: else SQLite would walk all mentions by time.
    """
    found: dict[int, Mention] = {}
    size = 0
    for field, value in (("thread_id", mention.thread_id), ("reply_to", mention.external_id)):
        if not value:
            continue
        part = access_mentions(actor).filter(**{field: value}, source=mention.source).exclude(pk=mention.pk)
        some = list(part.defer("extra").order_by(Unindexed("published_at"), "pk")[: _LONGEST_THREAD + 1])
        size += part.count() if len(some) > _LONGEST_THREAD else sum(each.pk not in found for each in some)
        found |= {each.pk: each for each in some}
    in_order = sorted(
        found.values(), key=lambda each: (each.published_at is None, each.published_at, each.pk)
    )
    return in_order[:_LONGEST_THREAD], size


def _parent(actor: Actor, mention: Mention, thread: list[Mention]) -> Mention | None:
    """Return what the mention replies to."""
    if not mention.reply_to:
        return None
    for each in thread:
        if each.external_id == mention.reply_to:
            return each
    return access_mentions(actor).filter(external_id=mention.reply_to, source=mention.source).first()


def _by_author(actor: Actor, mention: Mention) -> int:
    return access_mentions(actor).filter(author_id=mention.author_id).count() if mention.author_id else 0


def access_counts_by_author(actor: Actor, author_ids: Iterable[str]) -> dict[str, int]:
    """Return how many mentions each of some authors wrote, in one query; authors without any are left out."""
    wanted = {author_id for author_id in author_ids if author_id}
    found = access_mentions(actor).filter(author_id__in=wanted).order_by().values_list("author_id")
    return dict(found.annotate(n=Count("pk")))
