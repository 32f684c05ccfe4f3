"""Two versions of a query side by side: which texts came in, and which fell out."""

from dataclasses import dataclass

from goodword.server.accounts.facade import Actor

from ..rows import Row
from .dry_run import sample_rows
from .found import Found, Mentions

_SHOWN = 20
_SEED = 21


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two queries find: how many both, how many only one of them, and some of those."""

    before: str
    after: str
    both: int
    entered: int
    left: int
    entered_rows: list[Row]
    left_rows: list[Row]


def access_comparison(actor: Actor, before: str, after: str) -> Comparison:
    """Return which of the brand's mentions the second query finds and the first does not, and the other way round."""
    mentions = Mentions(actor)
    one, other = mentions.found(before), mentions.found(after)
    came, went = Found(mentions, other.mask & ~one.mask), Found(mentions, one.mask & ~other.mask)
    return Comparison(
        before=before,
        after=after,
        both=one.within(other.mask).total,
        entered=came.total,
        left=went.total,
        entered_rows=sample_rows(actor, after, came.sample(_SHOWN, _SEED)),
        left_rows=sample_rows(actor, before, went.sample(_SHOWN, _SEED)),
    )
