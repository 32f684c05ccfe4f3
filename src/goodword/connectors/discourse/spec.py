"""Discourse, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_discourse

FIELDS = (
    Field(
        name="address",
        label_en="Address of the forum",
        label_zh="论坛地址",
        kind=FieldKind.URL,
        example="https://meta.discourse.org",
    ),
    Field(
        name="words",
        label_en="Words to look for",
        label_zh="关键词",
        help_en="One word or phrase a line; empty: every post, as suits your own forum.",
        help_zh="每行一个词或短语；留空则读取所有帖子，适合自有论坛。",
        kind=FieldKind.LIST,
        required=False,
        example="Lumen School",
    ),
    Field(
        name="key",
        label_en="API key",
        label_zh="API 密钥",
        help_en="Only for forums that are not public: a read-only key from Admin → API.",
        help_zh="只有非公开论坛才需要：在“管理 → API”中创建只读密钥。",
        kind=FieldKind.SECRET,
        required=False,
    ),
    Field(
        name="user",
        label_en="User of the key",
        label_zh="密钥所属用户",
        required=False,
        example="system",
    ),
    Field(
        name="days",
        label_en="Days back at the start",
        label_zh="首次回溯天数",
        help_en="How far back the first reading goes.",
        help_zh="首次读取回溯多少天。",
        kind=FieldKind.NUMBER,
        required=False,
        default=30,
    ),
)

SPEC = ConnectorSpec(
    kind="discourse",
    title_en="Discourse forum",
    title_zh="Discourse 论坛",
    source_type=SourceType.FORUM,
    fields=FIELDS,
    open=lambda settings, net: open_discourse(FIELDS, settings, net),
    sees_en="Every public post with its topic, author and reply; edits and deletions of the last three hours.",
    sees_zh="所有公开帖子及其主题、作者和回复关系；最近三小时内的修改和删除也会读到。",
    misses_en="Private categories the key may not see; later edits and deletions; notes between moderators.",
    misses_zh="密钥无权查看的私密分类、三小时之后的修改和删除，以及版主之间的内部消息。",
    limits_en="50 posts a request, ten requests a pull: a large backlog is read over several pulls.",
    limits_zh="每次请求 50 条，每次读取十次请求：积压较多时会分几次读完。",
    docs="discourse",
    every=timedelta(minutes=15),
)
