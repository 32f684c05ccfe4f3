"""The query language: what people type to find mentions, read once and asked of memory, SQLite and PostgreSQL alike."""

from .brandwatch import Imported, from_brandwatch
from .errors import SENTENCES, QueryError
from .fields import MENTION_FIELDS, Field, Fields, Kind, choice, fields_of
from .fts5 import fts5_of
from .nodes import All, Any, Between, Given, Near, Node, Not, Phrase, Same, is_text, wanted
from .query import Query, marks, parse_query
from .tsquery import presence_of, tsquery_of, uncertain_tsquery_of

__all__ = [
    "MENTION_FIELDS",
    "SENTENCES",
    "All",
    "Any",
    "Between",
    "Field",
    "Fields",
    "Given",
    "Imported",
    "Kind",
    "Near",
    "Node",
    "Not",
    "Phrase",
    "Query",
    "QueryError",
    "Same",
    "choice",
    "fields_of",
    "from_brandwatch",
    "fts5_of",
    "is_text",
    "marks",
    "parse_query",
    "presence_of",
    "tsquery_of",
    "uncertain_tsquery_of",
    "wanted",
]
