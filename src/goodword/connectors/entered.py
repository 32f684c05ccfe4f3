"""What a person entered for a source, checked against the fields its kind asks for."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .protocol import Field, FieldKind, SettingError

MOST_LINES = 50
Bounds = Mapping[str, tuple[int, int]]


def read_settings(
    fields: tuple[Field, ...], given: Mapping[str, Any], bounds: Bounds | None = None
) -> dict[str, Any]:
    """Return one clean value for each field; raises `SettingError` in one sentence for what cannot work.

    A list comes as a tuple without blanks and repetitions, an address without a slash at its end, a number as an int
    within `bounds`; what may be left out and was is the field's default, else empty.

    >>> site = Field(name="site", label_en="Site", label_zh="网站", kind=FieldKind.URL)
    >>> read_settings((site,), {"site": "forum.example/"})
    {'site': 'https://forum.example'}
    """
    known = {field.name for field in fields}
    for name in given:
        if name not in known:
            raise SettingError(
                name, f"There is no setting “{name}”: this kind of source knows {', '.join(sorted(known))}."
            )
    return {field.name: _value(field, given.get(field.name), bounds or {}) for field in fields}


def at_least_one(values: Mapping[str, Any], fields: tuple[Field, ...], *names: str) -> None:
    """Raise `SettingError` unless one of several settings was given."""
    if not any(values[name] for name in names):
        labels = " or ".join(f"“{field.label_en}”" for field in fields if field.name in names)
        raise SettingError(names[0], f"Nothing is looked for yet: fill in {labels}.")


def _value(field: Field, given: Any, bounds: Bounds) -> Any:
    if given is None or (isinstance(given, str) and not given.strip()) or given == [] or given == ():
        if field.required and field.default is None:
            raise SettingError(field.name, f"“{field.label_en}” is missing{_like(field)}.")
        given = field.default
    if field.kind is FieldKind.LIST:
        return _lines(field, given)
    if field.kind is FieldKind.FLAG:
        return _flag(field, given)
    if given is None:
        return 0 if field.kind is FieldKind.NUMBER else ""
    if field.kind is FieldKind.NUMBER:
        return _number(field, given, bounds.get(field.name, (0, 2**31)))
    if not isinstance(given, str):
        raise SettingError(field.name, f"“{field.label_en}” must be text{_like(field)}.")
    return _text(field, given.strip())


def _text(field: Field, given: str) -> str:
    if field.kind is FieldKind.URL:
        return _address(field, given)
    if field.kind is FieldKind.CHOICE and given not in {value for value, _en, _zh in field.choices}:
        allowed = ", ".join(value for value, _en, _zh in field.choices)
        raise SettingError(
            field.name, f"“{field.label_en}” cannot be “{given[:40]}”: it is one of {allowed}."
        )
    return given


def _lines(field: Field, given: Any) -> tuple[str, ...]:
    lines = given.splitlines() if isinstance(given, str) else given or ()
    if not all(isinstance(line, str) for line in lines):
        raise SettingError(field.name, f"“{field.label_en}” must be text, one entry a line{_like(field)}.")
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(found) > MOST_LINES:
        raise SettingError(
            field.name,
            f"“{field.label_en}” has {len(found)} entries, and at most {MOST_LINES} fit: make two sources of it.",
        )
    return found


def _flag(field: Field, given: Any) -> bool:
    if isinstance(given, bool) or given is None:
        return bool(given)
    if str(given).lower() in ("true", "on", "1", "yes", "false", "off", "0", "no"):
        return str(given).lower() in ("true", "on", "1", "yes")
    raise SettingError(field.name, f"“{field.label_en}” is either true or false.")


def _number(field: Field, given: Any, bounds: tuple[int, int]) -> int:
    low, high = bounds
    try:
        number = int(str(given))
    except ValueError:
        number = low - 1
    if isinstance(given, bool) or not low <= number <= high:
        raise SettingError(
            field.name, f"“{field.label_en}” must be a whole number from {low} to {high}{_like(field)}."
        )
    return number


def _address(field: Field, given: str) -> str:
    whole = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(whole)
        fine = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        parts.port  # noqa: B018 - raises when it is none
    except ValueError:
        fine = False
    if not fine or any(sign.isspace() for sign in whole):
        raise SettingError(field.name, f"“{field.label_en}” is not an address{_like(field)}.")
    return whole.split("#")[0].split("?")[0].rstrip("/")


def _like(field: Field) -> str:
    return f": write it like {field.example}" if field.example else ""
