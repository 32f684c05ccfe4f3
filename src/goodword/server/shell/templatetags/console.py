"""The console's components as template tags: `{% load console %}`; see docs/reference/components.md."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from goodword.server.shell import components
from goodword.server.shell.charts import Chart, ShareBar
from goodword.server.shell.numbers import Change, Number
from goodword.server.shell.point_chart import PointChart

register = template.Library()

for _tag in (
    components.icon,
    components.sentiment,
    components.number,
    components.share,
    components.moment,
    components.badge,
    components.keys,
    components.sparkline,
):
    register.simple_tag(_tag)

register.inclusion_tag("components/field.html")(components.field)
register.inclusion_tag("components/steps.html")(components.steps)
register.inclusion_tag("components/progress.html")(components.progress)
register.inclusion_tag("components/diff.html")(components.diff)


@register.simple_tag
def chart(picture: Chart | PointChart | ShareBar) -> SafeString:
    """Draw a picture with its table, its n and window, and its downloads."""
    if isinstance(picture, ShareBar):
        return render_to_string("components/share_bar.html", {"picture": picture})
    places = {"picture": picture, "id": f"chart-{uuid4().hex[:8]}", "spec": _json(picture.to_spec())}
    return render_to_string("components/chart.html", places)


def _json(value: Any) -> str:
    """Write data for a script; it stands in a <template>, since fragments of pages are cleared of every <script>."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


@register.inclusion_tag("components/stat.html")
def stat(
    number: Number, change: Change | None = None, url: str = "", trend: Iterable[float | None] | None = None
) -> dict[str, Any]:
    """Show a number with its change; it opens its card, and `url` leads to what lies behind it."""
    return {"number": number, "change": change, "url": url, "trend": trend}


@register.inclusion_tag("components/number_card.html")
def number_card(number: Number) -> dict[str, Any]:
    """Show everything one must know about a number."""
    return {"number": number}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[components.Tab], label: str) -> dict[str, Any]:
    """Show tabs; `label` says what they switch, for those who do not see it."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/chips.html")
def chips(items: Iterable[components.Chip], clear_url: str = "") -> dict[str, Any]:
    """Show the filters in force, each with its way out."""
    return {"chips": items, "clear_url": clear_url}


@register.inclusion_tag("components/facet.html")
def facet(title: str, values: Iterable[components.FacetValue]) -> dict[str, Any]:
    """Show the values of one property with their counts; each is a filter."""
    return {"title": title, "values": values}


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str, action: str = "", url: str = "", picture: str = "mentions"
) -> dict[str, Any]:
    """Show an empty state: a picture of what will be here, and the one action that fills it.

    Pictures: mentions, people, chart, table.
    """
    return {"title": title, "text": text, "action": action, "url": url, "picture": f"pictures/{picture}.svg"}


@register.inclusion_tag("components/skeleton.html")
def skeleton(lines: int = 6) -> dict[str, Any]:
    """Show grey lines while a request runs (put it where HTMX shows its indicator)."""
    return {"lines": range(lines)}


@register.simple_block_tag
def page_header(
    content: str, title: str, sentence: str = "", back: str = "", back_url: str = ""
) -> SafeString:
    """Show a page's title, the sentence that says what it answers, and its actions (the block's content)."""
    places = {"actions": content, "title": title, "sentence": sentence, "back": back, "back_url": back_url}
    return render_to_string("components/page_header.html", places)


@register.simple_block_tag
def card(content: str, title: str = "", text: str = "", flush: bool = False, foot: str = "") -> SafeString:
    """Frame what belongs together; `flush` lets a table or list reach the edges."""
    places = {"content": content, "title": title, "text": text, "flush": flush, "foot": foot}
    return render_to_string("components/card.html", places)


@register.simple_block_tag
def banner(content: str, title: str, tone: str = "info") -> SafeString:
    """Say something that concerns the whole page; tones: info, good, caution, danger."""
    names = {"info": "info", "good": "success", "caution": "problem", "danger": "danger"}
    return render_to_string(
        "components/banner.html", {"content": content, "title": title, "tone": tone, "icon": names[tone]}
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str, wide: bool = False, shown: bool = False) -> SafeString:  # noqa: A002 - as in HTML
    """Hold a dialog that a button with data-dialog="id" opens; `shown` when its form came back with a fault."""
    return render_to_string(
        "components/dialog.html", {"content": content, "id": id, "title": title, "wide": wide, "shown": shown}
    )


@register.simple_block_tag
def phone(content: str, label: str) -> SafeString:
    """Frame what a customer sees, at a customer's width."""
    return render_to_string("components/phone.html", {"content": content, "label": label})


@register.filter
def entry(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return a mapping's value for a key held in a variable, or nothing."""
    return mapping.get(key, "")
