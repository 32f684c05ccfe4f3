from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "goodword.server.accounts"
    label = "accounts"
