"""The mail setting: GOODWORD_MAIL names a server, or nothing is sent."""

from typing import Any
from urllib.parse import unquote, urlsplit

from goodword.core.errors import EnvironmentProblem


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's mail settings for `smtp://user:password@host:587` (`smtps://` for TLS from the first byte)."""
    if not url:
        return {"EMAIL_HOST": "", "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise EnvironmentProblem(
            "GOODWORD_MAIL is not understood. Write it as smtp://user:password@host:587."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }
