"""Google Business Profile, as the form for new sources shows it, and how it is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodword.core.vocabulary import SourceType

from ..entered import read_settings
from ..newest_first import Plan, pull_newest_first
from ..protocol import ConnectorSpec, Cursor, Field, FieldKind, Pull
from ..spellings import each
from ..wire import Net
from .access import Access
from .reviews import Reviews

FIELDS = (
    Field(
        name="business",
        label_en="Name of the business",
        label_zh="商家名称",
        help_en="The owner's replies are shown under this name.",
        help_zh="商家回复将以此名称显示。",
        example="Lumen Lamps",
    ),
    Field(
        name="account",
        label_en="Account",
        label_zh="账号编号",
        help_en="The number of the account that manages the profile.",
        help_zh="管理该商家资料的账号的数字编号。",
        example="104859203942837465012",
    ),
    Field(
        name="locations",
        label_en="Locations",
        label_zh="门店",
        help_en="Numbers of verified locations, one a line.",
        help_zh="已通过验证的门店的数字编号，每行一个。",
        kind=FieldKind.LIST,
        example="12345678901234567890",
    ),
    Field(
        name="client_id",
        label_en="OAuth client",
        label_zh="OAuth 客户端编号",
        example="1234-abc.apps.googleusercontent.com",
    ),
    Field(
        name="client_secret",
        label_en="Client secret",
        label_zh="OAuth 客户端密钥",
        kind=FieldKind.SECRET,
    ),
    Field(
        name="refresh_token",
        label_en="Refresh token",
        label_zh="刷新令牌",
        help_en="From the consent of somebody who manages the profile (scope business.manage).",
        help_zh="由管理该商家资料的人授权后获得（权限范围 business.manage）。",
        kind=FieldKind.SECRET,
    ),
)


class GoogleBusiness:
    """The reviews of some locations of one account, and the owner's replies."""

    def __init__(self, access: Access, locations: list[str], business: str) -> None:
        """Take the access, the locations as accounts/…/locations/…, and the name replies are signed with."""
        self._access, self._locations, self._business = access, locations, business

    def pull(self, cursor: Cursor) -> Pull:
        """Read on in one location."""
        listings = [Reviews(self._access, location, self._business) for location in self._locations]
        plan = Plan(pages=10, overlap=timedelta(days=30))
        return pull_newest_first(listings, cursor, self._access.now(), plan)


def open_google_business(settings: Mapping[str, Any], net: Net) -> GoogleBusiness:
    """Return the connector for some settings."""
    given = read_settings(FIELDS, settings)
    account = each("account", [given["account"]], r"(?:accounts/)?(\d+)", "the account's number")[0]
    pattern = r"(?:accounts/\d+/)?(?:locations/)?(\d+)"
    numbers = each("locations", given["locations"], pattern, "a location's number")
    access = Access(net, given["client_id"], given["client_secret"], given["refresh_token"])
    places = [f"accounts/{account}/locations/{number}" for number in numbers]
    return GoogleBusiness(access, places, given["business"])


SPEC = ConnectorSpec(
    kind="google_business",
    title_en="Google Business reviews",
    title_zh="Google 商家评论",
    source_type=SourceType.REVIEW_SITE,
    fields=FIELDS,
    open=open_google_business,
    sees_en="All reviews of your own verified locations with stars and text, their edits, and the owner's replies.",
    sees_zh="自有的已验证门店的全部评论，含星级与正文及其修改，以及商家的回复。",
    misses_en="Reviews of places that are not yours, pictures, and deletions: a deleted review is no longer listed.",
    misses_zh="非自有门店的评论、图片，以及评论被删除的情况：被删除的评论只是不再列出。",
    limits_en="Google approves access on application; until then the quota is 0. Afterwards 300 calls a minute, 50 reviews each.",
    limits_zh="需向 Google 申请访问权限，获批前配额为 0；获批后每分钟 300 次调用，每次 50 条评论。",
    docs="google_business",
    every=timedelta(minutes=30),
)
