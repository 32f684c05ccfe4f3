"""The five kinds of record that come in as files: mentions, people, ties, events and survey answers."""

import re
import unicodedata
from functools import cache

from .answer_schema import ANSWER
from .event_schema import EVENT
from .mention_schema import MENTION
from .people_schemas import PERSON, TIE
from .problems import problem
from .schema_types import RecordSchema

__all__ = [
    "ANSWER",
    "EVENT",
    "MENTION",
    "PERSON",
    "SCHEMAS",
    "TIE",
    "known_headers",
    "normal_header",
    "schema_for",
]

SCHEMAS = {schema.kind: schema for schema in (MENTION, PERSON, TIE, EVENT, ANSWER)}


def schema_for(kind: str) -> RecordSchema:
    """Return the schema of `mentions`, `people`, `graph`, `events` or `survey`; FileError for anything else.

    >>> schema_for("graph").fields[0].name
    'source'
    """
    try:
        return SCHEMAS[kind]
    except KeyError:
        raise problem("no_kind", kind=kind, listed=", ".join(SCHEMAS)) from None


def normal_header(text: str) -> str:
    """Return a header in lower case with single spaces between its words, camelCase taken apart.

    >>> normal_header("tweetCreated_AT "), normal_header("评论内容（必填）")
    ('tweet created at', '评论内容 必填')
    """
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@cache
def _known() -> frozenset[str]:
    return frozenset(
        normal_header(alias)
        for schema in SCHEMAS.values()
        for spec in schema.fields
        for alias in (spec.name, *spec.aliases)
    )


def known_headers(cell: str) -> bool:
    """Tell whether a cell is a header that some schema knows."""
    return normal_header(cell) in _known()
