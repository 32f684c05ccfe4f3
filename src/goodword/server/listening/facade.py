"""What other apps may use of the mentions."""

from .actions import do_correct_labels, do_undo_correction
from .aspects import packed, unpacked
from .authors import account
from .collected import Collected, do_collect
from .collected_rows import Scope, rows_of
from .copies import Copies, CopyFinder, access_copies, access_copies_of
from .copy_words import copies_said
from .corrections import LABELS
from .forgetting import do_forget_mentions
from .highlights import Stretch, layered
from .intake import do_add_mentions
from .labels import (
    RANDOM_BELOW,
    RANDOM_SHARE,
    Told,
    access_labels,
    access_told,
    access_told_by_files,
    random_mentions,
    standing,
)
from .languages import language_name
from .lists import MENTIONS
from .mention_table import access_mention_table
from .models import Label, Mention, MentionVersion, Reading
from .queries import access_counts_by_author, access_mention, access_mentions, access_mentions_by
from .readings import (
    Batch,
    access_reading,
    do_prune_readings,
    do_store_readings,
    outdated_batch,
    outdated_count,
    unread_batch,
    unread_count,
)
from .sample import do_label_sample
from .saved.queries import access_saved_queries
from .saved.sample import do_add_rival_sample
from .search import marked_words, matching
from .summary import (
    DayOfMentions,
    access_authors,
    access_days_of_mentions,
    access_mention_total,
    access_unexplained,
)
from .tabs import tabs
from .taxonomy import ASPECT, CAUSE, Taxonomy, Term, shipped_taxonomy, taxonomy, taxonomy_of
from .term_counts import TermCounts, access_term_counts
from .terms import do_add_term, do_merge_terms, do_rename_term, do_retire_term, do_unmerge_term
from .text_index import forget, index_new
from .texts import offset_of_text, reading_text
from .topics.tasks import ask_first_topics
from .versions import access_versions
from .voice.queries import ShareOfVoice, Voice, access_share_of_voice

__all__ = [
    "ASPECT",
    "CAUSE",
    "LABELS",
    "MENTIONS",
    "RANDOM_BELOW",
    "RANDOM_SHARE",
    "Batch",
    "Collected",
    "Copies",
    "CopyFinder",
    "DayOfMentions",
    "Label",
    "Mention",
    "MentionVersion",
    "Reading",
    "Scope",
    "ShareOfVoice",
    "Stretch",
    "Taxonomy",
    "Term",
    "TermCounts",
    "Told",
    "Voice",
    "access_authors",
    "access_copies",
    "access_copies_of",
    "access_counts_by_author",
    "access_days_of_mentions",
    "access_labels",
    "access_mention",
    "access_mention_table",
    "access_mention_total",
    "access_mentions",
    "access_mentions_by",
    "access_reading",
    "access_saved_queries",
    "access_share_of_voice",
    "access_term_counts",
    "access_told",
    "access_told_by_files",
    "access_unexplained",
    "access_versions",
    "account",
    "ask_first_topics",
    "copies_said",
    "do_add_mentions",
    "do_add_rival_sample",
    "do_add_term",
    "do_collect",
    "do_correct_labels",
    "do_forget_mentions",
    "do_label_sample",
    "do_merge_terms",
    "do_prune_readings",
    "do_rename_term",
    "do_retire_term",
    "do_store_readings",
    "do_undo_correction",
    "do_unmerge_term",
    "forget",
    "index_new",
    "language_name",
    "layered",
    "marked_words",
    "matching",
    "offset_of_text",
    "outdated_batch",
    "outdated_count",
    "packed",
    "random_mentions",
    "reading_text",
    "rows_of",
    "shipped_taxonomy",
    "standing",
    "tabs",
    "taxonomy",
    "taxonomy_of",
    "unpacked",
    "unread_batch",
    "unread_count",
]
