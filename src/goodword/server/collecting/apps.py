from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "goodword.server.collecting"
    label = "collecting"
