"""YouTube, as the form for new sources shows it, and how it is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodword.core.vocabulary import SourceType

from ..entered import at_least_one, read_settings
from ..protocol import ConnectorSpec, Field, FieldKind
from ..spellings import each
from ..wire import Net
from .connector import Youtube

_VIDEO = (
    r"(?:https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:\S*&)?v=|shorts/|live/|embed/)|youtu\.be/))?"
    r"([\w-]{11})(?:[?&#/]\S*)?"
)
_CHANNEL = r"(?:https?://(?:www\.)?youtube\.com/channel/)?(UC[\w-]{22})(?:[?/]\S*)?"

FIELDS = (
    Field(
        name="key",
        label_en="API key",
        label_zh="API 密钥",
        help_en="From the Google Cloud console, with the YouTube Data API v3 switched on.",
        help_zh="在 Google Cloud 控制台启用 YouTube Data API v3 后获取。",
        kind=FieldKind.SECRET,
    ),
    Field(
        name="videos",
        label_en="Videos",
        label_zh="视频",
        help_en="Addresses or ids, one a line.",
        help_zh="网址或编号，每行一个。",
        kind=FieldKind.LIST,
        required=False,
        example="https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ),
    Field(
        name="channels",
        label_en="Channels",
        label_zh="频道",
        help_en="Their addresses or ids (UC…), one a line: comments under all their videos.",
        help_zh="网址或编号（UC 开头），每行一个：读取其全部视频下的评论。",
        kind=FieldKind.LIST,
        required=False,
        example="UC_x5XG1OV2P6uZZ5FSM9Ttw",
    ),
    Field(
        name="search",
        label_en="Searches",
        label_zh="搜索词",
        help_en="Words to find videos by, one search a line. A key has 100 searches a day.",
        help_zh="用来查找视频的词语，每行一条。每个密钥每天可搜索 100 次。",
        kind=FieldKind.LIST,
        required=False,
        example="Lumen lamp review",
    ),
    Field(
        name="days",
        label_en="Days back at the start",
        label_zh="首次回溯天数",
        help_en="How old a comment may be when the source is read for the first time; 0: any age.",
        help_zh="首次读取时最多回溯多少天；0 表示不限。",
        kind=FieldKind.NUMBER,
        required=False,
        default=30,
    ),
)


def open_youtube(settings: Mapping[str, Any], net: Net) -> Youtube:
    """Return the connector for some settings; `SettingError` when they name nothing to watch."""
    given = read_settings(FIELDS, settings, {"days": (0, 3650)})
    at_least_one(given, FIELDS, "videos", "channels", "search")
    videos = each("videos", given["videos"], _VIDEO, "a video's address or id")
    wanted = "a channel's address or id, which begins with UC"
    channels = each("channels", given["channels"], _CHANNEL, wanted)
    return Youtube(net, given["key"], videos, channels, given["search"], given["days"])


SPEC = ConnectorSpec(
    kind="youtube",
    title_en="YouTube comments",
    title_zh="YouTube 评论",
    source_type=SourceType.CONTENT_COMMUNITY,
    fields=FIELDS,
    open=open_youtube,
    sees_en=(
        "Comments and replies under the videos and channels you name, and under videos found by your searches; "
        "edits and deletions of comments of the last seven days."
    ),
    sees_zh="指定的视频和频道下的评论与回复，以及按搜索词找到的视频下的评论；最近七天内评论的修改与删除。",
    misses_en=(
        "Comments held for review, live chat, community posts, and replies to comments older than seven days. "
        "YouTube's search does not find every video. Of videos found by searches, the 40 newest are watched."
    ),
    misses_zh=(
        "待审核的评论、直播聊天、社区帖子，以及七天前的评论收到的新回复。"
        "YouTube 的搜索不保证找全所有视频；搜索到的视频只持续关注最新的 40 个。"
    ),
    limits_en="10,000 units a day for a key: one for 50 comments, one for the replies of a comment; 100 searches a day besides.",
    limits_zh="每个密钥每天 10,000 个配额单位：每 50 条评论 1 个，每条评论的回复 1 个；另有每天 100 次搜索。",
    docs="youtube",
    every=timedelta(minutes=30),
    budget=10_000,
)
