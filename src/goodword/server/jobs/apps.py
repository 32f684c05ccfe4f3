from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django_tasks.signals import log_task_finished, task_finished


class JobsConfig(AppConfig):
    name = "goodword.server.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read every app's schedules, so that each worker knows what comes back when."""
        autodiscover_modules("schedules")
        # It logs the traceback of the exception being handled, and a job is recorded when none is any more.
        task_finished.disconnect(log_task_finished)
