from django.apps import AppConfig


class UnderstandingConfig(AppConfig):
    name = "goodword.server.understanding"
    label = "understanding"
