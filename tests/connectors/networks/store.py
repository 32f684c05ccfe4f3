"""Whoever pulls: keeps what came with the cursor, survives faults and crashes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from goodword.connectors.protocol import Connector, Cursor, Gap, Mention, Pull, PullError


@dataclass
class Store:
    """What was kept: by id, with every gap, and how often each version of an item came."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    came: dict[tuple[str, str], int] = field(default_factory=dict)
    cursor: Cursor = field(default_factory=dict)

    def keep(self, pull: Pull) -> None:
        for each in pull.mentions:
            key = each.native_id, f"{each.title}|{each.text}|{each.deleted}"
            self.came[key] = self.came.get(key, 0) + 1
            self.mentions[each.native_id] = each
        self.gaps += pull.gaps
        self.cursor = json.loads(json.dumps(pull.cursor, sort_keys=True))

    def texts(self) -> dict[str, str]:
        return {key: each.text for key, each in self.mentions.items() if not each.deleted}

    def deleted(self) -> set[str]:
        return {key for key, each in self.mentions.items() if each.deleted}


def drain(connector: Connector, store: Store, most: int = 300) -> int:
    """Pull until there is no more; return how many pulls it took."""
    for done in range(1, most + 1):
        store.keep(connector.pull(store.cursor))
        if not store.cursor.get("more"):
            return done
    raise AssertionError(f"still more after {most} pulls")


def drain_stubbornly(
    connector: Connector,
    store: Store,
    crash: Callable[[], bool] = lambda: False,
    wait: Callable[[float], None] = lambda _seconds: None,
) -> None:
    """Pull until there is no more whatever goes wrong: errors leave the cursor, crashes lose the pull."""
    for _ in range(500):
        before = json.dumps(store.cursor)
        try:
            pull = connector.pull(store.cursor)
        except PullError as error:
            assert json.dumps(store.cursor) == before
            wait(error.retry_after or 0)
            continue
        assert json.dumps(store.cursor) == before, "a pull changed the cursor it was given"
        if crash():
            continue
        store.keep(pull)
        if not store.cursor.get("more"):
            return
    raise AssertionError("never came to an end")
