"""What the imports do by themselves."""

from datetime import time

from goodword.server.jobs.facade import Schedule, register

from .tasks import clear_uploads

register(Schedule(name="imports.clear_uploads", task=clear_uploads, at=time(3, 40)))
