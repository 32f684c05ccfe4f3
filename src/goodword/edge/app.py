"""The edge as a server runs it (RSGI): `/r/{code}`, `/e`, `/p.gif`, `/healthz`, `/metrics`.

A redirect is answered when its event is on disk, and also when it cannot be: nobody waits for a broken disk. What was
not recorded is counted. Everything a visitor sends is untrusted; the only addresses the edge ever names are those of the
link file.
"""

import asyncio
import json
import os
import sys
from base64 import b64decode
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final
from urllib.parse import parse_qs

from goodword.core.events import EventKind
from goodword.edge.counters import Counters, prometheus_text
from goodword.edge.days import DAY_US
from goodword.edge.following import Links
from goodword.edge.group_commit import GroupCommit, Keep
from goodword.edge.housekeeping import Housekeeping
from goodword.edge.hygiene import Hygiene, Machine
from goodword.edge.ids import Ids
from goodword.edge.keeping import Keeper
from goodword.edge.lines import MACHINE, event_line
from goodword.edge.notices import Noted, Notice, Notices
from goodword.edge.page_events import LARGEST_BODY, PageEventError, PageEvents
from goodword.edge.pages import CONTENT_SECURITY, STATUS, Reason, language_of, polite_page, preview_card
from goodword.edge.privacy import ONCE, VISITOR, Visitors, address_of, wants_privacy
from goodword.edge.protocol import Protocol, Scope
from goodword.edge.rows import LONGEST_CODE, is_code
from goodword.edge.script import PATH, PageScript
from goodword.edge.settings import EdgeSettings
from goodword.edge.spool import Spool
from goodword.edge.states import State, read_states, remove_state, write_state
from goodword.edge.table import Link
from goodword.edge.tokens import Signer

