"""A mapping that was saved once and is offered again for files that look the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .formats import check_date_order
from .problems import problem
from .schemas import schema_for
from .source import Source


@dataclass(frozen=True, slots=True)
class Profile:
    """How a kind of file is read: field → column, field → constant, the order of dates, and the columns it had."""

    name: str
    kind: str
    mapping: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as JSON values.

        >>> profile = Profile("tweets", "mentions", {"text": "tweet"}, columns=("tweet",))
        >>> Profile.from_dict(profile.to_dict()) == profile
        True
        """
        return {
            "name": self.name,
            "kind": self.kind,
            "mapping": dict(self.mapping),
            "constants": dict(self.constants),
            "date_order": self.date_order,
            "columns": list(self.columns),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Profile":
        """Return the profile in JSON values; FileError where they are not one."""
        schema = schema_for(str(data.get("kind")))
        mapping, constants = _texts(data, "mapping"), _texts(data, "constants")
        for name in (*mapping, *constants):
            if name not in schema.by_name:
                raise problem("profile_field", name=name, kind=schema.kind)
        columns = data.get("columns") or []
        if not isinstance(columns, list) or not data.get("name"):
            raise problem("profile_incomplete")
        order = check_date_order(data.get("date_order"))
        return cls(str(data["name"]), schema.kind, mapping, constants, order, tuple(map(str, columns)))


def _texts(data: Mapping[str, Any], name: str) -> dict[str, str]:
    value = data.get(name) or {}
    if not isinstance(value, dict):
        raise problem("profile_object", part=name)
    return {str(key): str(part) for key, part in value.items()}


def match(profile: Profile, source: Source) -> float:
    """Return how well a profile fits a file, 0 to 1: 0 when a mapped column is missing, 1 when all columns agree.

    Order and case of the columns do not count.
    """
    there = {column.casefold() for column in source.columns}
    if not {column.casefold() for column in profile.mapping.values()} <= set(
        map(str.casefold, source.columns)
    ):
        return 0.0
    saved = {column.casefold() for column in profile.columns} or {
        c.casefold() for c in profile.mapping.values()
    }
    return len(there & saved) / max(len(there | saved), 1)
