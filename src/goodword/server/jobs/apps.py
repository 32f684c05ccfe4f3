from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "goodword.server.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read every app's schedules, so that each worker knows what comes back when."""
        autodiscover_modules("schedules")
