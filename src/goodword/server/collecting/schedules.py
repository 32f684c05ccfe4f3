"""What collecting does by itself."""

from datetime import time, timedelta

from goodword.server.jobs.facade import Schedule, register

from .tasks import clear_old_runs, look_for_due

register(Schedule(name="collecting.look_for_due", task=look_for_due, every=timedelta(minutes=1)))
register(Schedule(name="collecting.clear_old_runs", task=clear_old_runs, at=time(3, 50)))
