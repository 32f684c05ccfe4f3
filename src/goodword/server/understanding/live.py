"""What the model's jobs do right now: a version that is being made, and mentions that are being read."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from goodword.server.accounts.facade import Actor
from goodword.server.jobs.facade import JobStatus, job_status, latest_job, workers_alive
from goodword.server.listening.facade import Taxonomy

from .models import ModelVersion
from .queries import ReadingProgress, access_progress
from .sentences import reasons_in_words
from .tasks import train_model

State = ModelVersion.State
_NEWS = timedelta(days=1)


class Live:
    """The part of the model page that is asked for again while something moves."""

    def __init__(self, actor: Actor, own: Taxonomy) -> None:
        self._actor, self._own = actor, own

    @cached_property
    def newest(self) -> ModelVersion | None:
        """The newest version of the brand's own."""
        return ModelVersion.objects.filter(brand_id=self._actor.brand_id).order_by("-number").first()

    @cached_property
    def training(self) -> JobStatus | None:
        """The job that makes a version, while it has not ended."""
        if self.newest is None or self.newest.state != State.TRAINING:
            return None
        running = latest_job(train_model, self._actor.brand_id)
        return job_status(running) if running else None

    @property
    def verdict(self) -> list[str]:
        """Why the newest version was refused, or which tasks it left as they were."""
        return reasons_in_words(self.newest, self._own) if self.newest else []

    @property
    def is_fresh(self) -> bool:
        """Whether the newest version was accepted within a day, so that it is news."""
        began = self.newest.in_force_at if self.newest and self.newest.state == State.IN_FORCE else None
        return began is not None and timezone.now() - began < _NEWS

    @cached_property
    def reading(self) -> ReadingProgress:
        """How far the version in force has read."""
        return access_progress(self._actor)

    @property
    def is_moving(self) -> bool:
        """Whether the part will look otherwise in a moment."""
        is_read = self.reading.job is not None and not self.reading.job.is_finished
        return bool(self.training and not self.training.is_finished) or (is_read and bool(self.reading.left))

    @property
    def no_worker(self) -> bool:
        """Whether work waits and nobody does it."""
        return self.is_moving and not workers_alive()
