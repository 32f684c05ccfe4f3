"""Is it a person or a machine? Machines are shown what is behind a link and written down, but never counted.

A request is a machine's if its user agent says so, if it says itself that it fetches ahead, if it asks for the head
only, or if it has none of the headers every browser sends. In doubt it is a person's.
"""

from enum import StrEnum
from typing import Protocol

from goodword.edge.agents import CRAWLERS, GENERIC, PEOPLE, PREVIEWS, PROGRAMS, SCANNERS

_REMEMBERED = 8_192
_LONGEST_AGENT = 1_024


class Machine(StrEnum):
    """What kind of machine looked at a link."""

    PREVIEW = "preview"  # a messenger or network about to show a card
    CRAWLER = "crawler"  # a search engine, an archive, a monitor
    SCANNER = "scanner"  # a mail or security scanner
    PROGRAM = "program"  # a script or library
    PREFETCH = "prefetch"  # a browser fetching ahead: it asks again when a person really opens the link


class Headers(Protocol):
    """Headers of a request, by their name in lower case."""

    def get(self, key: str, default: str | None = None, /) -> str | None: ...


class Hygiene:
    """Tells machines from people, remembering the user agents it has seen.

    >>> hygiene = Hygiene()
    >>> hygiene.machine("GET", {"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"})
    <Machine.PREVIEW: 'preview'>
    >>> hygiene.machine("GET", {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "accept-language": "en"})
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, Machine | None] = {}

    def machine(self, method: str, headers: Headers) -> Machine | None:
        """Return what kind of machine sent a request, None for a person's browser."""
        get = headers.get
        agent = get("user-agent") or ""
        found = self._seen.get(agent, Machine.PREFETCH)  # prefetch stands for: not seen yet
        if found is Machine.PREFETCH:
            found = self._remember(agent)
        if found is not None:
            return found
        if get("sec-purpose") or get("purpose") or get("x-moz") or get("x-purpose"):
            return Machine.PREFETCH
        if method == "HEAD":
            return Machine.SCANNER
        if get("accept-language") is None and get("accept", "*/*") in ("*/*", ""):
            return Machine.PROGRAM
        return None

    def _remember(self, agent: str) -> Machine | None:
        found = machine_of_agent(agent[:_LONGEST_AGENT])
        if len(agent) <= _LONGEST_AGENT:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[agent] = found
        return found


def machine_of_agent(agent: str) -> Machine | None:
    """Return what kind of machine a user agent names, None for a browser's.

    >>> machine_of_agent("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36")
    >>> machine_of_agent("WhatsApp/2.23.20.0 A")
    <Machine.PREVIEW: 'preview'>
    """
    name = agent.strip().lower()
    if not name:
        return Machine.PROGRAM
    for marks, machine in (
        (PREVIEWS, Machine.PREVIEW),
        (SCANNERS, Machine.SCANNER),
        (CRAWLERS, Machine.CRAWLER),
    ):
        if any(mark in name for mark in marks):
            return machine
    if name.startswith(PROGRAMS):
        return (
            Machine.PREVIEW
            if name.startswith(("whatsapp/", "viber/", "skype", "snapchat/"))
            else Machine.PROGRAM
        )
    if any(mark in name for mark in PEOPLE):
        return None
    return Machine.CRAWLER if any(mark in f"{name} " for mark in GENERIC) else None
