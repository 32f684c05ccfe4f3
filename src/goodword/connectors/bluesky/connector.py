"""Bluesky read from its Jetstream: replayed from where it was left, up to now."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from ..entered import read_settings
from ..hearing import Ending, hear
from ..protocol import (
    Cursor,
    Field,
    Gap,
    GapReason,
    LimitedError,
    Mention,
    Pull,
    SettingError,
    UnavailableError,
)
from ..wire import Net
from ..words import Words
from .events import POSTS, Event, moment_of, post_mention, read_event
from .seen import Seen

SECOND = 1_000_000
OVERLAP = 5 * SECOND  # servers do not keep the very same order
SILENCE = 300 * SECOND  # all of Bluesky is never silent for so long: what is missing cannot be replayed
EVENTS = 100_000  # in one pull
SECONDS = 60.0
QUIET = 5.0
TRIES = 5


class Bluesky:
    """The stream of all posts. The cursor holds the time of the last event (`at`, microseconds since 1970).

    A round goes on until the present. What ends before, because the line broke or enough was read, goes on from the
    last event; a new round begins `OVERLAP` earlier.
    """

    def __init__(self, net: Net, address: str, words: Words, hours: int) -> None:
        """Take the server's address and the words to keep posts for; `hours` is how far back to begin."""
        self._net, self._address, self._words, self._hours = net, address, words, hours

    def pull(self, cursor: Cursor) -> Pull:
        """Replay what was written since; a line that breaks is taken up again a few times."""
        now = self._net.now()
        last = cursor.get("at")
        if last is None:
            begun = int((now - timedelta(hours=self._hours)).timestamp() * SECOND)
            listening = _Listening(self._words, Seen([]), begun, int(now.timestamp() * SECOND), None)
        else:
            begun = last if cursor.get("more") else last - OVERLAP
            seen = Seen(cursor.get("seen", []))
            listening = _Listening(self._words, seen, begun, int(now.timestamp() * SECOND), last)
        self._listen(listening)
        at = max(listening.at, last or 0)
        after = {"at": at, "seen": listening.seen.kept, "more": not listening.caught_up}
        return Pull(list(listening.mentions.values()), listening.gaps, after)

    def _listen(self, listening: "_Listening") -> None:
        for _ in range(TRIES):
            heard = listening.events
            query = urlencode({"wantedCollections": POSTS, "cursor": listening.at})
            try:
                end = hear(
                    self._net, f"{self._address}?{query}", listening.take, seconds=SECONDS, quiet=QUIET
                )
            except (UnavailableError, LimitedError):
                if not listening.events:
                    raise
                if listening.events == heard:
                    return
                continue
            if end is Ending.QUIET:
                self._hear_nothing(listening)
            if end is not Ending.CLOSED:
                return
        if not listening.events:
            raise UnavailableError(
                f"{urlsplit(self._address).hostname} closes the line before a word is said."
            )

    def _hear_nothing(self, listening: "_Listening") -> None:
        """Tell whether there was nothing to say any more: a line that says nothing of a long time hangs."""
        behind = self._net.now().timestamp() * SECOND - listening.at
        listening.caught_up = behind <= SILENCE
        if not listening.caught_up and not listening.events:
            raise UnavailableError(f"{urlsplit(self._address).hostname} takes the line and says nothing.")


class _Listening:
    """What one pull hears."""

    def __init__(self, words: Words, seen: Seen, at: int, until: int, last: int | None) -> None:
        self.words, self.seen, self.at, self.until, self.last = words, seen, at, until, last
        self.mentions: dict[str, Mention] = {}
        self.gaps: list[Gap] = []
        self.events = 0
        self.caught_up = False

    @property
    def full(self) -> bool:
        return self.events >= EVENTS

    def take(self, message: str) -> bool:
        event = read_event(message)
        if not self.events and self.last is not None and event.at - max(self.at, self.last) > SILENCE:
            self.gaps.append(_window(max(self.at, self.last), event.at))
        self.events += 1
        self.at = max(self.at, event.at)
        self._keep(event)
        self.caught_up = event.at >= self.until
        return not self.full and not self.caught_up

    def _keep(self, event: Event) -> None:
        if event.operation == "delete" and self.seen.has(event.uri):
            self.seen.forget(event.uri)
            self.mentions[event.uri] = Mention(native_id=event.uri, deleted=True)
        elif event.operation in ("create", "update") and event.record is not None:
            mention = post_mention(event)
            known = self.seen.has(event.uri) and event.operation == "update"
            if known or self.words.found(mention.text, mention.title):
                self.seen.add(event.uri)
                self.mentions[event.uri] = mention


def _window(start: int, end: int) -> Gap:
    detail = "The server does not keep posts for so long: it replays from the end of this gap on."
    return Gap(reason=GapReason.WINDOW, start=moment_of(start), end=moment_of(end), detail=detail)


def open_bluesky(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> Bluesky:
    """Open the source; raises `SettingError`."""
    values = read_settings(fields, settings, {"hours": (0, 72)})
    address = values["address"].split("?")[0]
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("ws", "wss") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine:
        example = next(field.example for field in fields if field.name == "address")
        raise SettingError("address", f"The server's address begins with wss://, as {example} does.")
    words = Words(values["words"])
    return Bluesky(net, address, words, values["hours"])
