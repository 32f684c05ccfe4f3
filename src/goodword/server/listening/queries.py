"""Reads of what people say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import Mention

_LONGEST_THREAD = 50


@dataclass(frozen=True, slots=True)
class Reading:
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


def access_reading(actor: Actor, pk: int) -> Reading:
    """Return one mention with its conversation, in a fixed number of queries."""
    mention = access_mention(actor, pk)
    conversation = _conversation(actor, mention)
    thread = list(conversation.order_by("published_at", "pk")[: _LONGEST_THREAD + 1])
    size = len(thread) if len(thread) <= _LONGEST_THREAD else conversation.count()
    return Reading(
        mention=mention,
        parent=_parent(actor, mention, thread),
        thread=[
            each
            for each in thread[:_LONGEST_THREAD]
            if each.external_id != mention.reply_to or not mention.reply_to
        ],
        thread_size=size,
        by_author=_by_author(actor, mention),
    )


def access_mentions_by(actor: Actor, author_id: str) -> QuerySet[Mention]:
    """Return the mentions an author wrote, newest first; nobody's when the author is not known."""
    mentions = access_mentions(actor)
    return (
        mentions.filter(author_id=author_id).order_by("-published_at", "-pk")
        if author_id
        else mentions.none()
    )


def _conversation(actor: Actor, mention: Mention) -> QuerySet[Mention]:
    """Return the other mentions of the same thread at the same source, and the replies to this one."""
    same = Q(pk__in=[])
    if mention.thread_id:
        same |= Q(thread_id=mention.thread_id, source=mention.source)
    if mention.external_id:
        same |= Q(reply_to=mention.external_id, source=mention.source)
    return access_mentions(actor).filter(same).exclude(pk=mention.pk).defer("extra")


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
