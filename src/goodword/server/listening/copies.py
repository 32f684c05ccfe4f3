"""Copies folded: mentions that say nearly the same as an earlier one, found as they come in, told in one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from goodword.server.accounts.facade import Actor
from goodword.server.bulk import Ids
from goodword.server.shell.lists.keyset import Unindexed

from .authors import account
from .models import Mention
from .queries import access_mentions
from .texts import reading_text

# New mentions are compared with the originals collected just before them: twenty for each new one, within bounds.
LEAST_WINDOW, MOST_WINDOW = 2_000, 30_000
_PER_NEW = 20
_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Copies:
    """What came after an original: how many copies, from how many accounts with it, within how many seconds."""

    count: int
    accounts: int
    first: datetime | None
    last: datetime | None

    @property
    def seconds(self) -> int | None:
        """The time from the first to the last of them; None when their moments are not known."""
        return round((self.last - self.first).total_seconds()) if self.first and self.last else None


def access_copies(actor: Actor, ids: Iterable[int]) -> dict[int, Copies]:
    """Return what was copied of some mentions, in one query; those without copies are left out."""
    wanted = list(ids)
    accounts = Count(NullIf(account(), Value("")), distinct=True)
    of_brand = access_mentions(actor).values("pk")
    both = of_brand.filter(copy_of__in=wanted).union(of_brand.filter(pk__in=wanted, copy_of=None))
    found = (
        # By ids alone: asked for the brand again, SQLite would go through all of it.
        Mention.objects.filter(pk__in=both)
        .order_by()
        .values_list(Coalesce("copy_of", "pk", output_field=BigIntegerField()))
        .annotate(n=Count("pk"), accounts=accounts, first=Min("published_at"), last=Max("published_at"))
    )
    return {pk: Copies(n - 1, accounts, first, last) for pk, n, accounts, first, last in found if n > 1}


def access_copies_of(actor: Actor, pk: int) -> QuerySet[Mention]:
    """Return the copies of a mention, the first first."""
    return access_mentions(actor).filter(copy_of=pk).order_by("pk")


@dataclass(slots=True)
class CopyFinder:
    """Finds the originals of a brand's new mentions, batch by batch, in bounded memory.

    What is compared reaches back over the last originals, not over everything ever collected; a copy that comes
    after thousands of other mentions counts as new.
    """

    brand_id: int
    expected: int  # how many new ones there are, about
    moved: list[tuple[int, int]] = field(default_factory=list)
    _index: Any = None

    def originals(self, ids: Ids, texts: list[str]) -> Ids:
        """Return for each new mention (ids rising) the id of the first that says the same, mostly its own, int64 (n,).

        `moved` then holds older originals that turned out to be copies: (its id, its original's).
        """
        if self._index is None or len(self._index) > 3 * self._window:
            self._begin()
        found: Ids = self._index.add(ids, texts)
        self.moved = list(self._index.merged)
        return found

    @property
    def _window(self) -> int:
        return min(MOST_WINDOW, max(LEAST_WINDOW, _PER_NEW * self.expected))

    def _begin(self) -> None:
        from goodword.text import DuplicateIndex  # compiled code: only where it is needed

        self._index = DuplicateIndex()
        # What was read already, and has words: an edited mention is read again, however old it is.
        originals = Mention.objects.filter(brand_id=self.brand_id, copy_of=None)
        originals = originals.alias(reader=Unindexed("read_by")).filter(reader__gt=0)
        recent = list(originals.order_by("-pk").values_list("pk", flat=True)[: self._window])
        for start in range(len(recent), 0, -_AT_A_TIME):
            some = recent[max(0, start - _AT_A_TIME) : start]
            rows = Mention.objects.filter(pk__in=some).order_by("pk").values_list("pk", "title", "text")
            keys, texts = zip(*((pk, reading_text(title, text)) for pk, title, text in rows), strict=True)
            self._index.add(np.array(keys, np.int64), list(texts))


def write_moved(moved: Iterable[tuple[int, int]]) -> None:
    """Make older originals copies of what they turned out to copy, and with them their own copies."""
    for was, now in moved:
        Mention.objects.filter(Q(pk=was) | Q(copy_of=was)).update(copy_of=now)


__all__ = ["Copies", "CopyFinder", "access_copies", "access_copies_of", "write_moved"]
