"""What is read from a file of share links."""

from typing import Any

from goodword.connectors.files import FieldSpec, RecordSchema
from goodword.connectors.files.choices import CHANNEL, LEVER, TIE_STRENGTH
from goodword.connectors.files.schema_types import listed


def _text(name: str, english: str, chinese: str, aliases: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, "text", english, chinese, aliases=listed(aliases), longest=2_048, **more)


def _choice(name: str, english: str, chinese: str, aliases: str, choices: Any) -> FieldSpec:
    return FieldSpec(name, "choice", english, chinese, aliases=listed(aliases), choices=choices)


LINK = RecordSchema(
    "links",
    title_en="Share links",
    title_zh="分享链接",
    fields=(
        _text(
            "target",
            "The web address it leads to.",
            "目标网址。",
            "target, url, target url, destination, landing page, leads to, web address, 目标, 目标网址, 落地页, 网址",
            required=True,
            looks="url",
        ),
        _text(
            "code",
            "The code you wish for.",
            "希望使用的短码。",
            "code, link code, short code, slug, wished code, 短码, 代码, 推荐码",
        ),
        _text(
            "key",
            "Your own id of the row; the same id is the same link.",
            "行的编号；编号相同即同一链接。",
            "key, row id, reference, 行号, 编号",
        ),
        _text(
            "person",
            "Who shares it (their id).",
            "分享者（编号）。",
            "person, person id, sharer, user id, customer id, member id, external id, 人物, 分享人, 用户id, 客户编号",
        ),
        _text(
            "programme",
            "The programme it belongs to.",
            "所属推荐计划。",
            "programme, program, campaign, programme name, programme id, 计划, 推荐计划, 活动",
        ),
        _choice(
            "channel",
            "Where the recommendation travels.",
            "推荐传播的渠道。",
            "channel, medium, share channel, 渠道, 分享渠道",
            CHANNEL,
        ),
        _choice(
            "lever",
            "What makes the share worth it.",
            "促成分享的动因。",
            "lever, motive, 杠杆, 动因, 动机",
            LEVER,
        ),
        _choice(
            "tie_strength",
            "How close the two are.",
            "亲疏程度。",
            "tie strength, tie, closeness, 关系强度, 亲疏",
            TIE_STRENGTH,
        ),
        _text(
            "parent",
            "The code of the link the sharer came through.",
            "分享者所经由链接的短码。",
            "parent, parent code, came through, referred by link, 上级, 上级短码, 来源链接",
        ),
        FieldSpec(
            "expires_at",
            "moment",
            "When it ends.",
            "失效时间。",
            aliases=listed("expires at, expires, ends, end, valid until, expiry, 失效时间, 到期时间, 有效期"),
        ),
        _text("card_title", "The title of its card.", "卡片标题。", "card title, title, 标题, 卡片标题"),
        _text(
            "card_description",
            "The description on its card.",
            "卡片描述。",
            "card description, description, 描述, 卡片描述",
            prose=True,
        ),
        _text(
            "card_image",
            "The picture on its card.",
            "卡片图片。",
            "card image, image, picture, image url, 图片, 卡片图片",
        ),
    ),
)
