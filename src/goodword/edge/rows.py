"""Links and sites as their owner hands them over, and the short text the edge keeps of each link.

A link leads to a registered place (scheme, host, port) by its number, and to a path there: no record can lead
anywhere else, whatever is in it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.edge.days import is_zone
from goodword.edge.errors import LinkError

CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LONGEST_CODE = LONGEST_NAME = 64
LONGEST_TARGET = 2048
_CHANNELS, _LEVERS = frozenset(map(str, Channel)), frozenset(map(str, Lever))
_TIES = frozenset(map(str, TieStrength))
_ID_LETTERS = CODE_LETTERS + ".:@+"
_SAFE = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, slots=True)
class Card:
    """What a messenger shows of a link before anybody opens it."""

    title: str = ""
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A share link: its code, where it leads and what its events carry.

    `target` is an http(s) address on a registered host; `expires_us` is microseconds since 1970;
    `campaign` becomes utm_campaign (`programme_id` when empty). `depth` and `root_id` are those of the share.
    """

    code: str
    target: str
    tenant: str
    link_id: str
    referrer_id: str | None = None
    root_id: str | None = None
    depth: int | None = None
    programme_id: str | None = None
    channel: str | None = None
    lever: str | None = None
    tie_strength: str | None = None
    time_zone: str = "UTC"
    campaign: str = ""
    card: Card = Card()
    expires_us: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A brand's own pages: the public key their script sends, the hosts it may send it from, how long (`until_us`)."""

    key: str
    tenant: str
    hosts: tuple[str, ...]
    time_zone: str = "UTC"
    until_us: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: `origin` before the path, `path` with its query ready for more, `fragment`."""

    origin: str
    path: str
    fragment: str


def check_link(row: LinkRow) -> None:
    """Raise LinkError for the first thing in a link that cannot be served."""
    if not is_code(row.code):
        raise LinkError(
            f"{row.code!r} is no code of a link; use 1 to {LONGEST_CODE} of the letters A–Z, a–z, 0–9, - and _."
        )
    for name in ("referrer_id", "programme_id"):
        value = getattr(row, name)
        if value is not None and not is_name(value):
            raise LinkError(
                f"Link {row.code}: {name} {value!r} is no name; use 1 to {LONGEST_NAME} printable characters."
            )
    for name in ("tenant", "link_id", "root_id"):
        value = getattr(row, name)
        if value is not None and not is_id(value):
            raise LinkError(
                f"Link {row.code}: {name} {value!r} is no id; use 1 to 64 letters, digits, - _ . : @ or +."
            )
    for name, words in (("channel", _CHANNELS), ("lever", _LEVERS), ("tie_strength", _TIES)):
        value = getattr(row, name)
        if value is not None and value not in words:
            raise LinkError(
                f"Link {row.code}: {name} {value!r} is not known; expected one of {', '.join(sorted(words))}."
            )
    if row.depth is not None and not 0 <= row.depth <= 32_767:
        raise LinkError(f"Link {row.code}: depth {row.depth} is not between 0 and 32767.")
    if not is_zone(row.time_zone):
        raise LinkError(
            f"Link {row.code}: {row.time_zone!r} is no time zone; expected one such as Europe/Berlin."
        )


def take_apart(row: LinkRow, hosts: Collection[str]) -> Target:
    """Return the target of a link; raises LinkError unless it is a web address on a registered host.

    >>> take_apart(LinkRow("a", "https://shop.example/tea?x=1#top", "1", "l1"), {"shop.example"})
    Target(origin='https://shop.example', path='/tea?x=1&utm_source=goodword&utm_medium=word_of_mouth&gw=', fragment='#top')
    """
    if len(row.target) > LONGEST_TARGET or not row.target.isprintable() or "\\" in row.target:
        raise LinkError(f"Link {row.code}: the target is no web address of up to {LONGEST_TARGET} letters.")
    try:
        parts = urlsplit(row.target)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise LinkError(f"Link {row.code}: {row.target!r} is no web address ({error}).") from error
    if parts.scheme not in ("http", "https") or parts.username is not None:
        raise LinkError(f"Link {row.code}: {row.target!r} is not an http or https address without a login.")
    if host not in hosts:
        known = ", ".join(sorted(hosts)) or "none so far"
        raise LinkError(
            f"Link {row.code} leads to {host or 'nowhere'}, which is not registered. "
            f"Register that host first (registered: {known})."
        )
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    query = "&".join(
        filter(
            None,
            [
                quote(parts.query, safe=_SAFE),
                _marks(row.channel, row.campaign or row.programme_id, parts.query),
                "gw=",
            ],
        )
    )
    fragment = f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    return Target(origin, f"{quote(parts.path or '/', safe=_SAFE)}?{query}", fragment)


@lru_cache(maxsize=4096)
def _marks(channel: str | None, campaign: str | None, query: str) -> str:
    """Return the UTM parameters the target does not have yet."""
    given = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
    marks = {
        "utm_source": "goodword",
        "utm_medium": channel or "word_of_mouth",
        "utm_campaign": campaign or "",
    }
    return urlencode({name: value for name, value in marks.items() if value and name not in given})


@lru_cache(maxsize=1024)
def ascii_host(name: str) -> str:
    """Return a host name as it goes over the wire; raises UnicodeError for one that cannot.

    >>> ascii_host("茶.example")
    'xn--cl1a.example'
    """
    return name.strip().lower().encode("idna").decode("ascii")


def is_code(value: str) -> bool:
    """Tell whether a text can be the code of a link."""
    return 0 < len(value) <= LONGEST_CODE and not value.strip(CODE_LETTERS)


def is_id(value: str) -> bool:
    """Tell whether a text can stand in an event as an id without being escaped."""
    return 0 < len(value) <= 64 and not value.strip(_ID_LETTERS)


def is_name(value: str) -> bool:
    """Tell whether a text can name a person or a programme in an event; in any script, it is escaped there."""
    return 0 < len(value) <= LONGEST_NAME and value.isprintable()
