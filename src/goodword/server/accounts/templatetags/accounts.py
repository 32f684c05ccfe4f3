"""What the pages of the accounts ask the installation."""

from django import template
from django.conf import settings

from goodword.server import environment, workspace

register = template.Library()


@register.simple_tag
def sends_mail() -> bool:
    """Whether this installation can send e-mail."""
    return bool(settings.EMAIL_HOST)


@register.simple_tag
def sample_logins() -> list[workspace.SampleLogin]:
    """Return who can sign in with one click; nobody unless `goodword demo` runs this console."""
    return workspace.logins() if environment.flag("GOODWORD_DEMO") and workspace.exists() else []


@register.simple_tag
def sample_password() -> str:
    """Return the password of the sample's people."""
    return workspace.PASSWORD
