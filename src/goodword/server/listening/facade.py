"""What other apps may use of the mentions."""

from .forgetting import do_forget_mentions
from .intake import do_add_mentions
from .languages import language_name
from .lists import MENTIONS
from .queries import access_counts_by_author, access_mention, access_mentions, access_mentions_by
from .search import forget, index_new, marked_words, matching
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
    "do_add_mentions",
    "do_forget_mentions",
    "forget",
    "index_new",
    "language_name",
    "marked_words",
    "matching",
]
