"""What a page's script sends: batches of events, checked before anything is kept of them.

`{"site": key, "token": click token, "code": typed code, "events": [{"kind", "id", "ago", "page"}]}`: `site` names the
brand's page; `token` or `code` say which link brought the visitor, and are enough without a site; `id` (as `Ids` makes
them) lets a repeat count once; `ago` is how many milliseconds ago it happened, `page` the path it happened on.
A batch with `"test"` is checked like any other and kept nowhere: the integration page shows that it came.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goodword.core.errors import InputError
from goodword.core.events import EventKind
from goodword.edge.days import Days
from goodword.edge.following import Links
from goodword.edge.hygiene import Machine
from goodword.edge.ids import Ids, is_event_id
from goodword.edge.lines import escaped, event_line
from goodword.edge.notices import NOBODY, Noted, Notice, Notices
from goodword.edge.rows import Card, Site
from goodword.edge.table import Campaign, Link, json_members
from goodword.edge.tokens import Signer

LARGEST_BODY = 65_536
MOST_EVENTS = 50
KINDS = frozenset({EventKind.SHARE, EventKind.VIEW, EventKind.VISIT, EventKind.LEAD, EventKind.SIGN_UP})
CONSOLE = "console"  # what the integration page says its own test is
_LONGEST_PAGE = 300
_DAY_MS = 86_400_000


class PageEventError(InputError):
    """A batch of page events that cannot be used; nothing of it is kept. `reason` is a word for programs."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sender:
    """On whose behalf a batch comes: the brand's calendar and the members all its events share."""

    campaign: Campaign
    facts: str
    extra: dict[str, object]
    hosts: tuple[str, ...] | None


