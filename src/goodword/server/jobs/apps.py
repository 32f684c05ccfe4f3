from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "goodword.server.jobs"
    label = "jobs"
