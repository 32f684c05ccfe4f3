"""What Measure does by itself."""

from datetime import time, timedelta

from goodword.server.jobs.facade import Schedule, register

from .tasks import clear_measurements, measure_everywhere

register(Schedule(name="measuring.measure_everywhere", task=measure_everywhere, every=timedelta(minutes=10)))
register(Schedule(name="measuring.clear_measurements", task=clear_measurements, at=time(4, 5)))