_SWITCH_SECONDS: Final = 0.0005  # the writer thread gets its turn sooner than after Python's usual 5 ms
RECORDED: Final = "x-goodword-recorded"
_CLOSED: Final = [
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
]
_YES, _NO = (RECORDED, "yes"), (RECORDED, "no")
_NO_STORE, _NO_REFERRER = _CLOSED[0], _CLOSED[1]
_HTML: Final = [
    *_CLOSED,
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", CONTENT_SECURITY),
]
_TEXT: Final = [*_CLOSED, ("content-type", "text/plain; charset=utf-8")]
_JSON: Final = [*_CLOSED, ("content-type", "application/json")]
_GIF: Final = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Edge:
    """The edge of one process; it ends with `parent`, the process that started it."""

    def __init__(self, settings: EdgeSettings, *, ids: Ids | None = None, parent: int | None = None) -> None:
        self._parent = parent
        self._settings = settings
        self._ids = ids or Ids()
        self._now = self._ids.now
        self.links = Links(settings.links)
        self.counters = Counters()
        self._signer = Signer(settings.secret)
        self._hygiene = Hygiene()
        self._visitors = Visitors(settings.folder)
        self._notices = Notices(settings.notices, f"edge-{os.getpid()}")
        self._page_events = PageEvents(self.links, self._signer, self._ids, self._notices)
        create = partial(Spool.create, max_bytes=settings.spool_bytes, folder_bytes=settings.spools_bytes)
        self._keeper = Keeper(settings.spools, create)
        self._commit: GroupCommit
        self._housekeeping: Housekeeping
        self._routes: dict[str, Callable[[Scope, Protocol], Awaitable[None]]] = {
            "/e": self._take_page_events,
            "/p.gif": self._pixel,
            PATH: PageScript().answer,
            "/healthz": self._health,
            "/metrics": self._metrics,
        }

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, in the process that serves."""
        self.start(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End."""
        loop.run_until_complete(self.stop())

    def __rsgi__(self, scope: Scope, protocol: Protocol) -> Awaitable[None]:
        """Answer a request."""
        path = scope.path
        if path.startswith("/r/"):
            return self._redirect(path[3:], scope, protocol)
        return self._routes.get(path, self._nothing_here)(scope, protocol)

    def start(self, loop: asyncio.AbstractEventLoop, *, keep: Keep | None = None) -> None:
        """Load the links and begin to keep events (through `keep` instead of the spool, if given)."""
        self._name = f"edge-{os.getpid()}"
        if keep is None:
            keep = self._keeper.keep if self._settings.durable else len
        self._commit = GroupCommit(
            loop, keep, limit=self._settings.queue_limit, patience=self._settings.patience
        )
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._housekeeping = Housekeeping(
            self.links.refresh,
            self._keeper.look_for_progress,
            self._forget_visitors,
            self._tell,
            self._notices.write,
            parent=self._parent,
        )
        self._housekeeping.tick()
        self._housekeeping.start()

    async def stop(self) -> None:
        """Keep what came in, and end."""
        await self._commit.close()
        self._housekeeping.stop()
        self._keeper.close()
        self.links.close()
        remove_state(self._settings.states, self._name)
        self._notices.remove()

    def state(self) -> State:
        """Return how this process is."""
        commit = self._commit
        problems = [each for each in (commit.problem, self.links.problem, self._housekeeping.problem) if each]
        if commit.stalled:
            problems.append(
                f"The disk has not confirmed a commit for more than {self._settings.patience:g} s."
            )
        values = self.counters.values() | {
            "events_recorded": commit.recorded,
            "events_lost": commit.lost,
            "events_unconfirmed": commit.unconfirmed,
            "events_waiting": commit.waiting,
            "commits": commit.commits,
            "batches_undrained": self._keeper.waiting,
            "spool_broken": int(bool(commit.problem) or commit.stalled),
            "links": self.links.count,
            "links_version": self.links.version,
        }
        return State(self._name, values, problems)

    def _forget_visitors(self) -> None:
        self._visitors.forget(self._now() // DAY_US)

    def _tell(self) -> None:
        write_state(self._settings.states, self.state())

    async def _redirect(self, code: str, scope: Scope, protocol: Protocol) -> None:
        link = self.links.find(code)
        now = self._now()
        if link is None or link.withdrawn or (link.expires_us is not None and now >= link.expires_us):
            self._lead_nowhere(code, link, scope, protocol)
        elif (machine := self._hygiene.machine(scope.method, scope.headers)) is not None:
            await self._show_card(link, machine, now, scope, protocol)
        elif scope.method != "GET":
            protocol.response_empty(405, [*_CLOSED, ("allow", "GET, HEAD")])
        else:
            self.counters.clicks += 1
            event_id = self._ids.new(now)
            person = self._person(scope, now, link.campaign.tenant, event_id)
            recorded = self._commit.add(
                event_line(event_id, now, "click", link.facts, link.campaign, person=person)
            )
            location = f"{link.location}{self._signer.sign(code, event_id)}{link.fragment}"
            done = await recorded if recorded is not None else False
            protocol.response_empty(
                302, [("location", location), _NO_STORE, _NO_REFERRER, _YES if done else _NO]
            )

    def _person(self, scope: Scope, now: int, tenant: str, event_id: str) -> str:
        """Return who did it: a visitor's name for the day; who asks not to be followed is somebody new each time."""
        headers = scope.headers
        if wants_privacy(headers):
            return ONCE + event_id
        address = address_of(scope.client, headers, self._settings.proxies)
        return VISITOR + self._visitors.name(address, headers.get("user-agent") or "", tenant, now // DAY_US)

    async def _show_card(
        self, link: Link, machine: Machine, now: int, scope: Scope, protocol: Protocol
    ) -> None:
        """Write a machine down as one, and show it the card; a browser fetching ahead is asked to come again."""
        await self._note_machine(link, machine, now)
        if machine is Machine.PREFETCH:
            protocol.response_empty(503, _CLOSED)
        else:
            card = preview_card(link, language_of(scope.headers.get("accept-language")))
            _answer(scope, protocol, 200, _HTML, card)

    async def _note_machine(self, link: Link, machine: Machine, now: int) -> None:
        machines = self.counters.machines
        machines[machine] = machines.get(machine, 0) + 1
        extra = f'{{\\"machine\\":\\"{machine}\\"}}'
        line = event_line(
            self._ids.new(now), now, EventKind.VIEW, link.facts, link.campaign, source=MACHINE, extra=extra
        )
        await self._kept([line])

    def _lead_nowhere(self, code: str, link: Link | None, scope: Scope, protocol: Protocol) -> None:
        reason = _reason(code, link)
        pages = self.counters.polite_pages
        pages[reason] = pages.get(reason, 0) + 1
        if link is not None:
            notice = Notice(self._now(), Noted.REFUSED, kind=EventKind.CLICK, code=link.code, reason=reason)
            self._notices.note(link.campaign.tenant, notice)
        page = polite_page(reason, language_of(scope.headers.get("accept-language")))
        _answer(scope, protocol, STATUS[reason], _HTML, page)

    async def _nothing_here(self, scope: Scope, protocol: Protocol) -> None:
        self._lead_nowhere("", None, scope, protocol) if scope.method in (
            "GET",
            "HEAD",
        ) else protocol.response_empty(404, _CLOSED)

    async def _pixel(self, scope: Scope, protocol: Protocol) -> None:
        """Count that something with this link's pixel in it was seen: `/p.gif?c=code`."""
        code = parse_qs(scope.query_string[:200]).get("c", [""])[0]
        link = self.links.find(code)
        if link is not None and not link.withdrawn:
            now = self._now()
            machine = self._hygiene.machine(scope.method, scope.headers)
            if machine is not None:
                await self._note_machine(link, machine, now)
            else:
                self.counters.views += 1
                event_id = self._ids.new(now)
                person = self._person(scope, now, link.campaign.tenant, event_id)
                line = event_line(event_id, now, EventKind.VIEW, link.facts, link.campaign, person=person)
                await self._kept([line])
        protocol.response_bytes(200, [*_CLOSED, ("content-type", "image/gif")], _GIF)

    async def _take_page_events(self, scope: Scope, protocol: Protocol) -> None:
        headers = scope.headers
        origin = headers.get("origin")
        sharing = (
            [("access-control-allow-origin", origin), ("vary", "origin")]
            if origin and origin.isprintable()
            else []
        )
        if scope.method == "OPTIONS":
            allowed = [
                ("access-control-allow-methods", "POST"),
                ("access-control-allow-headers", "content-type"),
            ]
            return protocol.response_empty(204, [*_CLOSED, *sharing, *allowed])
        if scope.method != "POST":
            return protocol.response_empty(405, [*_CLOSED, ("allow", "POST, OPTIONS")])
        body = await _body(protocol, headers.get("content-length"))
        if body is None:
            problem = f"A batch is at most {LARGEST_BODY} bytes. Send fewer events at a time."
            return self._refuse(413, problem, sharing, protocol)
        machine = self._hygiene.machine("POST", headers)
        try:
            lines = self._page_events.read(body, origin, partial(self._person, scope, self._now()), machine)
        except PageEventError as error:
            return self._refuse(400, str(error), sharing, protocol)
        self.counters.page_events += len(lines)
        kept = await self._kept(lines)
        status, retry = (204, []) if kept else (503, [("retry-after", "5")])
        return protocol.response_empty(status, [*_CLOSED, *sharing, *retry, _YES if kept else _NO])

    def _refuse(self, status: int, problem: str, headers: list[tuple[str, str]], protocol: Protocol) -> None:
        self.counters.page_batches_refused += 1
        protocol.response_str(status, [*_JSON, *headers], json.dumps({"error": problem}, ensure_ascii=False))

    async def _kept(self, lines: list[str]) -> bool:
        """Keep lines; True if all are on disk."""
        futures = [self._commit.add(line) for line in lines]
        return all([future is not None and await future for future in futures])

    async def _health(self, scope: Scope, protocol: Protocol) -> None:
        """Tell how the edge is; 503 while events are lost or do not reach the log (`?live`: always 200)."""
        states = self._states()
        problems = [f"{state.name}: {problem}" for state in states for problem in state.problems]
        if not any(state.name == "drain" for state in states):
            problems.append(
                "The drain does not run: events are safe in the spool, but do not reach the event log."
            )
        answer = {"status": "degraded" if problems else "ok", "problems": problems, "links": self.links.count}
        status = 503 if problems and scope.query_string != "live" else 200
        _answer(scope, protocol, status, _JSON, json.dumps(answer, ensure_ascii=False))

    async def _metrics(self, scope: Scope, protocol: Protocol) -> None:
        text = prometheus_text({state.name: state.values for state in self._states()})
        _answer(scope, protocol, 200, _TEXT, text)

    def _states(self) -> list[State]:
        others = [state for state in read_states(self._settings.states) if state.name != self._name]
        return [self.state(), *others]


def _reason(code: str, link: Link | None) -> Reason:
    if link is not None:
        return Reason.WITHDRAWN if link.withdrawn else Reason.EXPIRED
    if len(code) > LONGEST_CODE:
        return Reason.OVERSIZED
    return Reason.UNKNOWN if not code or is_code(code) else Reason.MALFORMED


def _answer(scope: Scope, protocol: Protocol, status: int, headers: list[tuple[str, str]], text: str) -> None:
    if scope.method == "HEAD":
        protocol.response_empty(status, headers)
    else:
        protocol.response_str(status, headers, text)


async def _body(protocol: Protocol, announced: str | None) -> bytes | None:
    """Return the body of a request, None as soon as it is too large."""
    if announced and (not announced.isdecimal() or int(announced[:10]) > LARGEST_BODY):
        return None
    parts, size = [], 0
    async for part in protocol:
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)
