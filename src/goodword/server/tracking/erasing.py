"""One person forgotten: in the database at once, in the files soon after, so that none of them spells the person any more.

Amounts and counts stay, of nobody. What the person was known by (aliases) is gone with the answer; then the event logs are
written anew, the edge learns its links anew, and the pages that SQLite files have freed are overwritten.
"""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.ids import content_key
from goodword.events import EventLog
from goodword.events.keys import erased_id
from goodword.server.accounts.facade import Actor, Right, access_own_brand
from goodword.server.audit.facade import record

from .counting import count_new_days, hold_log, hold_reports
from .logs import event_log
from .models import Alias, Forgetting, Report, ShareLink
from .outbox import do_carry_on
from .publishing import links_path, publish_all_soon

_WHO, _SPELLING = ("person_id", "referrer_id"), ("event_id", "link_id", "root_id", "programme_id", "segment")
_SHORT = 6  # shorter ids turn up by chance inside others, as in the event log
_LATE = timedelta(hours=2)  # by then every spool that held an event of the person is emptied and removed


person_forgotten = Signal()
"""Sent with `brand_id` when somebody is forgotten, and again when the files are: what was computed from them must go too."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many reports and links no longer name the person; the event log follows."""

    reports: int
    links: int


def do_forget_person(actor: Actor, person_id: str) -> Forgotten:
    """Take a person out of the brand's reports, aliases, share links and event logs."""
    actor.check(Right.PEOPLE_WRITE)
    if not person_id.strip():
        raise InputError(_("Say who: the person_id that was reported."))
    with transaction.atomic():
        hold_reports(actor.brand_id)
        hold_log(actor.brand_id)
        # The log takes an id as it was reported; only there it is replaced so that a repeat is still known.
        do_carry_on(actor.brand_id, is_urgent=Spelling(person_id).is_in)
        Alias.objects.filter(Q(person_id=person_id) | Q(alias=person_id), brand_id=actor.brand_id).delete()
        done = Forgotten(
            _forget_in_reports(actor.brand_id, person_id), _forget_in_links(actor.brand_id, person_id)
        )
        Forgetting.objects.create(brand_id=actor.brand_id, person_id=person_id)
        record(
            actor,
            "person.forget",
            access_own_brand(actor),
            after={"reports": done.reports, "links": done.links},
        )
        person_forgotten.send(None, brand_id=actor.brand_id)
        publish_all_soon()
        _rewrite_soon(actor.brand_id)
    return done


def do_rewrite_files(brand_id: int) -> int:
    """Write the files anew that may spell somebody who is being forgotten; returns how many are forgotten for good.

    Done again until events that were on their way have come in; readers of an older version of a log hold it up.
    """
    asked = list(Forgetting.objects.filter(brand_id=brand_id))
    if not asked:
        return 0
    logs = (event_log(brand_id), EventLog.open(Path(settings.HOME) / "edge" / "machines" / str(brand_id)))
    done = [log.erase(*(each.person_id for each in asked)) for log in logs]
    count_new_days(brand_id)
    person_forgotten.send(None, brand_id=brand_id)
    late = timezone.now() - _LATE
    whole = all(each.complete for each in done)
    gone = [each.pk for each in asked if whole and each.asked_at <= late]
    Forgetting.objects.filter(pk__in=gone).delete()
    scrub(links_path())
    if connection.vendor == "sqlite":
        scrub(Path(str(connection.settings_dict["NAME"])))
    return len(gone)


def scrub(path: Path) -> None:
    """Leave nothing in a SQLite file of what was deleted from it: no freed page, no half of one, no old log."""
    if path.is_file():
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as file:
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _rewrite_soon(brand_id: int) -> None:
    """Queue the rewriting, for when the edge has learnt of the links and the drain has emptied the spools."""
    from .tasks import ask_to_rewrite

    transaction.on_commit(lambda: ask_to_rewrite(brand_id))


def _forget_in_reports(brand_id: int, person_id: str) -> int:
    """Let reports that spell the person belong to nobody; returns how many did."""
    spelled = Spelling(person_id)
    text = Cast("event", TextField())
    some = Report.objects.filter(brand_id=brand_id).annotate(text=text)
    changed = []
    for report in some.filter(Q(key__contains=person_id) | Q(text__contains=spelled.in_json)).iterator(2_000):
        before = (report.key, dict(report.event))
        report.event, report.key = spelled.without(report.event), spelled.instead(report.key)
        if before != (report.key, report.event):
            report.content = ""
            report.person_id = report.event.get("person_id") or ""
            changed.append(report)
    Report.objects.bulk_update(changed, ["event", "key", "content", "person_id"], batch_size=200)
    return len(changed)


def _forget_in_links(brand_id: int, person_id: str) -> int:
    """Let links of the person be of nobody; one whose code spells them is withdrawn under another code."""
    spelled, own = Spelling(person_id), ShareLink.objects.filter(brand_id=brand_id)
    count = own.filter(person_id=person_id).update(person_id="", revision=F("revision") + 1)
    for link in own.filter(Q(code__contains=person_id) | Q(root_code__contains=person_id)):
        code, root = (spelled.instead_of_code(each) for each in (link.code, link.root_code))
        if (code, root) != (link.code, link.root_code):
            gone = timezone.now() if code != link.code else link.withdrawn_at
            own.filter(pk=link.pk).update(
                code=code, root_code=root, withdrawn_at=gone, revision=F("revision") + 1
            )
    return count


class Spelling:
    """Where a text spells a person: ids of some length also inside others, as the event log does it.

    >>> Spelling("customer-77").instead("order-of-customer-77")[:7], Spelling("customer-77").instead("customer-770")
    ('erased:', 'customer-770')
    """

    def __init__(self, person_id: str) -> None:
        self._person = person_id
        inside = len(person_id) >= _SHORT
        ends = ("(?:^|[^0-9A-Za-z])", "(?:[^0-9A-Za-z]|$)") if inside else ("^", "$")
        self._pattern = re.compile(re.escape(person_id).join(ends))

    @property
    def in_json(self) -> str:
        """How the id stands in the text of a JSON column."""
        if connection.vendor == "postgresql":
            return self._person.replace("\\", "\\\\").replace('"', '\\"')
        return ascii_json(self._person)

    def is_in(self, text: str) -> bool:
        """Tell whether a text spells the person."""
        return self._pattern.search(text) is not None

    def instead(self, text: str) -> str:
        """Return a text as it is, or what stands in the event log for one that spells the person."""
        return erased_id(text) if self.is_in(text) else text

    def instead_of_code(self, code: str) -> str:
        """Return a link's code as it is, or another one."""
        return f"gone-{content_key('gone', code)[:24]}" if self.is_in(code) else code

    def without(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event without the person."""
        kept = {name: value for name, value in event.items() if name not in _WHO or value != self._person}
        own = kept.keys() != event.keys()
        kept |= {name: self.instead(kept[name]) for name in _SPELLING if kept.get(name)}
        if own or self.is_in(str(event.get("extra") or "")):
            kept["extra"] = {}
        return kept


def ascii_json(text: str) -> str:
    r"""Return a text as it stands in JSON that is written in ASCII.

    >>> ascii_json("林")
    '\\u6797'
    """
    return json.dumps(text)[1:-1]
