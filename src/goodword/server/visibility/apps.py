from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "goodword.server.visibility"
    label = "visibility"
