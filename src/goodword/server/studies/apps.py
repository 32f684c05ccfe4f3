from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "goodword.server.studies"
    label = "studies"
