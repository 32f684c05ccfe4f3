from django.apps import AppConfig


class TalkersConfig(AppConfig):
    name = "goodword.server.talkers"
    label = "talkers"
