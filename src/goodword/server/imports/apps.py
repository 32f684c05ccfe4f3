from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "goodword.server.imports"
    label = "imports"
