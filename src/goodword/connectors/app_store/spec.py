"""The App Store, as the form for new sources shows it, and how it is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodword.core.vocabulary import SourceType

from ..entered import read_settings
from ..newest_first import Plan, pull_newest_first
from ..protocol import ConnectorSpec, Cursor, Field, FieldKind, Pull
from ..spellings import each
from ..wire import Net
from .reviews import PAGE_SIZE, PAGES, Reviews

_APP = r"(?:https?://(?:apps|itunes)\.apple\.com/\S*?/?id)?(\d{4,15})(?:[?/#]\S*)?"
_CAP = f"The App Store shows the newest {PAGES * PAGE_SIZE} reviews of a country only; older ones had come since."


FIELDS = (
    Field(
        name="app",
        label_en="App",
        label_zh="应用",
        help_en="Its address in the App Store, or the number in it.",
        help_zh="应用在 App Store 的网址，或网址中的数字编号。",
        example="https://apps.apple.com/us/app/example/id310633997",
    ),
    Field(
        name="countries",
        label_en="Countries",
        label_zh="国家和地区",
        help_en="Two-letter codes, one a line; every country has its own reviews.",
        help_zh="两个字母的代码，每行一个；各国家和地区的评论彼此独立。",
        kind=FieldKind.LIST,
        required=False,
        default=["us"],
        example="us\ncn",
    ),
)


class AppStore:
    """An app's reviews in some countries."""

    def __init__(self, net: Net, app: str, countries: list[str]) -> None:
        """Take the app's number and two-letter country codes."""
        self._net, self._app, self._countries = net, app, countries

    def pull(self, cursor: Cursor) -> Pull:
        """Read one country down to what is known."""
        listings = [Reviews(self._net, self._app, country) for country in self._countries]
        plan = Plan(pages=PAGES, overlap=timedelta(days=14), remembered=PAGES * PAGE_SIZE, cap_detail=_CAP)
        return pull_newest_first(listings, cursor, self._net.now(), plan)


def open_app_store(settings: Mapping[str, Any], net: Net) -> AppStore:
    """Return the connector for some settings."""
    given = read_settings(FIELDS, settings)
    app = each("app", [given["app"]], _APP, "an app's address or its number, such as 310633997")
    codes = given["countries"] or ("us",)
    countries = each("countries", map(str.lower, codes), "([a-z]{2})", "two letters, such as us or cn")
    return AppStore(net, app[0], countries)


SPEC = ConnectorSpec(
    kind="app_store",
    title_en="App Store reviews",
    title_zh="App Store 评论",
    source_type=SourceType.REVIEW_SITE,
    fields=FIELDS,
    open=open_app_store,
    sees_en="The newest 500 reviews of an app in each country, with stars, title and text, and their edits.",
    sees_zh="应用在每个国家或地区的最新 500 条评论，含星级、标题、正文及其修改。",
    misses_en=(
        "Older reviews, stars without a text, the developer's replies, and deletions: the feed does not tell them."
    ),
    misses_zh="更早的评论、只打星未写文字的评分、开发者的回复，以及评论被删除的情况：该数据源不提供这些信息。",
    limits_en="No key, no stated limit. A review may take a day to appear; an empty answer is asked again, not counted as zero.",
    limits_zh="无需密钥，未公布限额。新评论可能一天后才出现；返回空白时会重新读取，绝不当作零条。",
    docs="app_store",
    every=timedelta(hours=1),
)
