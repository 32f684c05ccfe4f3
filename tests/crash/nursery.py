"""Holds the loaded program and does what each line on its input says: forking a worker costs milliseconds.

Run as `python -c "import django; django.setup(); import nursery; nursery.serve()"`, in this folder.
"""

import json
import os
import random
import signal
import sys
import time

from django.core.management import call_command
from django.db import connection, connections, transaction

from goodword.server.jobs.facade import enqueue, job, once, run_worker, workers_alive
from goodword.server.jobs.models import Effect, Job, Worker


@job(title="Count", max_attempts=50, lease_seconds=1, retry_seconds=0)
def count(number: int) -> None:
    """Count under a lease so short that a killed worker's job comes back soon."""
    _count(number)


@job(title="Count calmly")
def count_calmly(number: int) -> None:
    """Count under a lease so long that no healthy worker loses it on a busy machine."""
    _count(number)


def _count(number: int) -> None:
    """Say that it started, work a little, and count the number exactly once."""
    _write("INSERT INTO crash_started (number) VALUES (%s)", number)
    time.sleep(random.Random(number).uniform(0, 0.04))
    with once("crash", number) as first:
        if first:
            _write("INSERT INTO crash_counted (number) VALUES (%s)", number)
            time.sleep(random.Random(number).uniform(0, 0.01))
            _write("UPDATE crash_total SET total = total + %s", 1)
    time.sleep(random.Random(number).uniform(0, 0.02))


@job(title="Take long", lease_seconds=1)
def take(seconds: float) -> None:
    """Run for some seconds, in a transaction that must not survive an interruption."""
    with transaction.atomic():
        _write("INSERT INTO crash_counted (number) VALUES (%s)", 1)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.01)


@job(title="Never end", lease_seconds=1, timeout_seconds=0.2, max_attempts=1)
def never_end() -> None:
    """Hang."""
    while True:
        time.sleep(0.01)


def _write(statement: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])


def _read(statement: str) -> list[list[object]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [list(row) for row in cursor.fetchall()]


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0, skip_checks=True)
    for statement in (
        "CREATE TABLE crash_started (number integer)",
        "CREATE TABLE crash_counted (number integer)",
        "CREATE TABLE crash_total (total integer)",
        "INSERT INTO crash_total VALUES (0)",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def clear() -> None:
    """Forget what the test before did."""
    Job.objects.all().delete()
    Effect.objects.all().delete()
    Worker.objects.all().delete()
    for statement in (
        "DELETE FROM crash_started",
        "DELETE FROM crash_counted",
        "UPDATE crash_total SET total = 0",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def queue(name: str, *args: object, times: int = 1) -> None:
    """Queue a task, with its number as the argument when it is queued many times."""
    tasks = {"count": count, "count_calmly": count_calmly, "take": take, "never_end": never_end}
    with transaction.atomic():
        for number in range(times):
            enqueue(tasks[name], *(args or (number,) * name.startswith("count")))


def spawn(grace_seconds: float = 20.0) -> int:
    """Fork a worker and return its process id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        run_worker(grace_seconds=grace_seconds)
    finally:
        os._exit(0)


def wait(pid: int) -> int:
    """Wait for a worker's end and return its status."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill(pid: int, number: int) -> None:
    """Send a signal."""
    os.kill(pid, number)


def states() -> dict[str, int]:
    """Return how many jobs there are per state, leaving out what comes back by a schedule meanwhile."""
    found: dict[str, int] = {}
    for state in Job.objects.exclude(task_path__startswith="goodword.").values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def jobs() -> list[dict[str, object]]:
    """Return what is recorded of every job."""
    own = Job.objects.exclude(task_path__startswith="goodword.")
    return list(own.order_by("pk").values("state", "attempts", "failures", "lease_until"))


def cut_connections() -> None:
    """End every other connection to the database, as a restarting PostgreSQL server does."""
    _read(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


COMMANDS = {
    "alive": workers_alive,
    "clear": clear,
    "cut_connections": cut_connections,
    "jobs": jobs,
    "kill": kill,
    "prepare": prepare,
    "queue": queue,
    "read": _read,
    "spawn": spawn,
    "states": states,
    "wait": wait,
}


def serve() -> None:
    """Answer every command until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        command, args, kwargs = json.loads(line)
        print(json.dumps(COMMANDS[command](*args, **kwargs), default=str), flush=True)
    connections.close_all()
