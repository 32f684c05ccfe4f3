"""The kind of place a source stands for, where the protocol does not tell: a feed may be a blog's or a forum's."""

from collections.abc import Mapping
from typing import Any

from goodword.core.glossary import label
from goodword.core.vocabulary import SourceType

from .protocol import Field, FieldKind, SettingError

_NAME = "place"


def place_field(default: SourceType) -> Field:
    """Return the setting that asks for the kind of place."""
    return Field(
        name=_NAME,
        label_en="Kind of place",
        label_zh="来源类型",
        help_en="What its mentions are counted as.",
        help_zh="其中的提及按哪一类来源统计。",
        kind=FieldKind.CHOICE,
        required=False,
        default=default.value,
        choices=tuple((kind.value, label(kind.value), label(kind.value, "zh")) for kind in SourceType),
    )


def place_of(settings: Mapping[str, Any]) -> SourceType | None:
    """Return the kind of place that was chosen; raises `SettingError` when there is no such kind.

    >>> place_of({"place": "forum"}), place_of({})
    (<SourceType.FORUM: 'forum'>, None)
    """
    chosen = str(settings.get(_NAME) or "")
    try:
        return SourceType(chosen) if chosen else None
    except ValueError:
        raise SettingError(
            _NAME, f"“{chosen[:40]}” is no kind of place: it is one of {', '.join(SourceType)}."
        ) from None
