"""A supervised process ends with the one that started it, so that none is left behind holding a port."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def hold() -> None:
    """Ask the kernel to end this process when its parent is gone (Linux; elsewhere the supervisor ends it)."""
    if sys.platform == "linux" and os.environ.get("GOODWORD_SUPERVISED"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
