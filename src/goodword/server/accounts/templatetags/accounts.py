"""What the pages of the accounts ask the installation."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sends_mail() -> bool:
    """Whether this installation can send e-mail."""
    return bool(settings.EMAIL_HOST)
