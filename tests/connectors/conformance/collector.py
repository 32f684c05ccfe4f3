"""A process that collects a forum into SQLite: mentions and cursor in one transaction. Run: collector.py URL PLACE FILE"""

import json
import sqlite3
import sys

from tests.connectors.conformance.forum import Good

from goodword.connectors.net import GuardedNet, Rate


def collect(url: str, place: str, file: str) -> None:
    store = sqlite3.connect(file, isolation_level=None)
    store.execute("CREATE TABLE IF NOT EXISTS mention (id TEXT PRIMARY KEY, text TEXT)")
    store.execute("CREATE TABLE IF NOT EXISTS place (only INTEGER PRIMARY KEY, cursor TEXT)")
    with GuardedNet(allow=[place], rate=Rate(10_000, 10_000)) as net:
        more = True
        while more:
            row = store.execute("SELECT cursor FROM place").fetchone()
            pull = Good(url, net).pull(json.loads(row[0]) if row else {})
            print("pulled", flush=True)
            store.execute("BEGIN IMMEDIATE")
            for one in pull.mentions:
                store.execute("INSERT OR REPLACE INTO mention VALUES (?, ?)", (one.native_id, one.text))
            print("half kept", flush=True)
            store.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (json.dumps(pull.cursor),))
            store.execute("COMMIT")
            more = pull.more


if __name__ == "__main__":
    collect(*sys.argv[1:])
