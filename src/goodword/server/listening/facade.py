"""What other apps may use of the mentions."""

from .lists import MENTIONS, language_name
from .queries import access_counts_by_author, access_mention, access_mentions, access_mentions_by
from .summary import (
    DayOfMentions,
    access_authors,
    access_days_of_mentions,
    access_mention_total,
    access_unexplained,
)

__all__ = [
    "MENTIONS",
    "DayOfMentions",
    "access_authors",
    "access_counts_by_author",
    "access_days_of_mentions",
    "access_mention",
    "access_mention_total",
    "access_mentions",
    "access_mentions_by",
    "access_unexplained",
    "language_name",
]
