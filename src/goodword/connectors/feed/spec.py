"""Feeds, as the form for new sources shows them."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..place_field import place_field
from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_feed

SPEC = ConnectorSpec(
    kind="feed",
    title_en="Feed (RSS, Atom, JSON Feed)",
    title_zh="订阅源（RSS、Atom、JSON Feed）",
    source_type=SourceType.BLOG,
    fields=(
        Field(
            name="address",
            label_en="Address of the feed",
            label_zh="订阅源地址",
            help_en="The feed itself, not the page that links to it.",
            help_zh="填写订阅源本身的地址，而不是链接到它的网页。",
            kind=FieldKind.URL,
            example="https://blog.example.com/feed.xml",
        ),
        place_field(SourceType.BLOG),
    ),
    open=open_feed,
    sees_en="Every entry the feed shows, with its later edits; deletions where an Atom feed tells them.",
    sees_zh="订阅源列出的所有条目及其后续修改；Atom 订阅源若注明删除，也会读到。",
    misses_en="Entries that came and went between two readings (a gap says so), comments, and what the feed cuts off.",
    misses_zh="两次读取之间出现又消失的条目（会记为缺口）、评论，以及订阅源未给出的全文。",
    limits_en="A feed shows its last entries only, often ten to fifty: read a busy one often.",
    limits_zh="订阅源只列出最近的条目，通常十到五十条：更新频繁的应当勤读。",
    docs="feed",
    every=timedelta(minutes=15),
)
