"""Tags that draw a list's cells: `{% load lists %}`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodword.server.shell.components import UNKNOWN, moment, number
from goodword.server.shell.lists.parts import Cell

register = template.Library()


@register.simple_tag(takes_context=True)
def cell(context: Mapping[str, Any], row: Any, shown: Cell) -> SafeString | str:
    """Draw one value of a row: by its column's template, or as people read a value of its kind."""
    if shown.column.template:
        places = {"row": row, "value": shown.value, "column": shown.column, "actor": context["page"].actor}
        return render_to_string(shown.column.template, places)
    return _drawn(shown.value)


def _drawn(value: Any) -> SafeString | str:
    if value is None or value == "":
        return format_html('<span class="quiet">{}</span>', UNKNOWN)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime | date):
        return moment(value)
    return format_html("{}", value)
