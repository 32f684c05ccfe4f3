"""An effect that happens exactly once, however often the task that makes it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from goodword.core.ids import content_key

from .models import Effect


@contextmanager
def once(*key: object) -> Iterator[bool]:
    """Open a transaction and say whether this is the first time for the key.

    The key and what the block writes are committed together or not at all, and a second run with the same
    key, even at the same moment in another process, gets False once the first has committed:

        with once("reward", reward.pk) as first:
            if first:
                post_to_ledger(reward)

    What leaves the database (an e-mail, a call to another system) cannot be made exactly-once by anybody:
    send it with a key the other side knows, or send it after the block and accept a rare second one.
    """
    table = connection.ops.quote_name(Effect._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, at) VALUES (%s, %s) ON CONFLICT DO NOTHING",  # noqa: S608 - no outside text
            [content_key(*key), connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        yield cursor.rowcount == 1
