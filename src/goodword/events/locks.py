"""Who may do what at the same time: one writer, one maintainer, readers that pin what they read.

All locks are `flock`s, which the kernel releases when a process dies, however it dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from goodword.events.durable import explained

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file alone, waiting for whoever has it."""
    with explained(path, "lock"):
        handle = os.open(path, _FLAGS, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Pin:
    """A reader's hold on one version of the log: its files stay until the pin is released.

    Without the right to write in the folder there is no pin (`held` is False); reading works all the same.
    """

    def __init__(self, folder: Path, version: int) -> None:
        self._handle: int | None = None
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            self._handle = os.open(folder / str(version), _FLAGS, 0o644)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    @property
    def held(self) -> bool:
        """Whether the pin protects anything."""
        return self._handle is not None

    def release(self) -> None:
        """Let go; releasing twice is harmless."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def older_pins_held(folder: Path, version: int) -> bool:
    """Tell whether a reader still pins a version before this one; forget the pins nobody holds.

    A reader that opens a pin file just before it is removed notices that the log has moved on, and pins anew.
    """
    held = False
    for path in list(folder.glob("*")):
        if not path.name.isdigit() or int(path.name) >= version:
            continue
        handle = os.open(path, _FLAGS, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
        except BlockingIOError:
            held = True
        finally:
            os.close(handle)
    return held
