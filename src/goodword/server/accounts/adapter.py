"""How sign-in behaves here: by invitation only, second-factor secrets encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from goodword.server.sealing import opened, sealed

_PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; members are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users are known by their address and have no user name."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second-factor secrets are unreadable to whoever only has the database."""

    def encrypt(self, text: str) -> str:
        return sealed(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text, _PURPOSE)
