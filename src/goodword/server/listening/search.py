"""The full-text index of the mentions: kept beside them, searched by words, phrases and beginnings of words.

SQLite keeps a contentless FTS5 table, PostgreSQL a table of tsvectors under a GIN index; both hold the words
that `tokens` finds, so that the same query finds the same mentions on either. Whatever adds or removes
mentions calls `index_new` or `forget` in the same transaction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from goodword.server.bulk import Ids
from goodword.server.bulk.postgresql import copy_rows
from goodword.server.bulk.sqlite import bare_connection

from .models import Mention
from .tokens import positions, tokens

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_LONGEST_QUERY = 500
_MOST_TERMS = 32
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: its words must follow each other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    excluded: bool = False
    prefix: bool = False


def parse(query: str) -> tuple[Term, ...]:
    """Return what a query asks for: words, "phrases", -excluded ones and beginnings*; never raises.

    >>> parse('"my bag" -refund')
    (Term(words=('my', 'bag'), excluded=False, prefix=False),
     Term(words=('refund',), excluded=True, prefix=False))
    """
    clean = query[:_LONGEST_QUERY].encode("utf-8", "ignore").decode()
    found = _TERM.findall(clean)[:_MOST_TERMS]
    if not found:
        return ()
    words = tokens(pa.array([phrase or word for _, phrase, word in found], pa.string())).to_pylist()
    return tuple(
        Term(tuple(each.split()), minus == "-", word.endswith("*"))
        for (minus, _, word), each in zip(found, words, strict=True)
        if each.split()
    )


def matching(brand_id: int, query: str) -> Q:
    """Return the condition on a brand's mentions that a query makes; an empty query is met by all of them.

    All words must be there. A query of nothing that can be searched (only signs) is met by none.
    """
    of_brand = Q(brand_id=brand_id)
    if not query.strip():
        return of_brand
    terms = parse(query)
    wanted = [term for term in terms if not term.excluded]
    unwanted = [term for term in terms if term.excluded]
    if wanted:
        return of_brand & Q(pk__in=_found(_expression(wanted, unwanted)))
    if unwanted:
        return of_brand & ~Q(pk__in=_found(_any(unwanted)))
    return of_brand & Q(pk__in=[])


def marked_words(query: str) -> list[str]:
    """Return the words and phrases a query wants, as a page may mark them in a text.

    >>> marked_words('lost "my bag" -refund')
    ['lost', 'my bag']
    """
    return [" ".join(term.words) for term in parse(query) if not term.excluded]


def _found(expression: str) -> RawSQL:
    if connection.vendor == "postgresql":
        sql = "SELECT mention_id FROM listening_search WHERE tokens @@ %s::tsquery"
    else:
        sql = "SELECT rowid FROM listening_search WHERE listening_search MATCH %s"
    return RawSQL(sql, (expression,))  # noqa: S611 - the expression is a parameter, made of bare words


def _expression(wanted: Sequence[Term], unwanted: Sequence[Term]) -> str:
    if connection.vendor == "postgresql":
        return " & ".join([*map(_phrase, wanted), *(f"!({_phrase(term)})" for term in unwanted)])
    all_of = " AND ".join(map(_phrase, wanted))
    return f"({all_of}) NOT ({_any(unwanted)})" if unwanted else all_of


def _any(terms: Sequence[Term]) -> str:
    return (" | " if connection.vendor == "postgresql" else " OR ").join(map(_phrase, terms))


def _phrase(term: Term) -> str:
    """Write one term in the database's language; words hold neither quotation marks nor operators."""
    if connection.vendor == "postgresql":
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.prefix else ")")
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def index_new(ids: Ids, titles: Any, texts: Any) -> None:
    """Put new mentions into the index: their ids (int64, rising), titles and texts (Arrow strings)."""
    if len(ids) == 0:
        return
    words = _words(titles, texts)
    if connection.vendor == "postgresql":
        table = pa.table({"mention_id": pa.array(ids), "tokens": positions(words)})
        copy_rows("listening_search", table)
        return
    rows = zip(ids.tolist(), words.to_pylist(), strict=True)
    with connection.wrap_database_errors:
        bare_connection().executemany("INSERT INTO listening_search (rowid, tokens) VALUES (?, ?)", rows)


def forget(ids: Sequence[int]) -> None:
    """Take mentions out of the index; call it before they are deleted: SQLite needs their text once more."""
    for start in range(0, len(ids), _AT_A_TIME):
        some = ids[start : start + _AT_A_TIME]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM listening_search WHERE mention_id = ANY(%s)", [list(some)])
        else:
            _forget_sqlite(some)


def _forget_sqlite(ids: Sequence[int]) -> None:
    rows = list(Mention.objects.filter(pk__in=ids).values_list("pk", "title", "text"))
    if not rows:
        return
    keys, titles, texts = zip(*rows, strict=True)
    words = _words(pa.array(titles, pa.string()), pa.array(texts, pa.string())).to_pylist()
    with connection.wrap_database_errors:
        bare_connection().executemany(
            "INSERT INTO listening_search (listening_search, rowid, tokens) VALUES ('delete', ?, ?)",
            zip(keys, words, strict=True),
        )


def rebuild() -> int:
    """Make the whole index anew in one transaction (after a change of `tokens`); return how many."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DELETE FROM listening_search")
            else:
                cursor.execute("INSERT INTO listening_search (listening_search) VALUES ('delete-all')")
        return sum(_index_again(rows) for rows in _all_mentions())


def _all_mentions() -> Iterator[list[tuple[int, str, str]]]:
    last = 0
    while rows := list(
        Mention.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "title", "text")[:_AT_A_TIME]
    ):
        yield rows
        last = rows[-1][0]


def _index_again(rows: list[tuple[int, str, str]]) -> int:
    keys, titles, texts = zip(*rows, strict=True)
    ids = pa.array(keys, pa.int64()).to_numpy()
    index_new(ids, pa.array(titles, pa.string()), pa.array(texts, pa.string()))
    return len(rows)


def _words(titles: Any, texts: Any) -> pa.Array:
    """Return what is indexed of mentions: the words of the title, then those of the text."""
    if pc.all(pc.equal(titles, "")).as_py():
        return tokens(texts)
    return tokens(pc.binary_join_element_wise(titles, texts, "\n"))
