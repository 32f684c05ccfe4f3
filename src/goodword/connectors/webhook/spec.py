"""Webhooks, as the form for new sources shows them."""

from collections.abc import Mapping
from typing import Any

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Cursor, Field, FieldKind, Pull, SettingError
from ..wire import Net
from .signature import LEAST_SECRET


class Waiting:
    """A source that is never pulled: what comes is sent to it."""

    def pull(self, cursor: Cursor) -> Pull:
        """Return nothing."""
        return Pull([], [], cursor)


def open_webhook(settings: Mapping[str, Any], net: Net) -> Waiting:  # noqa: ARG001 - nothing is fetched
    """Open a webhook; raises `SettingError` when its secret can be guessed."""
    if len(str(settings.get("secret") or "")) < LEAST_SECRET:
        raise SettingError(
            "secret", f"The secret is too short: use at least {LEAST_SECRET} characters made by chance."
        )
    return Waiting()


SPEC = ConnectorSpec(
    kind="webhook",
    title_en="Webhook",
    title_zh="Webhook 推送",
    source_type=SourceType.SOCIAL_NETWORK,
    fields=(
        Field(
            name="secret",
            label_en="Secret",
            label_zh="签名密钥",
            help_en="At least 24 characters made by chance; the sender signs each event with it (Standard Webhooks).",
            help_zh="至少 24 个随机字符；发送方用它为每个事件签名（Standard Webhooks 规范）。",
            kind=FieldKind.SECRET,
        ),
    ),
    open=open_webhook,
    sees_en="Whatever another system sends: mentions in our shape, or ActivityStreams notes, articles and tombstones.",
    sees_zh="其他系统推送的内容：本平台格式的提及，或 ActivityStreams 的 Note、Article、Tombstone。",
    misses_en="What the sender never sent. Nothing is asked for, so a silent sender looks like silence.",
    misses_zh="发送方没有推送的内容。本平台不会主动询问，因此发送方停止推送与无人发言看起来一样。",
    limits_en="1 MB and 1,000 mentions an event, signed within five minutes.",
    limits_zh="每个事件最多 1 MB、1000 条提及，签名须在五分钟之内。",
    docs="webhook",
    pushed=True,
)
