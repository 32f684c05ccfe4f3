"""The few long texts of which PostgreSQL's index does not know every place of a word: read again in memory."""

from django.db import connection
from django.db.models import Q

from goodword.text.query import Node, uncertain_tsquery_of
from goodword.text.query.matching import Document, matcher

_UNSURE = """
    SELECT mention.id, mention.title, mention.text FROM listening_presence AS kept
    JOIN listening_mention AS mention ON mention.id = kept.mention_id
    WHERE mention.brand_id = %s AND listening_tokens(kept.mention_id) @@ %s::tsquery
"""


def told_apart(brand_id: int, node: Node, found: Q) -> Q:
    """Return what the index finds for a part of words alone, put right where it cannot be sure."""
    unsure, right = unsure_and_right(brand_id, node)
    return (found & ~Q(pk__in=unsure)) | Q(pk__in=right) if unsure else found


def unsure_and_right(brand_id: int, node: Node) -> tuple[list[int], list[int]]:
    """Return the ids of a brand's mentions that the index cannot tell, and of those among them that are right."""
    expression = uncertain_tsquery_of(node) if connection.vendor == "postgresql" else ""
    if not expression:
        return [], []
    with connection.cursor() as cursor:
        cursor.execute(_UNSURE, [brand_id, expression])
        rows = cursor.fetchall()
    matches = matcher(node)
    right = [key for key, title, text in rows if matches(Document.of(text, {"title": title}))]
    return [key for key, _, _ in rows], right
