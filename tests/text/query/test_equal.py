"""Memory, SQLite's FTS5 and PostgreSQL find what a patient reader finds."""

import random
import sqlite3

from goodword.text.query import fts5_of, is_text, parse_query
from goodword.text.words import words

from . import naive


def test_memory_says_what_a_reader_says_of_ten_thousand_pairs():
    chance = random.Random(1)
    found = 0
    for number in range(10_000):
        query, given = naive.random_query(chance), naive.random_given(chance)
        source = naive.source(query)
        said = parse_query(source).matches(given.text, title=given.title, **given.fields)
        assert said == naive.holds(query, given), (number, source, given)
        found += said
    assert 2_000 < found < 8_000


def test_sqlite_finds_what_a_reader_finds_in_ten_thousand_pairs():
    chance = random.Random(2)
    given = [naive.random_given(chance) for _ in range(100)]
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE s USING fts5(title, text, content='', columnsize=0, tokenize='ascii')"
    )
    connection.executemany(
        "INSERT INTO s (rowid, title, text) VALUES (?, ?, ?)",
        [(number, words(each.title), words(each.text)) for number, each in enumerate(given)],
    )
    for _ in range(150):
        query = naive.random_query(chance, with_fields=False)
        tree = parse_query(naive.source(query)).tree
        assert is_text(tree)
        expression, is_out = fts5_of(tree)
        rows = {row for (row,) in connection.execute("SELECT rowid FROM s WHERE s MATCH ?", (expression,))}
        found = set(range(len(given))) - rows if is_out else rows
        wanted = {number for number, each in enumerate(given) if naive.holds(query, each)}
        assert found == wanted, (naive.source(query), expression)
