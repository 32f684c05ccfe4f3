"""What reading does by itself."""

from datetime import timedelta

from goodword.server.jobs.facade import Schedule, register

from .tasks import look_for_mentions

register(Schedule(name="understanding.look_for_mentions", task=look_for_mentions, every=timedelta(hours=1)))
