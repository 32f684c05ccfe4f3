"""Trustpilot, as the form for new sources shows it, and how it is opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodword.core.vocabulary import SourceType

from ..checked_json import an_object, needed
from ..entered import read_settings
from ..newest_first import Plan, pull_newest_first
from ..protocol import ConnectorSpec, Cursor, Field, FieldKind, Pull
from ..spellings import each
from ..wire import Net
from .reviews import ROOT, SOURCE, Reviews

_COMPANY = (
    r"(?:https?://(?:[\w-]+\.)?trustpilot\.com/review/)?([0-9a-f]{24}|(?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?"
)
_CAP = "Trustpilot does not list more than 100,000 reviews of a company."


FIELDS = (
    Field(
        name="company",
        label_en="Company",
        label_zh="企业",
        help_en="Its domain as on Trustpilot, or the address of its page there.",
        help_zh="企业在 Trustpilot 上的域名，或其页面网址。",
        example="lumen.example",
    ),
    Field(
        name="key",
        label_en="API key",
        label_zh="API 密钥",
        help_en="From Trustpilot Business, under Integrations: API access is a paid module.",
        help_zh="在 Trustpilot Business 的“集成”中获取；API 访问是付费模块。",
        kind=FieldKind.SECRET,
    ),
)


class Trustpilot:
    """A company's reviews and its replies."""

    def __init__(self, net: Net, key: str, company: str) -> None:
        """Take the key and the company: a domain, or the digits of its business unit."""
        self._net, self._key, self._company = net, key, company

    def pull(self, cursor: Cursor) -> Pull:
        """Read on; the number of the business unit is looked up once."""
        unit = str(cursor.get("unit") or self._unit())
        listing = Reviews(self._net, self._key, self._company, unit)
        plan = Plan(pages=10, overlap=timedelta(days=30), cap_detail=_CAP)
        return pull_newest_first([listing], {**cursor, "unit": unit}, self._net.now(), plan)

    def _unit(self) -> str:
        if "." not in self._company:
            return self._company
        found = self._net.get(f"{ROOT}find", params={"name": self._company}, headers={"apikey": self._key})
        return needed(an_object(found.json(), SOURCE), SOURCE, "id")


def open_trustpilot(settings: Mapping[str, Any], net: Net) -> Trustpilot:
    """Return the connector for some settings."""
    given = read_settings(FIELDS, settings)
    wanted = "the company's domain, such as lumen.example, or its page on Trustpilot"
    company = each("company", [given["company"].lower()], _COMPANY, wanted)[0]
    return Trustpilot(net, given["key"], company)


SPEC = ConnectorSpec(
    kind="trustpilot",
    title_en="Trustpilot reviews",
    title_zh="Trustpilot 评论",
    source_type=SourceType.REVIEW_SITE,
    fields=FIELDS,
    open=open_trustpilot,
    sees_en=(
        "Public reviews of a company with stars, title and text, and its replies; edits and deletions within the "
        "last thirty days."
    ),
    sees_zh="企业的公开评论，含星级、标题与正文，以及企业的回复；最近三十天内的修改与删除。",
    misses_en="Product reviews, reviews not yet published, and edits and deletions of reviews older than thirty days.",
    misses_zh="商品评论、尚未公开的评论，以及三十天前的评论的修改与删除。",
    limits_en="About 833 calls in five minutes and 10,000 an hour, 100 reviews each.",
    limits_zh="约每五分钟 833 次、每小时 10,000 次调用，每次 100 条评论。",
    docs="trustpilot",
    every=timedelta(minutes=30),
)
