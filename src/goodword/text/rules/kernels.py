"""How the small steps of a walk are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Step = TypeVar("Step", bound=Callable[..., Any])


def step(function: Step) -> Step:
    """Compile a function into the ones that call it.

    It makes no arrays, so it need not count who holds the ones it gets (`_nrt`): that would double the time of a walk.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "forceinline": True, "_nrt": False}
    return cast(Step, njit(**options)(function))
