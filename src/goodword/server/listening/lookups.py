"""What the full-text index is asked for a part of a query that is words alone."""

from dataclasses import dataclass

from django.db import connection

from goodword.text.query import Node, Not, fts5_of, presence_of, tsquery_of

_SQLITE = "SELECT rowid AS id FROM listening_search WHERE listening_search MATCH %s"
_PRESENCE = (
    "SELECT mention_id AS id FROM listening_presence WHERE listening_tokens(mention_id) @@ %s::tsquery"
)
# As an array, so that the planner looks up what the index found and does not go through every tsvector.
_AMONG = "SELECT mention_id AS id FROM listening_search WHERE mention_id = ANY (ARRAY({})) AND tokens @@ %s::tsquery"
_PLACES = _AMONG.format(_PRESENCE)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The query that gives the ids of mentions; with `is_out`, of those that are ruled out."""

    sql: str
    values: tuple[str, ...]
    is_out: bool


def lookup(node: Node) -> Lookup:
    """Return what finds the mentions with the words that a tree asks for, whichever brand's they are."""
    if connection.vendor != "postgresql":
        expression, is_out = fts5_of(node)
        return Lookup(_SQLITE, (expression,), is_out)
    expression, is_out = tsquery_of(node)
    presence, is_told = presence_of(Not(node) if is_out else node)
    if is_told:
        return Lookup(_PRESENCE, (presence,), is_out)
    return Lookup(_PLACES, (presence, expression), is_out)
