"""The full-text index of the mentions, kept beside them: whatever adds or removes mentions tells it in the same transaction.

SQLite keeps a contentless FTS5 table, PostgreSQL a table of tsvectors; both hold the words that `goodword.text.words`
reads, so that the same query finds the same mentions on either. PostgreSQL's index knows which words a mention has, and
belongs to a table of nothing but ids: thousands of them are fetched with a few pages. Where places count, the tsvectors
of what it finds are asked.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from goodword.server.bulk import Ids
from goodword.server.bulk.postgresql import copy_rows
from goodword.server.bulk.sqlite import bare_connection
from goodword.text.words import words

from .models import Mention
from .tsvectors import tsvector

_TABLES = ("listening_presence", "listening_search")
_AT_A_TIME = 5_000
Texts = Sequence[str]


def index_new(ids: Ids, titles: Any, texts: Any) -> None:
    """Put new mentions into the index: their ids (int64, rising), titles and texts (Arrow strings, no nulls)."""
    if len(ids):
        _index(ids.tolist(), titles.to_pylist(), texts.to_pylist())


def _index(ids: Sequence[int], titles: Texts, texts: Texts) -> None:
    if connection.vendor == "postgresql":
        vectors = [tsvector(*pair) for pair in zip(_split(titles), _split(texts), strict=True)]
        keys = pa.array(ids)
        copy_rows("listening_search", pa.table({"mention_id": keys, "tokens": vectors}))
        copy_rows("listening_presence", pa.table({"mention_id": keys}))
        return
    rows = zip(ids, map(words, titles), map(words, texts), strict=True)
    with connection.wrap_database_errors:
        bare_connection().executemany(
            "INSERT INTO listening_search (rowid, title, text) VALUES (?, ?, ?)", rows
        )


def _split(texts: Texts) -> Iterator[list[str]]:
    return (words(text).split() if text else [] for text in texts)


def forget(ids: Sequence[int]) -> None:
    """Take mentions out of the index; call it before they are deleted: SQLite needs their text once more."""
    for start in range(0, len(ids), _AT_A_TIME):
        some = ids[start : start + _AT_A_TIME]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in _TABLES:
                    cursor.execute(f"DELETE FROM {table} WHERE mention_id = ANY(%s)", [list(some)])  # noqa: S608
        else:
            _forget_sqlite(some)


def _forget_sqlite(ids: Sequence[int]) -> None:
    rows = Mention.objects.filter(pk__in=ids).values_list("pk", "title", "text")
    with connection.wrap_database_errors:
        bare_connection().executemany(
            "INSERT INTO listening_search (listening_search, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            [(key, words(title), words(text)) for key, title, text in rows],
        )


def rebuild() -> int:
    """Make the whole index anew in one transaction (after a change of `words`); return how many mentions it holds."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for table in _TABLES:
                    cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            else:
                cursor.execute("INSERT INTO listening_search (listening_search) VALUES ('delete-all')")
        return sum(_index_again(rows) for rows in _all_mentions())


def _all_mentions() -> Iterator[list[tuple[int, str, str]]]:
    last = 0
    every = Mention.objects.order_by("pk").values_list("pk", "title", "text")
    while rows := list(every.filter(pk__gt=last)[:_AT_A_TIME]):
        yield rows
        last = rows[-1][0]


def _index_again(rows: list[tuple[int, str, str]]) -> int:
    _index(*zip(*rows, strict=True))
    return len(rows)
