from django.apps import AppConfig


class AlertingConfig(AppConfig):
    name = "goodword.server.alerting"
    label = "alerting"
