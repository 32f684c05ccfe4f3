"""Tags that draw what is counted of mentions: `{% load mentions %}`."""

from collections.abc import Mapping
from typing import Any

from django import template

from ..tones import split_of

register = template.Library()


@register.inclusion_tag("listening/split.html")
def tone_split(tones: Mapping[str, int]) -> dict[str, Any]:
    """Draw how mentions split by sentiment, as one line; the numbers are said to those who do not see it."""
    return {
        "split": split_of(tones),
        "tones": {each: tones.get(each, 0) for each in ("favourable", "neutral", "unfavourable")},
    }
