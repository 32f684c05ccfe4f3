from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "goodword.server.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Follow what people change on allauth's pages."""
        from .own_account import listen

        listen()
