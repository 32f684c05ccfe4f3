"""The shape of a schema: which fields a record has, and how each is recognised and checked."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

FIELD_TYPES = ("text", "moment", "day", "int", "float", "money", "choice", "json")


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value and every other way it is written, in English and Chinese (compared without case)."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record.

    `type` is one of FIELD_TYPES; `aliases` are headers that mean this field, `words` single words that hint at it;
    `longest` bounds text in characters; `looks` names what its values look like (`text`, `id`, `url`, `email`,
    `language`, `name`), which decides between columns; `prose` marks free text, where the word None is a word.
    """

    name: str
    type: str
    help_en: str
    help_zh: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    longest: int = 500
    looks: str = ""
    prose: bool = False
    default: str | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.type not in FIELD_TYPES:
            raise ValueError(f"{self.type!r} is not a field type; use one of {', '.join(FIELD_TYPES)}.")


@dataclass(frozen=True, slots=True)
class RecordSchema:
    """The fields of one kind of record, and which of them identify it (qualifiers first, the id last)."""

    kind: str
    fields: tuple[FieldSpec, ...]
    identity: tuple[str, ...] = ()
    title_en: str = ""
    title_zh: str = ""
    by_name: Mapping[str, FieldSpec] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {spec.name: spec for spec in self.fields})

    def field(self, name: str) -> FieldSpec:
        """Return the field of that name; KeyError when there is none."""
        return self.by_name[name]


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a line separated by commas.

    >>> listed("tweet id, 编号")
    ('tweet id', '编号')
    """
    return tuple(word.strip() for word in words.split(","))
