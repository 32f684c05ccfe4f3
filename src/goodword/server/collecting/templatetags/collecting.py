"""Gaps in the words of a page."""

from typing import Any

from django import template

from ..words import gap_said

register = template.Library()


@register.simple_tag
def gap_sentence(gap: Any) -> str:
    """Say a gap as a sentence without its full stop."""
    return gap_said(gap)
