"""Mastodon, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_mastodon

FIELDS = (
    Field(
        name="address",
        label_en="Server",
        label_zh="服务器",
        help_en="A Mastodon, Pleroma, Akkoma or GoToSocial server.",
        help_zh="Mastodon、Pleroma、Akkoma 或 GoToSocial 服务器。",
        kind=FieldKind.URL,
        example="https://mastodon.social",
    ),
    Field(
        name="tags",
        label_en="Hashtags",
        label_zh="话题标签",
        help_en="One a line, with or without #.",
        help_zh="每行一个，带不带 # 均可。",
        kind=FieldKind.LIST,
        required=False,
        example="lumen",
    ),
    Field(
        name="words",
        label_en="Words to search for",
        label_zh="搜索词",
        help_en="One search a line; the server searches only for those who show an access token.",
        help_zh="每行一次搜索；服务器只为提供访问令牌的人搜索。",
        kind=FieldKind.LIST,
        required=False,
        example="Lumen School",
    ),
    Field(
        name="token",
        label_en="Access token",
        label_zh="访问令牌",
        help_en="From Preferences → Development, with the rights read:statuses and read:search.",
        help_zh="在“偏好设置 → 开发”中创建，勾选 read:statuses 和 read:search 权限。",
        kind=FieldKind.SECRET,
        required=False,
    ),
    Field(
        name="replies",
        label_en="Read replies too",
        label_zh="同时读取回复",
        help_en="Also those that carry neither the hashtag nor the word.",
        help_zh="包括不含话题标签或搜索词的回复。",
        kind=FieldKind.FLAG,
        required=False,
        default=True,
    ),
    Field(
        name="listen",
        label_en="Seconds to listen to the stream",
        label_zh="实时流监听秒数",
        help_en="After each reading; catches edits and deletions of older posts meanwhile. 0: not at all.",
        help_zh="每次读取之后监听，期间可获知较早帖子的修改和删除。0 表示不监听。",
        kind=FieldKind.NUMBER,
        required=False,
        default=0,
    ),
    Field(
        name="days",
        label_en="Days back at the start",
        label_zh="首次回溯天数",
        help_en="How far back the first reading goes.",
        help_zh="首次读取回溯多少天。",
        kind=FieldKind.NUMBER,
        required=False,
        default=7,
    ),
)

SPEC = ConnectorSpec(
    kind="mastodon",
    title_en="Mastodon and the Fediverse",
    title_zh="Mastodon 与联邦宇宙",
    source_type=SourceType.SOCIAL_NETWORK,
    fields=FIELDS,
    open=lambda settings, net: open_mastodon(FIELDS, settings, net),
    sees_en=(
        "Public posts with a hashtag or, with a token, found by words, with content warnings and replies; edits and "
        "deletions of the last hour."
    ),
    sees_zh="带有话题标签的公开帖子，有令牌时还包括搜索到的帖子，连同内容警告和回复；最近一小时内的修改和删除也会读到。",
    misses_en=(
        "Posts this server never received; posts for followers only; words of people who did not agree to be found by "
        "search; edits, deletions and replies that come more than an hour after the post."
    ),
    misses_zh="该服务器没有收到的帖子、仅关注者可见的帖子、不同意被搜索的用户的内容，以及发帖一小时之后的修改、删除和回复。",
    limits_en="300 requests in five minutes; forty posts a request. A search shows as many pages as the server allows.",
    limits_zh="五分钟内 300 次请求，每次四十条。搜索能翻多少页由服务器决定。",
    docs="mastodon",
    every=timedelta(minutes=10),
)
