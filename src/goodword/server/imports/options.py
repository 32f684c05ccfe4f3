"""How one file is read and where it goes: what a run, the command line and the API all speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goodword.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Options:
    """Everything a person may say of a file.

    `mapping` is field → column; None leaves it to recognition, on which `overrides` (field → column) then
    win. `constants` is field → value for every row. `header` says whether the first row names the columns,
    None that it is found out. `survey` is the survey answers belong to.
    """

    mapping: Mapping[str, str] | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: bool | None = None
    date_order: str | None = None
    zone: str | None = None
    survey: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what is not left open, as JSON values.

        >>> Options(encoding="gb18030").to_json()
        {'encoding': 'gb18030'}
        """
        given = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in given.items()
            if value not in (None, {}) or (name == "mapping" and value is not None)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Options":
        """Return the options in JSON values; InputError where they are not such.

        >>> Options.from_json({"constants": {"source": "shop"}}).constants
        {'source': 'shop'}
        """
        unknown = sorted(set(data) - set(cls.__slots__))
        if unknown:
            raise InputError(
                _("“%(option)s” is not an option of an import. Options: %(options)s.")
                % {"option": unknown[0], "options": ", ".join(cls.__slots__)}
            )
        for name, value in data.items():
            _check(name, value)
        return cls(**data)


def _check(name: str, value: Any) -> None:
    if name in {"mapping", "overrides", "constants"}:
        right = isinstance(value, Mapping) and all(
            isinstance(part, str) for pair in value.items() for part in pair
        )
        wanted = _("an object of texts")
    elif name == "header":
        right, wanted = isinstance(value, bool), _("true or false")
    else:
        right, wanted = isinstance(value, str) and bool(value), _("a text")
    if not right and value is not None:
        raise InputError(
            _("The option “%(option)s” of an import must be %(wanted)s.") % {"option": name, "wanted": wanted}
        )
