"""Workspaces that the tests share: one at scale 1, one at scale 3."""

from datetime import date
from typing import Any

import pytest

from goodword.sample import Workspace, simulate

END = date(2026, 6, 30)
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The workspace as a visitor gets it."""
    return simulate(end_day=END)


@pytest.fixture(scope="session")
def large() -> Workspace:
    """Three times as much, for effects that need numbers."""
    return simulate(scale=3, seed=11, end_day=END)


@pytest.fixture(scope="session")
def events(workspace: Workspace) -> Rows:
    return workspace.events.to_pylist()


@pytest.fixture(scope="session")
def many_events(large: Workspace) -> Rows:
    return large.events.to_pylist()
