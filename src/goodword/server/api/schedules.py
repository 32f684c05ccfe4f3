"""What the API does by itself."""

from datetime import timedelta

from goodword.server.jobs.facade import Schedule, register

from .tasks import prune_answers

register(Schedule(name="api.prune_answers", task=prune_answers, every=timedelta(hours=6)))
