from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "goodword.server.audit"
    label = "audit"
