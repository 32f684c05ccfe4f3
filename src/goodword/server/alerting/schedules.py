"""What the alerts do by themselves."""

from datetime import time, timedelta

from goodword.server.jobs.facade import Schedule, register

from .tasks import clear_old_messages, look_everywhere

register(Schedule(name="alerting.look_everywhere", task=look_everywhere, every=timedelta(minutes=10)))
register(Schedule(name="alerting.clear_old_messages", task=clear_old_messages, at=time(3, 55)))
