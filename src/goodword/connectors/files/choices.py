"""The closed vocabularies with every way people write them, in English and Chinese."""

from collections.abc import Mapping
from enum import StrEnum

from goodword.core.events import EventKind
from goodword.core.vocabulary import (
    Cause,
    Channel,
    Lever,
    Origin,
    Sentiment,
    SourceType,
    Stimulus,
    TieKind,
    TieStrength,
)

from .schema_types import Choice, listed


def _choices(words: Mapping[StrEnum, str]) -> tuple[Choice, ...]:
    """Return the choices of a vocabulary from one line of synonyms each, separated by commas."""
    return tuple(Choice(str(value), listed(line)) for value, line in words.items())


SENTIMENT = _choices(
    {
        Sentiment.FAVOURABLE: (
            "favorable, positive, pos, +, good, praise, promoter, 好评, 正面, 积极, 正向, 褒义, 好, 满意, 赞"
        ),
        Sentiment.NEUTRAL: "neutral, neu, mixed, passive, none, 中性, 中评, 中立, 一般",
        Sentiment.UNFAVOURABLE: (
            "unfavorable, negative, neg, bad, complaint, detractor, 差评, 负面, 消极, 负向, 贬义, 差, 不满, 不满意, 坏评, 踩"
        ),
    }
)
CAUSE = _choices(
    {
        Cause.PRODUCT_DEFECT: (
            "product defect, defect, quality, product, product quality, broken, faulty, 产品缺陷, "
            "质量, 质量问题, 产品质量, 产品问题"
        ),
        Cause.SERVICE_PROBLEM: (
            "service problem, service, customer service, customer service issue, support, 服务问题, "
            "服务, 客服, 售后, 服务态度"
        ),
        Cause.PRICE: "price, pricing, cost, expensive, value for money, 价格, 价格问题, 太贵, 性价比",
        Cause.DELIVERY: (
            "delivery, shipping, logistics, late delivery, 物流, 配送, 快递, 发货, 交付, 物流问题"
        ),
        Cause.UNMET_EXPECTATION: (
            "unmet expectation, expectation, not as described, disappointed, 期望落差, 不符合预期, "
            "与描述不符, 预期不符"
        ),
        Cause.UNFAIR_COMMENT: "unfair comment, unfair, unfounded, 不实评论, 不公正, 恶意差评, 失实",
        Cause.COMPETITOR_ATTACK: (
            "competitor attack, competitor, attack, smear, 竞争对手攻击, 竞品攻击, 恶意攻击, 水军"
        ),
        Cause.OTHER: "other, others, misc, miscellaneous, unknown, can't tell, 其他, 其它, 未知",
    }
)
SOURCE_TYPE = _choices(
    {
        SourceType.BLOG: "blog, weblog, blog post, 博客",
        SourceType.WIKI: "wiki, encyclopedia, 维基, 百科",
        SourceType.PODCAST: "podcast, 播客",
        SourceType.FORUM: "forum, board, message board, bbs, reddit, 论坛, 贴吧",
        SourceType.SOCIAL_NETWORK: (
            "social network, social, social media, twitter, facebook, weibo, wechat, x, tweet, "
            "社交网络, 社交媒体, 微博, 微信, 社交"
        ),
        SourceType.CONTENT_COMMUNITY: (
            "content community, video, youtube, bilibili, tiktok, instagram, xiaohongshu, douyin, "
            "内容社区, 视频, 小红书, 抖音, 哔哩哔哩"
        ),
        SourceType.QUESTION_ANSWER: "question answer, q&a, qa, quora, zhihu, stack overflow, 问答, 知乎",
        SourceType.REVIEW_SITE: (
            "review site, review, reviews, tripadvisor, yelp, amazon, app store, dianping, 点评, "
            "评论网站, 大众点评, 电商评论, 评价"
        ),
        SourceType.NEWS: "news, press, article, 新闻, 媒体",
        SourceType.SEARCH_RESULT: "search result, search, serp, 搜索结果, 搜索",
    }
)
ORIGIN = _choices(
    {
        Origin.CONSUMER: "consumer, customer, user, buyer, public, 消费者, 用户, 顾客, 客户",
        Origin.BRAND: "brand, company, official, owned, 品牌, 官方, 企业",
        Origin.EMPLOYEE: "employee, staff, 员工, 职员",
        Origin.PAID: "paid, sponsored, ad, advertisement, influencer, 付费, 广告, 赞助, 推广",
    }
)
STIMULUS = _choices(
    {
        Stimulus.ORGANIC: "organic, spontaneous, natural, 自发, 自然",
        Stimulus.STIMULATED: (
            "stimulated, amplified, prompted, incentivised, incentivized, campaign, 激发, 激励, 活动"
        ),
    }
)
TIE_KIND = _choices(
    {
        TieKind.KNOWS: "knows, friend, friends, friendship, contact, acquaintance, 认识, 朋友, 好友",
        TieKind.FOLLOWS: "follows, follow, follower, following, subscribes, trust, 关注, 粉丝",
        TieKind.REPLIED: "replied, reply, replies, mention, comment, retweet, 回复, 评论, 提及",
        TieKind.REFERRED: "referred, referral, invited, invite, 推荐, 邀请",
        TieKind.NOMINATED: "nominated, nomination, advice, discussion, 提名",
    }
)
CHANNEL = _choices(
    {
        Channel.PRIVATE_MESSAGE: (
            "private message, message, dm, direct message, chat, whatsapp, messenger, 私信, 消息, 微信私聊"
        ),
        Channel.COMMENT: "comment, comments, reply, 评论, 留言",
        Channel.FEED: "feed, post, wall, timeline, moments, status, 动态, 朋友圈, 信息流",
        Channel.COMMUNITY: "community, group, forum, 社区, 群, 社群, 微信群",
        Channel.EMAIL: "email, e-mail, mail, newsletter, 邮件, 电子邮件",
        Channel.PRINT: "print, flyer, leaflet, poster, qr, qr code, 印刷品, 传单, 海报, 二维码",
        Channel.SPOKEN: "spoken, face to face, offline, in person, phone, call, 口头, 面对面, 线下, 电话",
        Channel.OTHER: "other, others, web, unknown, 其他, 其它",
    }
)
LEVER = _choices(
    {
        Lever.SELF_PRESENTATION: "self presentation, self-presentation, status, image, 自我展示, 自我呈现",
        Lever.CONNECTIVITY: "connectivity, connection, social, belonging, 联结, 社交联结, 连接",
        Lever.HELPING: "helping, help, altruism, 助人, 帮助, 利他",
        Lever.PRIVACY: "privacy, 隐私",
        Lever.RESPONSIBILITY: "responsibility, 责任",
        Lever.MATERIAL_REWARD: (
            "material reward, reward, incentive, discount, cash, bonus, 物质奖励, 奖励, 返现, 优惠"
        ),
    }
)
TIE_STRENGTH = _choices(
    {
        TieStrength.STRONG: "strong, close, family, close friend, strong tie, 强, 强关系, 亲密, 家人, 好友",
        TieStrength.WEAK: "weak, distant, acquaintance, weak tie, 弱, 弱关系, 泛泛之交",
    }
)
EVENT_KIND = _choices(
    {
        EventKind.SHARE: "share, shared, shares, 分享, 转发",
        EventKind.VIEW: "view, viewed, impression, views, 浏览, 曝光",
        EventKind.CLICK: "click, clicked, clicks, tap, 点击",
        EventKind.VISIT: "visit, visited, session, page view, pageview, landing, 访问, 到访",
        EventKind.LEAD: "lead, enquiry, inquiry, contact request, 线索, 咨询, 留资",
        EventKind.SIGN_UP: (
            "sign up, signup, sign-up, register, registered, registration, subscribe, 注册, 报名"
        ),
        EventKind.PURCHASE: (
            "purchase, purchased, order, sale, buy, bought, transaction, conversion, paid, 购买, "
            "下单, 订单, 成交, 支付"
        ),
        EventKind.REFUND: "refund, refunded, return, returned, chargeback, 退款, 退货",
    }
)
