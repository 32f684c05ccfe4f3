"""The loaded program for the tests of reports: does what each line on its input says, and forks who is to be killed.

Run as `python -c "import django; django.setup(); import reports_nursery; reports_nursery.serve()"`, in this folder.
"""

import json
import os
import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

from django.conf import settings as site
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from goodword.edge import EdgeSettings
from goodword.edge.drain import Drain, log_folders
from goodword.edge.lines import MACHINE, event_line
from goodword.edge.spool import Spool
from goodword.edge.table import Campaign
from goodword.server.accounts.factories import make_brand, make_organisation
from goodword.server.accounts.models import Brand
from goodword.server.accounts.queries import system_actor
from goodword.server.api.facade import table_of
from goodword.server.tracking import outbox
from goodword.server.tracking.api import EventGiven
from goodword.server.tracking.erasing import do_forget_person, do_rewrite_files
from goodword.server.tracking.facade import event_log
from goodword.server.tracking.models import Alias, DayCount, Forgetting, Report, ShareLink, TargetHost
from goodword.server.tracking.outbox import do_carry_on
from goodword.server.tracking.publishing import publish_all
from goodword.server.tracking.reports import ReportsRefusedError, do_report
from goodword.server.tracking.tasks import follow

TS = "2026-03-01T09:30:00Z"


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0, skip_checks=True)
    make_organisation("Ada's school", "ada")


def brand(slug: str) -> None:
    """Make a brand for a test."""
    from goodword.server.accounts.models import Organisation

    make_brand(Organisation.objects.get(slug="ada"), slug, slug)


def report(slug: str, key: str, amount: int, refund_of: str = "", times: int = 1) -> int:
    """Report one purchase or refund, or many in a batch; return how many were new, -1 if they were refused."""
    kind = "refund" if refund_of else "purchase"
    events = [
        EventGiven(
            kind=kind, event_id=f"{key}-{number}" if times > 1 else key, ts=TS, amount_minor=amount, currency="EUR",
            refund_of=refund_of or None,
        )
        for number in range(times)
    ]  # fmt: skip
    actor = system_actor(Brand.objects.get(slug=slug), "test")
    try:
        return do_report(actor, table_of("events", events), [each.claim() for each in events]).added
    except ReportsRefusedError:
        return -1


def at_once(slug: str, calls: list[list[object]]) -> list[int]:
    """Report from so many threads, which all begin at the same moment."""
    start = Barrier(len(calls))

    def one(call: list[object]) -> int:
        try:
            start.wait(timeout=60)
            return report(slug, *call)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def fork_carrier(slug: str, mark: str) -> int:
    """Fork a process that carries reports into the log again and again; with `mark` it stays where a kill hurts most.

    That is between the log and the commit; the file `mark` then says so.
    """
    connections.close_all()
    child = os.fork()
    if child:
        return child

    def stay(_brand_id: int) -> None:
        Path(mark).touch()
        time.sleep(60)

    if mark:
        outbox.count_new_days = stay
    try:
        pk = Brand.objects.get(slug=slug).pk
        while True:
            do_carry_on(pk)
            time.sleep(0.01)
    finally:
        os._exit(0)


def kill(pid: int) -> int:
    """Kill a forked process and return its status."""
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def carry_on(slug: str) -> None:
    """Do the job once more, to its end."""
    follow.func(Brand.objects.get(slug=slug).pk)


def stands(slug: str) -> dict[str, object]:
    """Return what is kept: in the database, in the log, and in the day counts."""
    found = Brand.objects.get(slug=slug)
    rows = event_log(found.pk).table(["event_id", "amount_minor"]).to_pylist()
    return {
        "reports": Report.objects.filter(brand=found).count(),
        "unlogged": Report.objects.filter(brand=found, logged_at=None).count(),
        "logged": len(rows),
        "distinct": len({row["event_id"] for row in rows}),
        "minor": sum(row["amount_minor"] or 0 for row in rows),
        "counted": sum(DayCount.objects.filter(brand=found).values_list("count", flat=True)),
    }


def be_known(slug: str, person: str) -> None:
    """Let somebody leave traces wherever they can: links, spools, logs of people and machines, reports, an alias."""
    found = Brand.objects.get(slug=slug)
    actor = system_actor(found, "test")
    TargetHost.objects.get_or_create(brand=found, host="shop.example")
    for code in (re.sub("[^0-9a-z-]", "-", f"of-{person}"), f"tea-{slug}"):
        ShareLink.objects.create(
            brand=found,
            code=code,
            target="https://shop.example/",
            person_id=person,
            root_code=code,
            channel="feed",
        )
    publish_all()
    settings = EdgeSettings.of_home(Path(site.HOME), site.SECRET_KEY)
    spool, facts = (
        Spool.create(settings.spools),
        f'"tenant":"{found.pk}","referrer_id":"{person}","link_id":"of-{person}"',
    )
    campaign = Campaign.read(
        json.dumps(
            {"tenant": str(found.pk), "time_zone": "UTC", "card": {}}
            | dict.fromkeys(("channel", "lever", "programme_id"))
        )
    )
    for number, source in enumerate(("edge", MACHINE)):
        spool.append(
            [
                event_line(
                    f"{found.pk:016x}{number:016x}",
                    1_790_000_000_000_000,
                    "view",
                    facts,
                    campaign,
                    source=source,
                )
            ]
        )
    spool.close()
    folders = log_folders(Path(site.HOME) / "events", settings.folder / "machines")
    assert Drain(settings.spools, folders).run_once().added == 2
    events = [
        EventGiven(
            kind="purchase",
            event_id=f"order-{person}-1",
            ts=TS,
            person_id=person,
            amount_minor=100,
            currency="EUR",
        ),
        EventGiven(
            kind="lead", event_id="lead", ts=TS, person_id="bo", referrer_id=person, extra={"from": person}
        ),
        EventGiven(kind="lead", event_id="other", ts=TS, person_id=f"{person}0"),
    ]
    do_report(actor, table_of("events", events), [each.claim() for each in events])
    Alias.objects.create(brand=found, alias="visitor:0123456789abcdef", person_id=person)
    carry_on(slug)


def forget(slug: str, person: str) -> None:
    """Forget somebody, and write the files anew as the job does two hours later."""
    found = Brand.objects.get(slug=slug)
    do_forget_person(system_actor(found, "test"), person)
    do_rewrite_files(found.pk)
    Forgetting.objects.update(asked_at=timezone.now() - timedelta(hours=3))
    assert do_rewrite_files(found.pk) == 1


COMMANDS = {
    each.__name__: each
    for each in (prepare, brand, report, at_once, fork_carrier, kill, carry_on, stands, be_known, forget)
}


def serve() -> None:
    """Answer every command until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        command, args = json.loads(line)
        print(json.dumps(COMMANDS[command](*args)), flush=True)
    connections.close_all()
