"""The fault matrix: what happens to every source sooner or later."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from ..protocol import PullError
from .faults import RETRY_AFTER, Fault
from .keeping import ConformanceError, pull_once
from .kit import Kit, World, world

Scenario = Callable[[World], None]


def scenarios(kit: Kit) -> dict[str, Callable[[], None]]:
    """Return what can be run by name; each raises `ConformanceError` when the connector breaks the protocol."""
    found: dict[str, Scenario] = {
        "nothing there": _nothing_there,
        "first run": _first_run,
        "nothing new": _nothing_new,
        "a long backlog at the beginning": _backlog_first,
        "a long backlog after a rest": _backlog_later,
        "one at a time": _one_at_a_time,
        "ties on the same second": _ties,
        "killed before anything is kept": _killed,
    }
    if kit.late_by is not None:
        found["late items"] = _late
    if kit.edits:
        found["edited items"] = _edited
    if kit.deletions:
        found["deleted items"] = _deleted
    for fault in kit.faults:
        found[f"{fault} at once"] = partial(_fault_at_once, fault)
        found[f"{fault} in a backlog"] = partial(_fault_in_backlog, fault)
    return {name: partial(_run, kit, scenario) for name, scenario in found.items() if name not in kit.skip}


def check_connector(kit: Kit) -> None:
    """Run every scenario; raises one `ConformanceError` that lists all that failed."""
    wrong = []
    for name, run in scenarios(kit).items():
        try:
            run()
        except (ConformanceError, PullError) as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise ConformanceError("\n".join(wrong))


def _run(kit: Kit, scenario: Scenario) -> None:
    with world(kit) as here:
        scenario(here)


def _nothing_there(here: World) -> None:
    here.run()
    here.check()
    if here.kept.gaps:
        raise ConformanceError("An empty source is no gap.")


def _first_run(here: World) -> None:
    here.peer.add(3)
    here.run()
    here.check()


def _nothing_new(here: World) -> None:
    here.peer.add(3)
    here.run()
    mentions, gaps = dict(here.kept.mentions), len(here.kept.gaps)
    for _ in range(3):
        here.run()
    here.check()
    if here.kept.mentions != mentions:
        raise ConformanceError("Mentions changed although nothing happened at the source.")
    if len(here.kept.gaps) > gaps:
        raise ConformanceError("A gap was said although nothing happened at the source.")


def _backlog_first(here: World) -> None:
    here.peer.add(here.kit.page * here.kit.backlog + 1)
    here.run()
    here.check()


def _backlog_later(here: World) -> None:
    here.peer.add(3)
    here.run()
    here.peer.add(here.kit.page * here.kit.backlog + 1)
    here.run()
    here.check()
    here.peer.add(2)
    here.run()
    here.check()


def _one_at_a_time(here: World) -> None:
    for _ in range(here.kit.page + 2):
        here.peer.add(1)
        here.run()
    here.check()


def _ties(here: World) -> None:
    same, at_once = here.peer.clock.now, timedelta(0)
    here.peer.add(here.kit.page + 1, at=same, step=at_once)
    here.run()
    here.peer.add(1, at=same, step=at_once)
    here.run()
    here.peer.add(2)
    here.run()
    here.check()


def _late(here: World) -> None:
    assert here.kit.late_by is not None  # noqa: S101 - only run when it is given
    here.peer.add(5)
    here.run()
    here.peer.add(1, at=here.peer.clock.now - here.kit.late_by)
    here.run()
    here.peer.add(2)
    here.run()
    here.check()


def _killed(here: World) -> None:
    """Every pull is lost once before it is kept, as after kill -9."""
    here.peer.add(here.kit.page * 3 + 1)
    for _ in range(2):
        here.run(killed=True)
        here.check()
        here.peer.add(2)
    here.run()
    here.check()


def _edited(here: World) -> None:
    item = here.peer.add(3)[1]
    here.run()
    here.peer.edit(item)
    here.run()
    here.check()
    if "Edited" not in here.kept.mentions[here.peer.native_id(item)].text:
        raise ConformanceError("An edit did not come through.")


def _deleted(here: World) -> None:
    item = here.peer.add(3)[1]
    here.run()
    here.peer.delete(item)
    here.run()
    here.check()
    if not here.kept.mentions[here.peer.native_id(item)].deleted:
        raise ConformanceError("A deletion did not come through.")


def _fault_at_once(fault: Fault, here: World) -> None:
    for _ in range(2):  # at the very beginning, and later
        here.peer.add(3)
        here.peer.clock.now += here.kit.every
        here.peer.fail_next(fault)
        _must_fail(fault, here)
        here.run()
        here.check()


def _must_fail(fault: Fault, here: World) -> None:
    before = dict(here.kept.cursor)
    try:
        pull_once(here.connector(), before)
    except PullError as error:
        if error.reason is not fault.reason:
            raise ConformanceError(
                f"It says “{error.reason}” where “{fault.reason}” is true ({error})."
            ) from None
        if fault is Fault.LIMITED and error.retry_after != RETRY_AFTER:
            raise ConformanceError(
                f"Retry-After said {RETRY_AFTER} seconds, the error {error.retry_after}."
            ) from None
    else:
        raise ConformanceError(f"The source failed ({fault}), and nothing was said.")


def _fault_in_backlog(fault: Fault, here: World) -> None:
    """Wherever a request fails in the middle, what comes after still makes everything whole."""
    here.peer.add(here.kit.page * 3 + 1)
    for after in (1, 2, 3):
        here.peer.clock.now += here.kit.every
        here.peer.fail_next(fault, after=after)
        try:
            here.run()
        except PullError as error:
            if error.reason is not fault.reason:
                raise ConformanceError(
                    f"It says “{error.reason}” where “{fault.reason}” is true ({error})."
                ) from None
        here.peer.heal()
        here.peer.add(here.kit.page + 1)
    here.run()
    here.check()
