from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "goodword.server.listening"
    label = "listening"
