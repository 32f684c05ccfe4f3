"""Bluesky, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_bluesky

FIELDS = (
    Field(
        name="words",
        label_en="Words to look for",
        label_zh="关键词",
        help_en="One word or phrase a line. The stream holds all posts; only those with one of the words are kept.",
        help_zh="每行一个词或短语。实时流包含所有帖子，只保留含有其中任意一个的帖子。",
        kind=FieldKind.LIST,
        example="Lumen School",
    ),
    Field(
        name="address",
        label_en="Jetstream server",
        label_zh="Jetstream 服务器",
        kind=FieldKind.TEXT,
        required=False,
        default="wss://jetstream2.us-east.bsky.network/subscribe",
        example="wss://jetstream2.us-east.bsky.network/subscribe",
    ),
    Field(
        name="hours",
        label_en="Hours back at the start",
        label_zh="首次回溯小时数",
        help_en="How far back the first reading goes; servers keep about a day.",
        help_zh="首次读取回溯多少小时；服务器大约保留一天的内容。",
        kind=FieldKind.NUMBER,
        required=False,
        default=1,
    ),
)

SPEC = ConnectorSpec(
    kind="bluesky",
    title_en="Bluesky",
    title_zh="Bluesky",
    source_type=SourceType.SOCIAL_NETWORK,
    fields=FIELDS,
    open=lambda settings, net: open_bluesky(FIELDS, settings, net),
    sees_en="Every public post with one of the words, as it is written; edits, and deletions of the last 5,000 posts kept.",
    sees_zh="所有含有关键词的公开帖子，发布即可读到；还有修改，以及最近保留的 5,000 条帖子的删除。",
    misses_en="Likes, reposts and replies as numbers; names of people (the stream carries their ids only); words in pictures.",
    misses_zh="点赞、转发和回复的数量，作者的名称（实时流只有编号），以及图片中的文字。",
    limits_en="Servers replay about a day. A source that rested longer has a gap, which is shown.",
    limits_zh="服务器大约可以回放一天。停顿更久会留下缺口，并会显示出来。",
    docs="bluesky",
    every=timedelta(minutes=5),
)
