"""Hacker News, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import SEARCH, open_hacker_news

FIELDS = (
    Field(
        name="words",
        label_en="Words to look for",
        label_zh="关键词",
        help_en="One word or phrase a line; an item is read when it holds one of them.",
        help_zh="每行一个词或短语；帖子或评论含有其中任意一个即会读取。",
        kind=FieldKind.LIST,
        example="Lumen School",
    ),
    Field(
        name="stories",
        label_en="Read stories",
        label_zh="读取帖子",
        kind=FieldKind.FLAG,
        required=False,
        default=True,
    ),
    Field(
        name="comments",
        label_en="Read comments",
        label_zh="读取评论",
        kind=FieldKind.FLAG,
        required=False,
        default=True,
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
    Field(
        name="address",
        label_en="Search service",
        label_zh="搜索服务地址",
        help_en="Only to be changed for a mirror.",
        help_zh="只有使用镜像时才需要修改。",
        kind=FieldKind.URL,
        required=False,
        default=SEARCH,
    ),
)

SPEC = ConnectorSpec(
    kind="hacker_news",
    title_en="Hacker News",
    title_zh="Hacker News",
    source_type=SourceType.FORUM,
    fields=FIELDS,
    open=lambda settings, net: open_hacker_news(FIELDS, settings, net),
    sees_en="Stories and comments that hold one of the words, with author, points and thread; edits of the last three hours.",
    sees_zh="含有关键词的帖子和评论，包括作者、得分和所属讨论；最近三小时内的修改也会读到。",
    misses_en="Deletions, later edits and later points; what the search service has not indexed.",
    misses_zh="删除、三小时之后的修改和得分变化，以及搜索服务没有收录的内容。",
    limits_en="1,000 items a question: busy stretches are asked for in halves. 10,000 questions an hour.",
    limits_zh="每次查询最多返回 1,000 条：内容多的时段会自动对半拆分。每小时最多 10,000 次查询。",
    docs="hacker_news",
    every=timedelta(minutes=15),
    budget=None,
)
