"""What the pages of the accounts ask the installation."""

from django import template
from django.conf import settings

from goodword.server import environment, workspace
from goodword.server.accounts.rights import right_name

register = template.Library()


@register.filter
def rights_in_words(scopes: list[str]) -> str:
    """Return the rights of a token as its maker chose them."""
    return "; ".join(right_name(scope) for scope in scopes)


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
