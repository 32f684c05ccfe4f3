from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "goodword.server.shell"
    label = "shell"
