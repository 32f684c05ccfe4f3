"""Tasks the tests run; each does one thing to look at afterwards."""

from django.utils.translation import gettext

from goodword.core.errors import InputError
from goodword.server.jobs.current import current_run, progress
from goodword.server.jobs.models import Effect
from goodword.server.jobs.once import once
from goodword.server.jobs.policy import job

seen: list[object] = []


@job(title="Add two numbers")
def add(left: int, right: int) -> int:
    return left + right


@job(title="Note a word", priority=0)
def note(word: str) -> None:
    seen.append(word)


@job(title="Fail each time", max_attempts=3, retry_seconds=10)
def break_down() -> None:
    raise RuntimeError("the disk is on fire")


@job(title="Refuse the input", max_attempts=5)
def refuse() -> None:
    raise InputError("The file is empty. Choose one with rows.")


@job(title="Leave the process")
def leave() -> None:
    raise SystemExit(3)


@job(title="Return what JSON cannot hold", max_attempts=1)
def return_set() -> set[int]:
    return {1}


@job(title="Say how far it is")
def tell_progress() -> None:
    progress(0.25, "%(done)s of %(total)s rows", done=1, total=4)


@job(title="Look at the run")
def look() -> list[object]:
    run = current_run()
    return [] if run is None else [run.brand_id, run.attempt]


@job(title="Complain")
def complain() -> None:
    raise InputError(gettext("This field is required."))


@job(title="Happen once")
def happen_once(key: str) -> bool:
    with once("test", key) as first:
        if first:
            seen.append(key)
    return first


@job(title="Write and break", one_transaction=True, max_attempts=1)
def write_and_break() -> None:
    Effect.objects.create(key="written")
    raise RuntimeError("after the write")


@job(title="Write and return", one_transaction=True)
def write_and_return() -> str:
    Effect.objects.create(key="written")
    return "written"


not_a_task = add.func
