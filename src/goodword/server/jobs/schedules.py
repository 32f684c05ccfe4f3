"""What the jobs app does by itself."""

from datetime import time

from .schedule import Schedule, register
from .tasks import prune_jobs

register(Schedule(name="jobs.prune", task=prune_jobs, at=time(3, 10)))
