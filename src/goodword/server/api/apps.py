from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "goodword.server.api"
    label = "api"
