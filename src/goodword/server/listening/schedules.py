"""What the mentions do by themselves."""

from datetime import time

from goodword.server.jobs.facade import Schedule, register

from .topics.tasks import look_for_topics

register(Schedule(name="listening.look_for_topics", task=look_for_topics, at=time(4, 20)))
