"""What the template tags of the console compute; the tags themselves are in templatetags/console.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from goodword.core.vocabulary import Sentiment

from .moments import day, duration, exact_moment, relative
from .values import Number, exact, exact_percent, percent, rounded
from .vocabulary import word

UNKNOWN = "–"
_CHECKS = (CheckboxInput, CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a link that the address knows."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address without it."""

    field: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: how many there are, and the address that switches it on or off."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    icon: str = ""


def icon(name: str, css: str = "") -> SafeString:
    """Draw the icon of a concept (named in frontend/icons.json); it says nothing to a screen reader."""
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static("dist/icons.svg"),
        name,
    )


def sentiment(value: str | None) -> SafeString:
    """Show what a mention says of the brand as sign, colour and word; nothing is known without a value."""
    if not value:
        return format_html('<span class="quiet">{}</span>', UNKNOWN)
    known = Sentiment(value)
    inside = '<span class="badge badge-{}">{}{}</span>'
    return format_html(inside, known.value, icon(known.value), word(known.value))


def number(value: Number | None, unit: str = "") -> SafeString:
    """Show a number rounded as a person would say it, exact on hover."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', UNKNOWN)
    ending = f" {unit}" if unit else ""
    shown = '<data value="{}" title="{}{}">{}{}</data>'
    return format_html(shown, value, exact(value), ending, rounded(value), ending)


def share(value: Number | None) -> SafeString:
    """Show a share between 0 and 1 in per cent, exact on hover."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', UNKNOWN)
    return format_html('<data value="{}" title="{}">{}</data>', value, exact_percent(value), percent(value))


def moment(value: datetime | date | None) -> SafeString:
    """Show a moment as one would say it, exact on hover, in the brand's time zone."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', UNKNOWN)
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact_moment(value), relative(value)
    )


def badge(text: Any, tone: str = "", icon_name: str = "") -> SafeString:
    """Show a state in a word; tones: favourable, unfavourable, good, caution, danger, accent or none."""
    css = f"badge badge-{tone}" if tone else "badge"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name) if icon_name else "", text)


def keys(combination: str) -> SafeString:
    """Show keys to press, separated by spaces."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((key,) for key in combination.split()))


def sparkline(values: Iterable[float | int | None], label: str = "") -> SafeString:
    """Draw a small line without axes (96 × 24); unknown values break it."""
    known = list(values)
    present = [value for value in known if value is not None]
    if len(present) < 2:
        return mark_safe("")
    low, high = min(present), max(present)
    height, step = (high - low) or 1, 94 / (len(known) - 1)
    path, pen = [], "M"
    for at, value in enumerate(known):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{1 + at * step:.1f} {22 - 20 * (value - low) / height:.1f}")
        pen = "L"
    drawing = '<path d="{}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>'
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="sparkline" width="96" height="24" viewBox="0 0 96 24" {}>{}</svg>',
        named,
        format_html(drawing, "".join(path)),
    )


def field(bound: BoundField, help_text: str = "") -> dict[str, Any]:
    """Prepare a form field: label, help, control, error, all joined for a screen reader."""
    widget = bound.field.widget
    help_text = help_text or str(bound.help_text)
    described = [f"{bound.auto_id}_help"] if help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"class": _control_class(widget)}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "help": help_text,
        "control": bound.as_widget(attrs=attributes),
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "optional": not bound.field.required and not isinstance(widget, _CHECKS),
    }


def _control_class(widget: Any) -> str:
    if isinstance(widget, (*_CHECKS, RadioSelect)):
        return ""
    is_select = isinstance(widget, Select) and not widget.allow_multiple_selected
    return "form-select" if is_select else "form-control"


def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """Prepare a stepper; `current` counts from 1."""
    numbered = enumerate(labels, start=1)
    states = [(n, text, "done" if n < current else "current" if n == current else "") for n, text in numbered]
    return {"steps": states}


def progress(
    label: str, done: Number | None = None, total: Number | None = None, seconds_left: float | None = None
) -> dict[str, Any]:
    """Prepare a progress bar; without a total it only says that work goes on."""
    return {
        "label": label,
        "done": done,
        "total": total,
        "share": percent(float(done) / float(total)) if done is not None and total else "",
        "left": duration(seconds_left) if seconds_left is not None else "",
    }


def diff(before: Mapping[str, Any], after: Mapping[str, Any], first: int = 0) -> dict[str, Any]:
    """Prepare what changed between two states: only the fields that differ, in the order of their names.

    With `first`, that many are shown and the rest folds away.
    """
    pairs = ((name, _plain(before.get(name)), _plain(after.get(name))) for name in sorted({*before, *after}))
    changes = [(name, old, new) for name, old, new in pairs if old != new]
    shown = first if first and len(changes) > first + 1 else len(changes)
    return {"changes": changes[:shown], "rest": changes[shown:]}


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
