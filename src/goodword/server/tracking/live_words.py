"""The live view in words: what became of an event, and why."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodword.core.events import EventKind
from goodword.edge.hygiene import Machine
from goodword.edge.notices import Notice
from goodword.server.shell.vocabulary import word


class State(StrEnum):
    """What became of it."""

    KEPT = "kept"
    MACHINE = "machine"
    REFUSED = "refused"
    TEST = "test"

    @property
    def label(self) -> str:
        """The state in a word."""
        return {
            State.KEPT: pgettext("an event", "Counts"),
            State.MACHINE: pgettext("an event", "Machine"),
            State.REFUSED: pgettext("an event", "Refused"),
            State.TEST: pgettext("an event", "Test"),
        }[self]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {State.KEPT: "good", State.MACHINE: "", State.REFUSED: "caution", State.TEST: "accent"}[self]


def kind_said(kind: str) -> str:
    """Return the kind of an event in the page's words; as it was given where it is none."""
    return word(kind) if kind in set(EventKind) else kind or word("event")


def by_said(source: str) -> str:
    """Say what reported an event."""
    return {
        "edge": _("Edge"),
        "api": _("API"),
        "import": _("Import"),
        "link": _("Share link"),
        "sample": _("Sample data"),
    }.get(source, source)


def machine_said(kind: str) -> str:
    """Say what kind of machine it was."""
    known: dict[str, str] = {
        Machine.PREVIEW: _("Preview bot: a messenger or a network about to show the card. Not counted."),
        Machine.CRAWLER: _("Crawler: a search engine, an archive or a monitor. Not counted."),
        Machine.SCANNER: _("Scanner: a mail or security program checked the link. Not counted."),
        Machine.PROGRAM: _("Program: a script or a library, no browser. Not counted."),
        Machine.PREFETCH: _("Fetched ahead by a browser; it counts when a person opens it."),
    }
    return known.get(kind) or _("A machine. Not counted.")


def refused_said(notice: Notice) -> str:
    """Say why something was refused, and what to do."""
    host = {"host": notice.host or _("an unknown page")}
    known: dict[str, str] = {
        "host": _("Pages on %(host)s are not registered for this site. Add the host in step 1.") % host,
        "site": _("The key in the script tag is not known, or no longer valid. Copy the tag once more."),
        "sender": _("It names no site and no link that is known."),
        "events": _("The batch holds no list of 1 to 50 events."),
        "event": _("An event is an object such as {“kind”: “visit”}."),
        "kind": _("A page may report visits, leads, sign-ups and shares; purchases come from your server."),
        "id": _("The id of an event is not a UUID of version 7 without hyphens."),
        "ago": _("The age of an event is not a number of milliseconds up to a day."),
        "page": _("The page of an event is not a text."),
        "expired": _("The link has expired. The visitor saw a polite page."),
        "withdrawn": _("The link was withdrawn. The visitor saw a polite page."),
    }
    return known.get(notice.reason) or notice.detail