class PageEvents:
    """Turns batches into event lines."""

    def __init__(self, links: Links, signer: Signer, ids: Ids, notices: Notices) -> None:
        self._links = links
        self._signer = signer
        self._ids = ids
        self._notices = notices

    def read(
        self,
        body: bytes,
        origin: str | None,
        person: Callable[[str, str], str],
        machine: Machine | None = None,
    ) -> list[str]:
        """Return the lines of a batch; raises PageEventError in one sentence.

        `origin`: what the browser says where the page is; `person`: names who did an event (brand, event id). Who asks
        not to be followed is, after a click, nobody but whoever clicked. A test and a machine's batch have no lines.
        """
        batch = _parse(body)
        try:
            lines = self._lines(batch, origin, person)
        except PageEventError as error:
            self._note(batch, origin, Noted.REFUSED, error.reason, str(error))
            raise
        if machine is not None or batch.get("test"):
            self._note(batch, origin, Noted.TEST if machine is None else Noted.MACHINE, machine or "")
            return []
        if (site := self._site(batch)) is not None:
            self._notices.see(site.tenant, site.key, _host(origin or ""), self._ids.now())
        return lines

    def _lines(
        self, batch: dict[str, Any], origin: str | None, person: Callable[[str, str], str]
    ) -> list[str]:
        sender = self._sender(batch)
        is_ours = batch.get("test") == CONSOLE  # the console tries the way, not the page
        if origin and sender.hosts is not None and not is_ours and _host(origin) not in sender.hosts:
            raise PageEventError(
                "host", f"Pages on {_host(origin)} are not registered for this site. Register the host first."
            )
        events = batch.get("events")
        if not isinstance(events, list) or not 0 < len(events) <= MOST_EVENTS:
            raise PageEventError("events", f"A batch needs a list “events” of 1 to {MOST_EVENTS} events.")
        return [self._line(event, sender, person) for event in events]

    def _note(
        self, batch: dict[str, Any], origin: str | None, what: Noted, reason: str, detail: str = ""
    ) -> None:
        """Tell the integration page; what names no brand is told by the page's host."""
        site, (link, _extra) = self._site(batch), self._link(batch)
        tenant = site.tenant if site else link.campaign.tenant if link else NOBODY
        events = batch.get("events")
        first = events[0] if isinstance(events, list) and events and isinstance(events[0], dict) else {}
        notice = Notice(
            self._ids.now(),
            what,
            kind=_short(first.get("kind")),
            host=_host(origin or ""),
            page=_short(first.get("page")).partition("?")[0],
            code=link.code if link else "",
            key=_short(batch.get("site")),
            reason=reason,
            detail=detail,
        )
        self._notices.note(tenant, notice)

    def _site(self, batch: dict[str, Any]) -> Site | None:
        return self._links.site(key) if isinstance(key := batch.get("site"), str) else None

    def _line(self, event: object, sender: Sender, person: Callable[[str, str], str]) -> str:
        if not isinstance(event, dict):
            raise PageEventError("event", "An event is an object such as {“kind”: “visit”}.")
        kind, given, ago, page = (event.get(name) for name in ("kind", "id", "ago", "page"))
        if not isinstance(kind, str) or kind not in KINDS:
            raise PageEventError(
                "kind",
                f"A page cannot report {str(kind)[:40]!r}; expected one of {', '.join(sorted(KINDS))}.",
            )
        if given is not None and not is_event_id(given):
            raise PageEventError(
                "id", "The id of an event is 32 hexadecimal digits, a UUID of version 7 without hyphens."
            )
        if ago is not None and (type(ago) not in (int, float) or not 0 <= ago <= _DAY_MS):
            raise PageEventError("ago", "“ago” is how many milliseconds ago an event happened, up to a day.")
        if page is not None and not isinstance(page, str):
            raise PageEventError("page", "“page” is the path of the page as a text.")
        now = self._ids.now()
        path = {"page": page.partition("?")[0].partition("#")[0][:_LONGEST_PAGE]} if page else {}
        event_id = str(given or self._ids.new(now))
        extra = {**sender.extra, **path}
        return event_line(
            event_id,
            now - int((ago or 0) * 1000),
            kind,
            sender.facts,
            sender.campaign,
            person=person(sender.campaign.tenant, str(sender.extra.get("click", event_id))),
            extra=escaped(extra) if extra else "",
            received_us=now,
        )

    def _sender(self, batch: dict[str, Any]) -> Sender:
        site = self._site(batch)
        if "site" in batch and (site is None or (site.until_us or 1 << 62) <= self._ids.now()):
            raise PageEventError(
                "site", "This site key is not known. Copy it from the integration page once more."
            )
        link, extra = self._link(batch)
        if link is not None and (site is None or link.campaign.tenant == site.tenant):
            return Sender(link.campaign, link.facts, extra, site.hosts if site else None)
        if site is None:
            raise PageEventError(
                "sender", "A batch needs a “site” key, or a “token” or “code” of one of our links."
            )
        facts = json_members({"tenant": site.tenant})
        return Sender(Campaign(site.tenant, facts, Days(site.time_zone), Card()), facts, {}, site.hosts)

    def _link(self, batch: dict[str, Any]) -> tuple[Link | None, dict[str, object]]:
        """Return the link that brought the visitor: a genuine token counts for good, a typed code while it is valid."""
        token = self._signer.check(batch.get("token"))
        if token is not None:
            return self._links.find(token.code), {"click": token.event_id}
        code = batch.get("code")
        link = self._links.find(code.strip()) if isinstance(code, str) and len(code) <= 80 else None
        if link is None or link.withdrawn or (link.expires_us or 1 << 62) <= self._ids.now():
            return None, {}
        return link, {"typed": code}


def _parse(body: bytes) -> dict[str, Any]:
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PageEventError("json", "The batch is not JSON.") from error
    if not isinstance(batch, dict):
        raise PageEventError("json", "A batch is a JSON object with “events”.")
    return batch


def _short(value: object) -> str:
    return value[:80] if isinstance(value, str) else ""


def _host(origin: str) -> str:
    return origin.partition("://")[2].partition(":")[0].lower()[:100]
