"""A kind of source whose connector does what a script says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from goodword.connectors.protocol import (
    ConnectorSpec,
    Cursor,
    Field,
    FieldKind,
    Gap,
    GapReason,
    Mention,
    Pull,
    SettingError,
)
from goodword.core.vocabulary import SourceType
from goodword.server.collecting import kinds as kinds_of_sources
from goodword.server.collecting.actions import do_create_source
from goodword.server.collecting.models import Source

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Script:
    """What the source does at each pull: return something, or raise; at the end it has nothing more."""

    steps: list[Any] = field(default_factory=list)
    cursors: list[Cursor] = field(default_factory=list)
    opened_with: Mapping[str, Any] = field(default_factory=dict)
    asks: int = 1
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def after(self, **time: int) -> None:
        self.at += timedelta(**time)


class Scripted:
    def __init__(self, script: Script, net: Any) -> None:
        self.script, self.net = script, net

    def pull(self, cursor: Cursor) -> Pull:
        self.script.cursors.append(cursor)
        for _ in range(self.script.asks):
            self.net.get("https://api.example/items")
        step = self.script.steps.pop(0) if self.script.steps else Pull([], [], {**cursor, "more": False})
        if isinstance(step, Exception):
            raise step
        return step


class Silent:
    """A way out that answers nothing."""

    def now(self) -> datetime:
        return START

    def get(self, url: str, **_more: Any) -> None:
        return None


def opened(script: Script) -> Callable[[Mapping[str, Any], Any], Scripted]:
    def open_it(settings: Mapping[str, Any], net: Any) -> Scripted:
        if settings.get("place") == "nowhere":
            raise SettingError("place", "There is no such place. Give another one.")
        script.opened_with = dict(settings)
        return Scripted(script, net)

    return open_it


def spec(script: Script, **changes: Any) -> ConnectorSpec:
    fields = {
        "kind": "scripted",
        "title_en": "Scripted",
        "title_zh": "脚本",
        "source_type": SourceType.FORUM,
        "fields": (
            Field(name="place", label_en="Place", label_zh="地点", example="forum.example"),
            Field(
                name="key", label_en="Key", label_zh="密钥", kind=FieldKind.SECRET, required=False
            ),
            Field(name="deep", label_en="Deep", label_zh="深入", kind=FieldKind.FLAG, required=False),
        ),
        "open": opened(script),
        "sees_en": "Everything in the script.",
        "sees_zh": "脚本里的一切。",
        "misses_en": "Everything else.",
        "misses_zh": "其他的一切。",
        "limits_en": "None.",
        "limits_zh": "没有。",
    }  # fmt: skip
    return ConnectorSpec(**(fields | changes))


def said(*numbers: int, **more: Any) -> list[Mention]:
    return [
        Mention(native_id=str(n), text=f"Sentence number {n}", published=START - timedelta(hours=1), **more)
        for n in numbers
    ]


def pulled(*numbers: int, at: int = 0, more: bool = False, gaps: tuple[Gap, ...] = ()) -> Pull:
    return Pull(said(*numbers), list(gaps), {"at": at, "more": more})


def lost(hours: int, missing: int | None = None, reason: GapReason = GapReason.PROVIDER_CAP) -> Gap:
    return Gap(
        reason=reason, start=START - timedelta(hours=hours), end=START, detail="Only 1,000.", missing=missing
    )


@pytest.fixture
def script(monkeypatch) -> Script:
    script = Script()
    monkeypatch.setattr(
        kinds_of_sources,
        "_found",
        lambda: [
            spec(script),
            spec(script, kind="pushed", pushed=True),
            spec(script, kind="metered", budget=3),
            spec(script, kind="termed", notice_en="Terms.", notice_zh="条款。"),
        ],
    )
    return script


@pytest.fixture
def source(actor, script) -> Source:
    made = do_create_source(actor, "scripted", "The forum", {"place": "forum.example", "key": "s3cret"})
    Source.objects.filter(pk=made.pk).update(created_at=START - timedelta(hours=2), queued_at=None)
    made.refresh_from_db()
    return made
