"""Share links as they are asked for: what is right and wrong with them, and the codes they get."""

import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.core.ids import content_key
from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.edge import Card, LinkError, LinkRow
from goodword.edge.rows import LONGEST_CODE, LONGEST_TARGET, ascii_host, check_link, is_code, take_apart

LONGEST_NAME: Final = 64  # of a person's id and a programme's name
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 500
# Without vowels (no words by chance), capitals, and letters that look or sound like another one.
_LETTERS: Final = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH, _KEYED_LENGTH = 8, 12
_WORDS: Final = {"channel": Channel, "lever": Lever, "tie_strength": TieStrength}


@dataclass(frozen=True, slots=True)
class LinkGiven:
    """A share link to make. Without a `code` it gets one; the same `key` of a brand always gets the same one."""

    target: str
    code: str = ""
    key: str = ""
    person: str = ""
    programme: str = ""
    channel: str = ""
    lever: str = ""
    tie_strength: str = ""
    parent: str = ""
    expires_at: datetime | None = None
    card: Card = field(default_factory=Card)

    @property
    def content(self) -> str:
        """A key of all it says: equal rows have the same one."""
        return content_key(
            self.target, self.person, self.programme, self.channel, self.lever, self.tie_strength,
            self.parent, self.expires_at, self.card.title, self.card.description, self.card.image,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkFault:
    """Why a link cannot be made: its place among those given (from 0), the field, and the sentence."""

    row: int
    field: str
    reason: str


class LinksRefusedError(InputError):
    """Links that cannot be made; none was. `faults` says what is wrong with each."""

    def __init__(self, faults: Sequence[LinkFault], of: int = 1) -> None:
        first = faults[0]
        place = _("Link %(n)d: ") % {"n": first.row + 1} if of > 1 else ""
        super().__init__(f"{place}{first.reason}")
        self.faults = tuple(faults)


class UnknownHostError(LinksRefusedError):
    """A link leads to a host that is not registered; `host` names it."""

    def __init__(self, faults: Sequence[LinkFault], host: str, of: int = 1) -> None:
        super().__init__(faults, of)
        self.host = host


class CodeTakenError(LinksRefusedError, ConflictError):
    """Somebody has the wished code already."""


def new_code() -> str:
    """Return a short code that nobody guesses and everybody reads aloud.

    >>> len(new_code())
    8
    """
    return "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))


def keyed_code(brand_id: int, key: str) -> str:
    """Return the code of a key: the same every time, and unguessable without the installation's secret."""
    secret = str(settings.SECRET_KEY).encode()
    number = int.from_bytes(hmac.digest(secret, f"share link {brand_id}\x1f{key}".encode(), "sha256"))
    letters = []
    for _place in range(_KEYED_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def checked_host(host: str) -> str:
    """Return a host name as it goes over the wire; InputError for what is none.

    >>> checked_host(" Lumen.Example "), checked_host("茶.example")
    ('lumen.example', 'xn--cl1a.example')
    """
    try:
        name = ascii_host(host)
    except UnicodeError:
        name = ""
    letters = name.replace(".", "").replace("-", "")
    if not letters.isalnum() or len(name) > 253 or not all(name.split(".")):
        raise InputError(
            _(
                "“%(host)s” is no host name. Give one such as shop.example.com, without https:// and without a path."
            )
            % {"host": host[:80]}
        )
    return name


def host_of(target: str) -> str:
    """Return the host an address leads to, as it goes over the wire; empty when it is no web address.

    >>> host_of("https://Lumen.example:8443/courses?x=1"), host_of("ftp://lumen.example"), host_of("lumen.example")
    ('lumen.example', '', '')
    """
    if len(target) > LONGEST_TARGET or not target.isprintable() or "\\" in target:
        return ""
    try:
        parts = urlsplit(target)
        host = checked_host(parts.hostname or "")
        _port = parts.port
    except (ValueError, InputError):
        return ""
    return host if parts.scheme in ("http", "https") and parts.username is None else ""


def fault_of(row: int, given: LinkGiven, hosts: Collection[str]) -> LinkFault | None:
    """Return the first thing wrong with a link that leads to one of a brand's hosts; None if it can be made."""
    for name, problem in _problems(given, hosts):
        if problem:
            return LinkFault(row, name, problem)
    try:
        checked = LinkRow(given.code or "x", given.target, tenant="1", link_id="x", card=given.card)
        check_link(checked)
        take_apart(checked, hosts)
    except LinkError as error:  # the edge is stricter than we are: better said now than never published
        return LinkFault(row, "target", str(error))
    return None


def _problems(given: LinkGiven, hosts: Collection[str]) -> list[tuple[str, str]]:
    return [
        ("code", _code_problem(given.code)),
        ("target", _target_problem(given.target, hosts)),
        *((name, _name_problem(name, value)) for name, value in (("person", given.person), ("programme", given.programme))),
        *((name, _word_problem(name, str(getattr(given, name)))) for name in _WORDS),
        ("card_title", _long_problem(given.card.title, LONGEST_TITLE)),
        ("card_description", _long_problem(given.card.description, LONGEST_TEXT)),
        ("card_image", _picture_problem(given.card.image)),
    ]  # fmt: skip


def _code_problem(code: str) -> str:
    if not code or is_code(code):
        return ""
    return _("“%(code)s” cannot be a code. Use 1 to %(n)d of the letters A–Z, a–z, 0–9, - and _.") % {
        "code": code[:80],
        "n": LONGEST_CODE,
    }


def _target_problem(target: str, hosts: Collection[str]) -> str:
    host = host_of(target)
    if not host:
        return _("“%(target)s” is no web address. Give one such as https://shop.example.com/tea.") % {
            "target": target[:80]
        }
    if host in hosts:
        return ""
    if not hosts:
        return _(
            "%(host)s is not registered, so no share link may lead there. Register the host first; none is so far."
        ) % {"host": host}
    known = ", ".join(sorted(hosts)[:5])
    return _(
        "%(host)s is not registered, so no share link may lead there. Register the host first, or lead to one of: %(known)s."
    ) % {"host": host, "known": known}


def _name_problem(name: str, value: str) -> str:
    if len(value) <= LONGEST_NAME and value.isprintable() and _is_writable(value):
        return ""
    if name == "person":
        return _("The person's id has %(n)d characters. Give at most %(most)d, all of them printable.") % {
            "n": len(value), "most": LONGEST_NAME,
        }  # fmt: skip
    return _("The programme's name has %(n)d characters. Give at most %(most)d, all of them printable.") % {
        "n": len(value), "most": LONGEST_NAME,
    }  # fmt: skip


def _word_problem(name: str, value: str) -> str:
    words = list(map(str, _WORDS[name]))
    if not value or value in words:
        return ""
    return _("“%(value)s” is not known here. Give one of: %(words)s.") % {
        "value": value[:80],
        "words": ", ".join(words),
    }


def _long_problem(text: str, longest: int) -> str:
    if len(text) <= longest and _is_writable(text):
        return ""
    return _("This text has %(n)d characters. Give at most %(most)d.") % {"n": len(text), "most": longest}


def _picture_problem(address: str) -> str:
    if not address or host_of(address):
        return ""
    return _(
        "“%(target)s” is no web address of a picture. Give one such as https://shop.example.com/tea.png."
    ) % {"target": address[:80]}


def _is_writable(text: str) -> bool:
    """Whether a text can be written as UTF-8 (half a surrogate pair cannot) and kept in a database."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
