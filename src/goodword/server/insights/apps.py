from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "goodword.server.insights"
    label = "insights"
