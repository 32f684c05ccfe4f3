"""Reddit, as the form for new sources shows it, and how it is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodword.core.vocabulary import SourceType

from ..entered import at_least_one, read_settings
from ..newest_first import Plan, pull_newest_first
from ..protocol import ConnectorSpec, Cursor, Field, FieldKind, Pull
from ..spellings import each
from ..wire import Net
from .access import Access
from .things import Things

_SUBREDDIT = r"(?:https?://(?:www\.|old\.)?reddit\.com/)?(?:/?r/)?([A-Za-z0-9]\w{1,20})/?"
OVERLAP = timedelta(days=2)
_CAP = "Reddit lists the newest 1,000 entries only, and more had come since the last time."


FIELDS = (
    Field(
        name="client_id",
        label_en="Client id",
        label_zh="客户端编号",
        help_en="Of an application of the type “script” or “web app”.",
        help_zh="应用类型为 script 或 web app。",
    ),
    Field(name="client_secret", label_en="Client secret", label_zh="客户端密钥", kind=FieldKind.SECRET),
    Field(
        name="contact",
        label_en="Your Reddit name",
        label_zh="运营者的 Reddit 用户名",
        help_en="Reddit asks that every application says who runs it.",
        help_zh="Reddit 要求每个应用注明由谁运营。",
        example="lumen_lamps",
        where=False,
    ),
    Field(
        name="subreddits",
        label_en="Subreddits",
        label_zh="版块",
        help_en="One a line.",
        help_zh="每行一个。",
        kind=FieldKind.LIST,
        required=False,
        example="r/lamps",
    ),
    Field(
        name="search",
        label_en="Searches",
        label_zh="搜索词",
        help_en="Words to find posts by in all of Reddit, one search a line.",
        help_zh="在整个 Reddit 中查找帖子的词语，每行一条。",
        kind=FieldKind.LIST,
        required=False,
        example='"lumen lamp"',
    ),
    Field(
        name="comments",
        label_en="Comments too",
        label_zh="同时读取评论",
        help_en="The newest comments of the subreddits, besides their posts.",
        help_zh="除帖子外，同时读取所列版块的最新评论。",
        kind=FieldKind.FLAG,
        required=False,
        default=False,
    ),
)


class Reddit:
    """Posts, and comments if they are wanted, of subreddits and searches."""

    def __init__(self, access: Access, listings: list[Things]) -> None:
        """Take the access and what is listed."""
        self._access, self._listings = access, listings

    def pull(self, cursor: Cursor) -> Pull:
        """Read one listing down to what is known: ten pages at most."""
        plan = Plan(pages=11, overlap=OVERLAP, remembered=1_000, cap_detail=_CAP)
        return pull_newest_first(self._listings, cursor, self._access.now(), plan)


def open_reddit(settings: Mapping[str, Any], net: Net) -> Reddit:
    """Return the connector for some settings; `SettingError` when they name nothing to read."""
    given = read_settings(FIELDS, settings)
    at_least_one(given, FIELDS, "subreddits", "search")
    contact = each("contact", [given["contact"]], r"(?:/?u/)?([\w-]{3,20})", "a Reddit user name")[0]
    names = each("subreddits", given["subreddits"], _SUBREDDIT, "a subreddit such as r/lamps")
    access = Access(net, given["client_id"], given["client_secret"], contact)
    paths = [f"r/{name}/new" for name in names]
    if given["comments"]:
        paths += [f"r/{name}/comments" for name in names]
    searches = [Things(access, "search", query) for query in given["search"]]
    return Reddit(access, [Things(access, path) for path in paths] + searches)


SPEC = ConnectorSpec(
    kind="reddit",
    title_en="Reddit",
    title_zh="Reddit",
    source_type=SourceType.FORUM,
    fields=FIELDS,
    open=open_reddit,
    sees_en=(
        "New posts of subreddits, their comments if you want, and posts found by searches; edits and deletions of "
        "the last two days."
    ),
    sees_zh="所列版块的新帖子（可选同时读取评论），以及按搜索词找到的帖子；最近两天内的修改与删除。",
    misses_en=(
        "Everything before the newest 1,000 of a listing (shown as a gap), private subreddits, comments found by "
        "words only, and whatever Reddit's search does not find."
    ),
    misses_zh="每个列表最新 1,000 条之前的内容（会标为缺口）、私密版块、仅凭词语查找的评论，以及 Reddit 搜索未找到的内容。",
    limits_en="100 calls a minute, averaged over ten minutes; 1,000 entries a listing.",
    limits_zh="每分钟 100 次调用（按十分钟平均）；每个列表最多 1,000 条。",
    docs="reddit",
    every=timedelta(minutes=15),
    notice_en=(
        "Reddit's Data API may be used free of charge for non-commercial purposes only. A company that reads it "
        "for its marketing needs a contract with Reddit. Switch this source on only if you have one, or if your use "
        "is not commercial. What users delete on Reddit is deleted here too."
    ),
    notice_zh=(
        "Reddit 数据接口仅可免费用于非商业用途。企业为营销目的读取数据，须与 Reddit 签订合同。"
        "仅在已签订合同或属于非商业用途时启用此来源。用户在 Reddit 上删除的内容，在此处也会删除。"
    ),
)
