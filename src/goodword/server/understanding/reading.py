"""Reading a brand's mentions, batch by batch: what is new first, then what another version has read.

Each batch is written in one transaction together with who read it, so that a job that is killed goes on where it
stopped, and a version that comes into force in between reads from the next batch on.
"""

from collections.abc import Callable
from contextlib import nullcontext

import pyarrow as pa

from goodword.server.bulk.sqlite import for_a_long_import
from goodword.server.listening.facade import (
    CopyFinder,
    do_prune_readings,
    do_store_readings,
    outdated_batch,
    outdated_count,
    unread_batch,
    unread_count,
)

from .models import Learning
from .readers import reader_of, version_in_force

BATCH = 2_000
_MANY = 20_000

OnRead = Callable[[int, int], None]


def read_pending(brand_id: int, *, on_read: OnRead = lambda _done, _total: None) -> int:
    """Read everything that waits for the version in force; return how many mentions.

    `on_read` is told after each batch how many are done, and of how many.
    """
    new = unread_count(brand_id)
    total = new + outdated_count(brand_id, reader_of(brand_id).version.pk)
    finder = CopyFinder(brand_id, expected=new)
    done = 0
    with for_a_long_import() if total > _MANY else nullcontext():
        while read := _read_batch(brand_id, finder):
            done += read
            on_read(done, max(done, total))
    do_prune_readings(brand_id, keep=versions_compared(brand_id))
    return done


def waits(brand_id: int) -> bool:
    """Whether a brand has mentions that nobody or another version has read."""
    return bool(unread_count(brand_id) or outdated_count(brand_id, version_in_force(brand_id).pk))


def _read_batch(brand_id: int, finder: CopyFinder) -> int:
    in_force = reader_of(brand_id)
    version = in_force.version.pk
    batch = unread_batch(brand_id, finder, BATCH) or outdated_batch(brand_id, version, BATCH)
    if batch is None:
        return 0
    read = in_force.reader.read_table(pa.table({"text": pa.array(batch.texts, pa.string())}))
    do_store_readings(brand_id, version, batch, read)
    return len(batch.ids)


def versions_compared(brand_id: int) -> tuple[int, int]:
    """Return the version in force and the one before it (0: none): whose readings are kept."""
    learning = Learning.objects.filter(brand_id=brand_id).first()
    return version_in_force(brand_id).pk, learning.version_before if learning else 0
