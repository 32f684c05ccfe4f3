"""What a request may carry: kind and size of its body, the names in its query, strict JSON."""

import json
import math
from collections.abc import Callable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from .problems import Problem, ProblemKind
from .sentences import Fault

_AROUND = 1_000_000  # what a form's other parts may add to a file


class BodyKind(StrEnum):
    """What an operation reads."""

    NONE = ""
    JSON = "application/json"
    FILE = "multipart/form-data"


class StrictParser(Parser):
    """Reads JSON as the standard has it: UTF-8, no NaN, no U+0000, which no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the value in a request's body."""
        value = json.loads(request.body, parse_constant=_refuse_constant, parse_float=_finite)
        if not all(_can_be_stored(text) for text in _texts(value)):
            raise Problem(
                ProblemKind.MALFORMED,
                _("The body has text that cannot be stored: U+0000 or half of a surrogate pair."),
            )
        return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _can_be_stored(text: str) -> bool:
    if text.isascii():
        return "\x00" not in text
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each


def check_query(request: HttpRequest, single: frozenset[str], several: frozenset[str]) -> None:
    """Refuse a parameter nobody reads, one given twice that has one value, and what cannot be text."""
    faults = []
    for name, values in request.GET.lists():
        if name not in single | several:
            faults.append(Fault("query", name, _("There is no such parameter here.")))
        elif len(values) > 1 and name not in several:
            faults.append(Fault("query", name, _("Give this once.")))
        elif not all(values):
            faults.append(Fault("query", name, _("Give a value, or leave it out.")))
        elif any("\x00" in value for value in values):
            faults.append(Fault("query", name, _("This is not valid Unicode text.")))
    if faults:
        raise Problem(ProblemKind.INVALID, errors=faults)


def check_body(
    request: HttpRequest,
    expected: BodyKind,
    fields: frozenset[str],
    most_bytes: Callable[[], int] | None = None,
) -> None:
    """Refuse a body of another kind or size than is read here; read it in full before any work begins.

    `fields` are the names of a form's parts (JSON is checked against its schema), `most_bytes` says how large an
    upload may be.
    """
    if expected is BodyKind.NONE:
        return
    if request.content_type != expected:
        raise Problem(
            ProblemKind.MEDIA_TYPE, _("Send the body as %(expected)s.") % {"expected": expected.value}
        )
    if expected is BodyKind.FILE:
        if most_bytes:
            _check_upload_size(request, most_bytes())
        given = {**request.POST, **request.FILES}  # parses the whole body: a slow upload must hold up nobody
        faults = [
            Fault.in_body((name,), _("There is no such field here.")) for name in given if name not in fields
        ]
        faults += [
            Fault.in_body((name,), _("This text cannot be stored."))
            for name, values in request.POST.lists()
            if any("\x00" in value for value in values)
        ]
        if faults:
            raise Problem(ProblemKind.INVALID, errors=faults)
    else:
        len(request.body)


def _check_upload_size(request: HttpRequest, limit: int) -> None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit + _AROUND:
        words = {"n": limit // 1_000_000}
        raise Problem(
            ProblemKind.TOO_LARGE,
            _("The upload is larger than %(n)d MB. Import it with the goodword command.") % words,
        )


def request_digest(request: HttpRequest, expected: BodyKind) -> str:
    """Return the SHA-256 of what a request asks for; an upload's boundary does not count, its parts do."""
    found = sha256(f"{request.method}\n{request.path}\n{sorted(request.GET.lists())}\n".encode())
    if expected is not BodyKind.FILE:
        found.update(request.body)
        return found.hexdigest()
    found.update(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(f"\n{name}\n{file.name}\n".encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return found.hexdigest()
