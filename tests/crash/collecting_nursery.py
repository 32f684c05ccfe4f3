"""A source of numbered items, read by processes that are forked here and killed from outside.

Holds the loaded program and does what each line on its input says; see nursery.py.
"""

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from goodword.connectors.protocol import ConnectorSpec, Cursor, Mention, Pull  # noqa: E402
from goodword.core.vocabulary import SourceType  # noqa: E402
from goodword.server.accounts.facade import all_brands, ensure_default_brand  # noqa: E402
from goodword.server.collecting import kinds, running  # noqa: E402
from goodword.server.collecting.models import GapRecord, Run, Source  # noqa: E402
from goodword.server.listening.models import Mention as Stored  # noqa: E402
from goodword.server.listening.models import MentionVersion  # noqa: E402

PAGE = 20


class Numbers:
    """Shows the file's items from where the cursor is; every tenth is edited when it is shown again."""

    def pull(self, cursor: Cursor) -> Pull:
        """Return a page, with the last five of the one before once more."""
        at = int(cursor.get("at", 0))
        total = int(os.environ["CRASH_ITEMS"])
        end = min(at + PAGE, total)
        items = [self.item(n, again=n < at) for n in range(max(0, at - 5), end)]
        return Pull(items, [], {"at": end, "more": end < total})

    def item(self, number: int, *, again: bool) -> Mention:
        """Return one item."""
        text = f"Item {number}, edited" if again and number % 10 == 0 else f"Item {number}"
        return Mention(
            native_id=str(number), text=text, reply_to=str(number - 1) if number % 3 else "",
            published=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip


SPEC = ConnectorSpec(
    kind="numbers", title_en="Numbers", title_zh="数字", source_type=SourceType.FORUM, fields=(),
    open=lambda _settings, _net: Numbers(), sees_en="", sees_zh="", misses_en="", misses_zh="", limits_en="", limits_zh="",
)  # fmt: skip


def prepare() -> None:
    """Make the tables and the source."""
    call_command("migrate", verbosity=0, skip_checks=True)
    ensure_default_brand()
    Source.objects.create(brand_id=all_brands()[0].pk, kind="numbers", name="Numbers")


def spawn() -> int:
    """Fork a process that reads the source to its end; work a little inside every transaction."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    keep = running.note_lost

    def slowly(*args: object) -> None:
        time.sleep(0.01)
        keep(*args)  # type: ignore[arg-type]

    running.note_lost = slowly
    try:
        running.run_source(Source.objects.get().pk)
    finally:
        os._exit(0)


def kill(pid: int) -> int:
    """Kill a process and return how it ended: 0 when it was done before."""
    os.kill(pid, signal.SIGKILL)
    return wait(pid)


def wait(pid: int) -> int:
    """Wait for the end of a process and return how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def told() -> dict[str, object]:
    """Return what is stored."""
    rows = Stored.objects.order_by("pk").values_list("external_id", "text", "thread_id")
    source = Source.objects.get()
    return {
        "rows": list(rows), "cursor": source.cursor, "position": source.position,
        "versions": MentionVersion.objects.count(), "open": GapRecord.objects.filter(state="open").count(),
        "unfinished": Run.objects.filter(finished_at=None).count(), "new": sum(Run.objects.values_list("new", flat=True)),
    }  # fmt: skip


COMMANDS = {"prepare": prepare, "spawn": spawn, "kill": kill, "wait": wait, "told": told}

if __name__ == "__main__":
    kinds._found = lambda: [SPEC]
    for line in sys.stdin:
        command, *args = json.loads(line)
        print(json.dumps(COMMANDS[command](*args)), flush=True)
