from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "goodword.server.tracking"
    label = "tracking"
