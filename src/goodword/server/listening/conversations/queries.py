"""Reads of the conversations: which there are, and one of them as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from goodword.core.vocabulary import Sentiment
from goodword.server.accounts.facade import Actor

from ..models import Mention
from ..queries import access_mention, access_mentions
from .tree import Item, Line, Tree, tree_of

SHOWN = 200
_LISTED = 100
_MOST = 200_000  # items of one conversation that are looked at
SORTS = ("latest", "longest", "unfavourable")


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation in the list: any of its mentions to open it by, and how it went."""

    pk: int
    title: str
    language: str
    source: str
    mentions: int
    authors: int
    unfavourable: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree with its mention; none where it was never collected."""

    line: Line
    mention: Mention | None


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: its shape, and the part of it that is shown, from `start` on."""

    opened: Mention
    tree: Tree
    branches: list[Branch]
    start: int

    @property
    def following(self) -> int | None:
        """Where the next part begins; None at the end."""
        after = self.start + SHOWN
        return after if after < len(self.tree.lines) else None

    @property
    def preceding(self) -> int | None:
        """Where the part before begins; None at the beginning."""
        return max(0, self.start - SHOWN) if self.start else None


def access_conversations(actor: Actor, sort: str = SORTS[0]) -> tuple[list[Conversation], int]:
    """Return up to a hundred conversations of two mentions or more, and how many there are in all."""
    orders = {"latest": ("-last",), "longest": ("-n",), "unfavourable": ("-bad", "-n")}
    bad = Q(sentiment=Sentiment.UNFAVOURABLE.value)
    found = (
        access_mentions(actor).exclude(thread_id="").order_by().values("thread_id", "source")
        .annotate(n=Count("pk"), authors=Count("author_id", distinct=True), bad=Count("pk", filter=bad),
                  first=Min("published_at"), last=Max("published_at"), some=Min("pk"))
        .filter(n__gt=1)
    )  # fmt: skip
    rows = list(found.order_by(*orders[sort], "thread_id", "source")[:_LISTED])
    total = len(rows) if len(rows) < _LISTED else found.count()
    return _listed(actor, rows), total


def _listed(actor: Actor, rows: Sequence[Any]) -> list[Conversation]:
    """Name each conversation by its first mention, or else by any of it."""
    firsts = access_mentions(actor).filter(external_id__in=[row["thread_id"] for row in rows])
    by_id = {(each.source, each.external_id): each for each in firsts.only(*_NAMING)}
    others = access_mentions(actor).in_bulk([row["some"] for row in rows])
    conversations = []
    for row in rows:
        mention = by_id.get((row["source"], row["thread_id"])) or others[row["some"]]
        title = " ".join((mention.title or mention.text).split())[:160]
        given = {"mentions": row["n"], "authors": row["authors"], "unfavourable": row["bad"]}
        conversations.append(
            Conversation(
                mention.pk,
                title,
                mention.language,
                row["source"],
                **given,
                first=row["first"],
                last=row["last"],
            )
        )
    return conversations


_NAMING = ("pk", "title", "text", "language", "source", "external_id")


def access_thread(actor: Actor, pk: int, start: int = 0) -> Thread:
    """Return the conversation a mention is part of: all of its shape, and the mentions of one part of it."""
    opened = access_mention(actor, pk)
    rows = (
        _members(actor, opened)
        .order_by()
        .values_list("pk", "external_id", "reply_to", "published_at")[:_MOST]
    )
    tree = tree_of(Item(*row) for row in rows)
    start = start if 0 <= start < len(tree.lines) else 0
    shown = tree.lines[start : start + SHOWN]
    mentions = (
        access_mentions(actor).defer("extra").in_bulk([line.key for line in shown if line.key is not None])
    )
    return Thread(opened, tree, [Branch(line, mentions.get(line.key or 0)) for line in shown], start)


def _members(actor: Actor, opened: Mention) -> QuerySet[Mention]:
    """Return the mentions of a conversation: those with its id, and the one whose own id that is."""
    root = opened.thread_id or opened.external_id
    inside = Q(pk=opened.pk)
    if root:
        inside |= Q(thread_id=root, source=opened.source) | Q(external_id=root, source=opened.source)
    return access_mentions(actor).filter(inside)
