"""The fields of mentions as a query may ask for them, with a brand's own causes and aspects."""

from collections.abc import Iterable

from goodword.text.query import MENTION_FIELDS, Field, Fields, Kind
from goodword.text.query.fields import spelled

from .taxonomy import ASPECT, CAUSE, Taxonomy


def query_fields(own: Taxonomy) -> Fields:
    """Return the fields that a brand's queries may ask for."""
    return {**MENTION_FIELDS, **_named("cause", own, CAUSE), **_named("aspect", own, ASPECT)}


def _named(name: str, own: Taxonomy, kind: str) -> dict[str, Field]:
    names = MENTION_FIELDS[name].names
    field = Field(names, Kind.CHOICE, dict(_spellings(own, kind)))
    return dict.fromkeys(names, field)


def _spellings(own: Taxonomy, kind: str) -> Iterable[tuple[str, str]]:
    """Yield every accepted spelling of a brand's terms with the key it means now; keys go before names."""
    terms = own.every(kind)
    for term in reversed(terms):
        for name in (term.name_zh, term.name_en):
            if name:
                yield spelled(name), own.current(kind, term.key)
    for term in terms:
        yield spelled(term.key), own.current(kind, term.key)
