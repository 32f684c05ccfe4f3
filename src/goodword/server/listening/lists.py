"""The list of mentions: what the explorer shows, the export writes and the API returns."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Intent, Origin, Sentiment, SourceType, Stimulus
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import (
    Column,
    DateRange,
    Facet,
    Fold,
    ListSpec,
    Sort,
    Words,
    register,
    term_label,
    term_labels,
)
from goodword.text.query.errors import LONGEST

from .aspects import unpacked
from .languages import language_name
from .memory import index_of
from .queries import access_mentions
from .search import matching
from .taxonomy import ASPECT, CAUSE, taxonomy
from .topics.queries import TopicNames

Rows = Any


def _searched(actor: Actor, rows: Rows, words: str) -> Rows:
    return rows.filter(matching(actor.brand_id, words))


def _folded(rows: Rows) -> Rows:
    """Leave out the copies of what is found; a copy whose original is not among it stands for itself."""
    return rows.filter(Q(copy_of=None) | ~Exists(rows.filter(pk=OuterRef("copy_of"))))


def _own_words(actor: Actor) -> dict[str, Words]:
    own = taxonomy(actor)
    return {
        "cause": Words(own.names(CAUSE), own.meanings(CAUSE)),
        "aspects": Words(own.names(ASPECT), own.meanings(ASPECT)),
        "topic": Words(TopicNames(actor.brand_id), {}),
    }


FACETS = (
    Facet(
        name="sentiment",
        label=term_label("sentiment"),
        labels=term_labels(Sentiment),
        blank=_("Not sure"),
        icons={**{each.value: each.value for each in Sentiment}, "": "question"},
    ),
    Facet(name="cause", label=term_label("cause"), blank=_("No cause given")),
    Facet(name="aspects", label=_("Aspects"), several=True, blank=_("No aspect found")),
    Facet(name="intent", label=term_label("intent"), labels=term_labels(Intent), blank=_("Not sure")),
    Facet(name="origin", label=term_label("origin"), labels=term_labels(Origin)),
    Facet(name="stimulus", label=term_label("stimulus"), labels=term_labels(Stimulus)),
    Facet(name="language", label=_("Language"), label_of=language_name, blank=_("Not known")),
    Facet(name="source_type", label=_("Kind of source"), labels=term_labels(SourceType)),
    Facet(name="source", label=term_label("source"), blank=_("Not named")),
    Facet(
        name="topic",
        label=_("Topic"),
        field="in_topic__topic",
        counted=False,
        numeric=True,
        nullable=True,
        blank=_("In no topic"),
    ),
    Facet(name="author_id", label=_("Author"), counted=False),
    Facet(name="copy_of", label=_("Copies of"), counted=False, numeric=True, nullable=True),
    Facet(name="read_by", label=_("Read by version"), counted=False, numeric=True),
    Facet(name="import_id", label=term_label("import"), counted=False, numeric=True, nullable=True),
    Facet(name="source_id", label=_("Collected by source"), counted=False, numeric=True, nullable=True),
)

COLUMNS = (
    Column(name="id", label=_("Number"), value=lambda m: m.pk, default=False, align="end"),
    Column(name="published_at", label=_("Published"), value=lambda m: m.published_at, sort="published_at"),
    Column(name="sentiment", label=term_label("sentiment"), value=lambda m: m.sentiment),
    Column(name="cause", label=term_label("cause"), value=lambda m: m.cause),
    Column(name="aspects", label=_("Aspects"), value=lambda m: ", ".join(unpacked(m.aspects)), default=False),
    Column(name="intent", label=term_label("intent"), value=lambda m: m.intent, default=False),
    Column(name="source", label=term_label("source"), value=lambda m: m.source),
    Column(name="source_type", label=_("Kind of source"), value=lambda m: m.source_type, default=False),
    Column(name="language", label=_("Language"), value=lambda m: m.language),
    Column(name="author", label=_("Author"), value=lambda m: m.author, default=False),
    Column(name="title", label=_("Title"), value=lambda m: m.title),
    Column(name="text", label=_("Text"), value=lambda m: m.text),
    Column(
        name="rating", label=_("Rating"), value=lambda m: m.rating, sort="rating", align="end", default=False
    ),
    Column(name="origin", label=term_label("origin"), value=lambda m: m.origin, default=False),
    Column(name="stimulus", label=term_label("stimulus"), value=lambda m: m.stimulus, default=False),
    Column(name="url", label=_("Address"), value=lambda m: m.url),
    Column(name="external_id", label=_("ID at the source"), value=lambda m: m.external_id, default=False),
    Column(name="author_id", label=_("Author’s ID"), value=lambda m: m.author_id, default=False),
    Column(name="thread_id", label=_("Thread"), value=lambda m: m.thread_id, default=False),
    Column(
        name="collected_at",
        label=_("Collected"),
        value=lambda m: m.collected_at,
        default=False,
        sort="collected_at",
    ),
)

MENTIONS = register(
    ListSpec(
        name="mentions",
        title=_("Mentions"),
        right=Right.MENTIONS_READ,
        rows=access_mentions,
        columns=COLUMNS,
        facets=FACETS,
        window=DateRange(label=_("Published"), field="published_at"),
        sorts=(
            Sort(
                name="published_at",
                label=_("Newest first"),
                key="published_at",
                nullable=True,
                reverse_label=_("Oldest first"),
            ),
            Sort(
                name="rating",
                label=_("Highest rating"),
                key="rating",
                nullable=True,
                reverse_label=_("Lowest rating"),
            ),
            Sort(name="collected_at", label=_("Last collected"), key="pk"),
        ),
        search=_searched,
        index=index_of,
        words=_own_words,
        fold=Fold("copies", _folded),
        search_hint=_('Words, "a phrase", -without, OR, NEAR/5, author:…'),
        longest_search=LONGEST,
        loaded=lambda rows: rows.defer("extra"),
        also=("mention",),
        route="mention-list",
        export_route="mention-export",
    )
)
