"""A long import sets its connection up for itself and leaves it as it was."""

import pytest
from django.db import connection

from goodword.server.bulk.sqlite import for_a_long_import

NAMES = ("mmap_size", "cache_size", "wal_autocheckpoint", "busy_timeout")


def pragmas() -> list[int]:
    with connection.cursor() as cursor:
        return [(cursor.execute(f"PRAGMA {name}").fetchone() or (0,))[0] for name in NAMES]


@pytest.mark.django_db(transaction=True)
def test_a_long_import_leaves_the_connection_as_it_was():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is set up by the connection")
    before = pragmas()
    with for_a_long_import():
        during = pragmas()
    assert (during[2] > before[2], pragmas()) == (True, before)
