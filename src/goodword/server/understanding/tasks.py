"""The jobs of reading and learning."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from goodword.server.accounts.facade import all_brands
from goodword.server.jobs.facade import enqueue, job, progress
from goodword.server.listening.facade import ask_first_topics

from . import readers
from .models import ModelVersion
from .reading import read_pending, waits
from .training import train


@job(title=_("Read mentions"), max_attempts=5, timeout_seconds=12 * 3600)
def read_mentions(brand_id: int) -> int:
    """Read what waits to be read; returns how many mentions. Killed and run again, it goes on where it stopped."""
    read = read_pending(brand_id, on_read=_tell)
    if read:
        ask_first_topics(brand_id)
    return read


@job(title=_("Teach the model"), max_attempts=3, timeout_seconds=3600)
def train_model(version_id: int) -> str:
    """Make a version, judge it, and let it read if it is not worse; returns what became of it."""
    version = ModelVersion.objects.get(pk=version_id)
    if version.state == ModelVersion.State.TRAINING:
        train(version)
    return str(version.state)


@job(title=_("Look for mentions to read"), max_attempts=3)
def look_for_mentions() -> int:
    """Queue reading where something waits: a request for it was lost, or the shipped model is another one now."""
    readers.register_shipped()
    waiting = [brand for brand in all_brands() if waits(brand.pk)]
    for brand in waiting:
        ask_reading(brand.pk)
    return len(waiting)


def ask_reading(brand_id: int) -> int:
    """Queue the reading of what waits, unless a job that will do it waits already; return the job's id."""
    return enqueue(read_mentions, brand_id, brand_id=brand_id, unless_waiting=True)


def _tell(done: int, total: int) -> None:
    progress(done / total, gettext_noop("%(done)s of %(total)s read"), done=done, total=total)
