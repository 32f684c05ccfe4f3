"""The fields a query may ask for, and how their values are written."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import TypeAlias

from goodword.core.glossary import TERMS
from goodword.core.vocabulary import Cause, Intent, Origin, Sentiment, SourceType, Stimulus


class Kind(Enum):
    """What a field holds."""

    WORDS = "words"  # searched like the text
    CHOICE = "choice"  # one of a closed list
    NAME = "name"  # any value, compared whole
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its names (the first is the one `Query.matches` takes) and, for a closed list, how each value is spelled.

    `spellings` maps every accepted spelling (see `spelled`) to the value.
    """

    names: tuple[str, ...]
    kind: Kind
    spellings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name the field goes by."""
        return self.names[0]

    @property
    def values(self) -> list[str]:
        """The values of a closed list, once each."""
        return list(dict.fromkeys(self.spellings.values()))

    def value(self, text: str) -> str | None:
        """Return the value a text spells; None when it is none of the list."""
        return self.spellings.get(spelled(text)) if self.kind is Kind.CHOICE else text

    def close_to(self, text: str) -> str:
        """Return the value that looks most like a text; empty when none does."""
        found = get_close_matches(spelled(text), self.spellings, n=1, cutoff=0.6)
        return self.spellings[found[0]] if found else ""


Fields: TypeAlias = Mapping[str, Field]


def spelled(text: str) -> str:
    """Return how a value is looked up: lower case, with _ for spaces and hyphens.

    >>> spelled("Product defect"), spelled("差评")
    ('product_defect', '差评')
    """
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def fields_of(*fields: Field) -> Fields:
    """Return fields by every name they go by."""
    return {name: each for each in fields for name in each.names}


def choice(names: tuple[str, ...], values: Iterable[str], also: Mapping[str, str] | None = None) -> Field:
    """Return a field with a closed list of values; words of the glossary are accepted in both languages.

    >>> choice(("sentiment",), ["unfavourable"]).value("差评")
    'unfavourable'
    """
    spellings: dict[str, str] = {}
    for value in values:
        term = TERMS.get(value)
        for name in (value, *((term.en, term.zh) if term else ())):
            spellings.setdefault(spelled(name), str(value))
    return Field(names, Kind.CHOICE, {**spellings, **(also or {})})


def _values(closed_list: type[StrEnum]) -> list[str]:
    return [each.value for each in closed_list]


_CODES = (
    "en zh aa ab af am ar as ast az ba be bg bn bo br bs ca ceb co cs cy da de dv dz el eo es et eu fa fi fil fr fy ga "
    "gd gl gu ha haw he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my "
    "ne nl no ny or pa pl ps pt ro ru sd si sk sl sm sn so sq sr su sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yi "
    "yo yue zu und"
)
_LANGUAGE_NAMES = {
    "english": "en", "chinese": "zh", "英文": "en", "英语": "en", "中文": "zh", "汉语": "zh", "日语": "ja", "japanese": "ja",
    "韩语": "ko", "korean": "ko", "法语": "fr", "french": "fr", "德语": "de", "german": "de", "西班牙语": "es",
    "spanish": "es",
}  # fmt: skip

TITLE, TEXT = "title", "text"
MENTION_FIELDS: Fields = fields_of(
    Field((TITLE, "标题"), Kind.WORDS),
    Field((TEXT, "正文"), Kind.WORDS),
    choice(("language", "语言"), _CODES.split(), _LANGUAGE_NAMES),
    choice(("sentiment", "倾向"), _values(Sentiment)),
    choice(("cause", "原因"), _values(Cause)),
    choice(("intent", "意图"), _values(Intent)),
    Field(("aspect", "方面"), Kind.NAME),
    choice(("origin", "发布者身份"), _values(Origin)),
    choice(("stimulus", "自发性"), _values(Stimulus)),
    Field(("source", "来源"), Kind.NAME),
    choice(("source_type", "来源类型"), _values(SourceType)),
    Field(("author", "作者"), Kind.NAME),
    Field(("rating", "评分"), Kind.NUMBER),
    Field(("published", "发布日期"), Kind.DAY),
)

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,10})?|\.\d{1,10})")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def number_of(text: str) -> tuple[float, float] | None:
    """Return the number a text spells, as a range of one; None when it is none.

    >>> number_of("4.5"), number_of("four")
    ((4.5, 4.5), None)
    """
    return (float(text), float(text)) if _NUMBER.fullmatch(text) and text.isascii() else None


def days_of(text: str) -> tuple[float, float] | None:
    """Return the first and last day of what a text spells, a day, month or year; None when it is none of them.

    >>> first, last = days_of("2026-02")
    >>> date.fromordinal(int(first)).isoformat(), date.fromordinal(int(last)).isoformat()
    ('2026-02-01', '2026-02-28')
    """
    found = _DAY.fullmatch(text) if text.isascii() else None
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        ends = month or 12
        last = date(year, ends, day or calendar.monthrange(year, ends)[1])
    except ValueError:
        return None
    return float(first.toordinal()), float(last.toordinal())
