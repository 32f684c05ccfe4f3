"""How each process of the edge is, in a small file of its own, so that any of them can speak for all."""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_STALE_SECONDS = 10.0


@dataclass(slots=True)
class State:
    """What a process says of itself: when, its counts, and what is wrong."""

    name: str
    values: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    at: float = 0.0


def write_state(folder: Path, state: State) -> None:
    """Tell the others; silently not at all when there is no room."""
    path = folder / f"{state.name}.json"
    data = {"at": time.time(), "values": state.values, "problems": state.problems}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{os.getpid()}")
        waiting.write_text(json.dumps(data), "utf-8")
        waiting.replace(path)


def remove_state(folder: Path, name: str) -> None:
    """Say no more."""
    with suppress(OSError):
        (folder / f"{name}.json").unlink()


def read_states(folder: Path) -> list[State]:
    """Return how the processes are that have said so lately; forget the others."""
    found = []
    for path in sorted(folder.glob("*.json")):
        with suppress(OSError, ValueError, KeyError):
            data: dict[str, Any] = json.loads(path.read_text("utf-8"))
            if abs(time.time() - data["at"]) < _STALE_SECONDS:
                found.append(State(path.stem, data["values"], data["problems"], data["at"]))
            else:
                path.unlink()
    return found
