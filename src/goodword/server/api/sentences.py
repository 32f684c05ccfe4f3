"""What is wrong with a value, in a sentence, and where it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Location = tuple[str | int, ...]
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that cannot be used: where it is and why.

    >>> Fault("query", "limit", "Give 200 at most.").document()
    {'detail': 'Give 200 at most.', 'location': 'query', 'parameter': 'limit'}
    """

    location: str
    where: str
    detail: str

    @classmethod
    def in_body(cls, path: Location, detail: str) -> "Fault":
        """Return a fault of a value in the body.

        >>> Fault.in_body((0, "kind"), "Give a kind.").where
        '#/0/kind'
        """
        return cls("body", pointer(path), detail)

    def document(self) -> dict[str, str]:
        """Return the fault as it is sent: a JSON pointer into the body, or the name of a parameter."""
        place = {"pointer": self.where} if self.location == "body" else {"parameter": self.where}
        return {"detail": self.detail, "location": self.location, **place}


def faults_of(errors: Iterable[Mapping[str, Any]], *, alone: bool = False) -> list[Fault]:
    """Return the faults a validation found, in the order it found them.

    `alone` says that the body was one object where a list could have been, so that its index is left out.
    """
    return [_fault(error, alone) for error in errors]


def _fault(error: Mapping[str, Any], alone: bool) -> Fault:
    location, *path = error["loc"]
    detail = sentence(str(error["type"]), error.get("ctx", {}), str(error["msg"]))
    if location == "body":
        inside = path[1:]
        return Fault.in_body(tuple(inside[1:] if alone and inside[:1] == [0] else inside), detail)
    if location in {"form", "file"}:
        return Fault.in_body(tuple(path[-1:]), detail)
    return Fault(str(location), str(path[-1] if path else ""), detail)


def pointer(path: Location) -> str:
    """Return a JSON pointer (RFC 6901) as a URI fragment.

    >>> pointer((3, "extra", "a/b"))
    '#/3/extra/a~1b'
    """
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def sentence(kind: str, context: Context, otherwise: str) -> str:
    """Return what is wrong with a value in our words; `otherwise` is the validator's own."""
    known = _SENTENCES.get(kind)
    return known(context) if known else otherwise.removeprefix("Value error, ")


def _whole(_context: Context) -> str:
    return _("Give a whole number.")


def _number(_context: Context) -> str:
    return _("Give a number.")


def _text(_context: Context) -> str:
    return _("Give a text.")


def _moment(_context: Context) -> str:
    return _("Give a time with its zone, for example 2026-03-01T09:30:00+08:00.")


def _date(_context: Context) -> str:
    return _("Give a day, for example 2026-03-01.")


def _flag(_context: Context) -> str:
    return _("Give true or false.")


_SENTENCES: dict[str, Callable[[Context], str]] = {
    "missing": lambda _c: _("This is missing."),
    "extra_forbidden": lambda _c: _("There is no such field. Look at the reference for those there are."),
    "string_type": _text,
    "string_unicode": lambda _c: _("This is not valid Unicode text."),
    "string_too_short": lambda c: _("Give at least %(n)s characters.") % {"n": c.get("min_length")},
    "string_too_long": lambda c: _("Give at most %(n)s characters.") % {"n": c.get("max_length")},
    "string_pattern_mismatch": lambda c: _("Write it in the form %(form)s.") % {"form": c.get("pattern")},
    "too_short": lambda c: _("The list is too short. Give at least %(n)s.") % {"n": c.get("min_length")},
    "too_long": lambda c: _("Give at most %(n)s items.") % {"n": c.get("max_length")},
    "int_type": _whole,
    "int_parsing": _whole,
    "int_from_float": _whole,
    "int_parsing_size": lambda _c: _("This number is too large."),
    "float_type": _number,
    "float_parsing": _number,
    "finite_number": _number,
    "bool_type": _flag,
    "bool_parsing": _flag,
    "datetime_type": _moment,
    "datetime_parsing": _moment,
    "datetime_from_date_parsing": _moment,
    "datetime_object_invalid": _moment,
    "timezone_aware": lambda _c: _("Add the time zone, for example 2026-03-01T09:30:00+08:00."),
    "date_type": _date,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "enum": lambda c: _("Give one of %(values)s.") % {"values": c.get("expected")},
    "literal_error": lambda c: _("Give one of %(values)s.") % {"values": c.get("expected")},
    "list_type": lambda _c: _("Give a list."),
    "blank": lambda _c: _("Give a text that can be read; this one is blank."),
    "dict_type": lambda _c: _("Give an object."),
    "model_type": lambda _c: _("Give an object."),
    "model_attributes_type": lambda _c: _("Give an object."),
    "greater_than": lambda c: _("Give more than %(n)s.") % {"n": c.get("gt")},
    "greater_than_equal": lambda c: _("Give %(n)s or more.") % {"n": c.get("ge")},
    "less_than": lambda c: _("Give less than %(n)s.") % {"n": c.get("lt")},
    "less_than_equal": lambda c: _("Give %(n)s or less.") % {"n": c.get("le")},
}
