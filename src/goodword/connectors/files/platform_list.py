"""The platforms and tools whose exports are known. Their names serve as names of profiles."""

from goodword.core.vocabulary import SourceType

from .platforms import Platform

_CHINESE_AUTHOR_ID = "评论者id, 评论用户id, 用户id, 作者id, 博主id, user id, uid, author id"

WEIBO = Platform(
    "Weibo",
    "微博",
    {
        "external_id": "评论id, comment id, 微博id, 微博编号, 微博mid, mid, weibo id, note id, id",
        "thread_id": "微博id, 微博编号, 原微博id, 原始微博id, 源微博id, weibo id, note id, retweet id",
        "reply_to": "回复评论id, 父评论id, root id, parent comment id",
        "text": "评论内容, 微博正文, 微博内容, 博文内容, 博文, 正文, 内容, content, text",
        "author_id": _CHINESE_AUTHOR_ID,
        "author": "评论者昵称, 评论者, 评论用户, 用户昵称, 博主昵称, 博主, 昵称, 用户名, screen name, nickname",
        "published_at": (
            "评论时间, 发布时间, 微博发布时间, 完整日期, 发布日期, 日期, 时间, "
            "created at, create date time, create time"
        ),
        "url": "微博链接, 微博url, 微博地址, 博文链接, 链接, 网址, note url",
    },
    marks="微博id, 微博正文, 微博内容, 微博链接, 微博地址, 微博编号, 微博mid, bid, weibo id, 微博发布时间, 发布工具",
    hints="转发数, 转发, 评论数, 点赞数, shared count, note id, 用户昵称, 博主昵称, 话题, 艾特用户, @用户, 发布位置, 头条文章url",
    constants={"source": "weibo.com", "source_type": SourceType.SOCIAL_NETWORK.value},
    hosts="weibo.com, weibo.cn",
)
ZHIHU = Platform(
    "Zhihu",
    "知乎",
    {
        "external_id": "评论id, 回答id, 文章id, 想法id, comment id, answer id, content id",
        "thread_id": "问题id, question id, 回答id, 文章id, content id",
        "reply_to": "父评论id, 回复评论id, parent comment id",
        "text": "评论内容, 回答内容, 文章内容, 想法内容, 回答正文, 正文, 内容, content text, content, desc",
        "title": "问题标题, 问题, 文章标题, 标题, question title, title",
        "author_id": "答主id, 回答者id, " + _CHINESE_AUTHOR_ID,
        "author": "评论者昵称, 评论者, 答主, 答主昵称, 回答者, 回答者昵称, 作者, 作者昵称, 用户昵称, 昵称, user nickname",
        "published_at": (
            "评论时间, 回答时间, 发布时间, 发表时间, 创建时间, publish time, created time, updated time, 编辑时间, 时间"
        ),
        "url": "回答链接, 文章链接, 问题链接, 链接, content url",
    },
    marks="回答id, 回答内容, 回答正文, 回答时间, 回答链接, 答主, 答主昵称, 回答者, 回答者昵称, 问题链接, voteup count, answer id",
    hints="问题, 问题标题, 问题id, question id, question title, 赞同数, 赞同, 感谢数, content text, 关注数",
    constants={"source": "zhihu.com", "source_type": SourceType.QUESTION_ANSWER.value},
    hosts="zhihu.com",
)
XIAOHONGSHU = Platform(
    "Xiaohongshu",
    "小红书",
    {
        "external_id": "评论id, comment id, 笔记id, 笔记编号, note id",
        "thread_id": "笔记id, 笔记编号, note id",
        "reply_to": "父评论id, 回复评论id, parent comment id",
        "text": "评论内容, 笔记内容, 笔记正文, 笔记详情, 笔记描述, 正文, 内容, content, desc, 笔记标题, title",
        "title": "笔记标题, 标题, title",
        "author_id": "笔记作者id, " + _CHINESE_AUTHOR_ID,
        "author": (
            "评论者昵称, 评论者, 评论用户, 笔记作者, 博主昵称, 博主, 达人昵称, 达人, "
            "作者昵称, 作者, 用户昵称, 昵称, nickname"
        ),
        "published_at": "评论时间, 笔记发布时间, 发布时间, 发布日期, 编辑时间, 时间, create time, time, publish time",
        "url": "笔记链接, 笔记地址, 笔记url, 链接, note url",
    },
    marks="笔记id, 笔记编号, 笔记标题, 笔记内容, 笔记正文, 笔记详情, 笔记链接, 笔记类型, 笔记发布时间, xsec token",
    hints=(
        "收藏数, 点赞数, 评论数, 分享数, 博主昵称, ip属地, 话题标签, "
        "note id, liked count, collected count, ip location, tag list"
    ),
    constants={"source": "xiaohongshu.com", "source_type": SourceType.CONTENT_COMMUNITY.value},
    hosts="xiaohongshu.com, xhslink.com",
)
DIANPING = Platform(
    "Dianping",
    "大众点评",
    {
        "external_id": "点评id, 评价id, 评论id, review id",
        "text": "点评内容, 评价内容, 评论内容, 评价, 点评, 内容, 正文",
        "author_id": _CHINESE_AUTHOR_ID,
        "author": "点评人, 评价人, 评论人, 会员名, 会员昵称, 用户昵称, 用户名, 昵称, 用户",
        "published_at": "点评时间, 评价时间, 评论时间, 点评日期, 评价日期, 发布时间, 时间, 日期",
        "rating": "总评分, 总分, 星级, 评分, 星级评分, 点评星级, 打分",
        "url": "点评链接, 评价链接, 链接",
    },
    marks="点评内容, 点评id, 点评时间, 点评人, 点评日期, 点评星级, 点评链接, 人均消费, 推荐菜",
    hints=(
        "商户名称, 店铺名称, 店铺名, 门店名称, 商户id, 门店id, 人均, 口味, 口味评分, "
        "环境, 环境评分, 服务, 服务评分, 星级, 商家回复"
    ),
    constants={"source": "dianping.com", "source_type": SourceType.REVIEW_SITE.value},
    hosts="dianping.com",
)
WECHAT = Platform(
    "WeChat",
    "微信",
    {
        "external_id": "留言id, 评论id, 文章id, 消息id, msgid",
        "thread_id": "文章id, 文章链接",
        "text": "留言内容, 评论内容, 文章内容, 文章正文, 正文, 内容, 摘要, 文章摘要, 文章标题, 标题",
        "title": "文章标题, 标题",
        "author": "留言昵称, 留言者, 留言人, 留言用户, 公众号名称, 公众号, 公众号昵称, 账号名称, 作者, 昵称",
        "published_at": "留言时间, 评论时间, 发布时间, 发文时间, 推送时间, 时间, 日期",
        "url": "文章链接, 原文链接, 链接, 文章url",
    },
    marks="公众号, 公众号名称, 公众号昵称, 在看数, 在看, 留言内容, 留言昵称, 留言时间, 发文时间, 推送时间",
    hints="阅读数, 阅读量, 文章标题, 文章链接, 点赞数, 原创, 头条, 发布位置",
    constants={"source": "mp.weixin.qq.com", "source_type": SourceType.SOCIAL_NETWORK.value},
    hosts="mp.weixin.qq.com",
)
BRANDWATCH = Platform(
    "Brandwatch",
    "Brandwatch",
    {
        "external_id": "mention id, resource id, guid",
        "text": "full text, snippet",
        "title": "title",
        "author": "author, full name",
        "published_at": "date, added",
        "url": "url, original url, mention url",
        "source": "domain, site name",
        "language": "language",
        "thread_id": "thread id",
        "rating": "rating",
    },
    marks="query id, query name, resource id, thread entry type, page type",
    hints="full text, snippet, domain, impact, sentiment, country code, author, full name, content source name",
)
MELTWATER = Platform(
    "Meltwater",
    "Meltwater",
    {
        "external_id": "document id",
        "text": "hit sentence, opening text, content",
        "title": "headline, title",
        "author": "influencer, author, author name",
        "published_at": "date, alternate date format",
        "url": "url",
        "source": "source, source name",
        "language": "language",
    },
    marks="hit sentence, opening text, ave, desktop reach, input name, document id",
    hints="headline, influencer, source, reach, subregion, key phrases, sentiment, mobile reach",
)
TRUSTPILOT = Platform(
    "Trustpilot",
    "Trustpilot",
    {
        "external_id": "review id",
        "text": "review content, review text, review body",
        "title": "review title",
        "author": "review username, consumer name, reviewer name",
        "published_at": "review created (utc), review created date (utc), review created, review date",
        "rating": "review stars, star rating, stars",
        "language": "review language",
        "url": "review url, review link",
    },
    marks="review username, review stars, review created utc, review created date utc, trustpilot review id",
    hints="review title, review content, review language, company reply, company reply date utc, reference id",
    constants={"source": "trustpilot.com", "source_type": SourceType.REVIEW_SITE.value},
)
GOOGLE_PLAY = Platform(
    "Google Play Console",
    "Google Play",
    {
        "text": "review text",
        "title": "review title",
        "published_at": "review submit date and time, review submit millis since epoch",
        "rating": "star rating",
        "language": "reviewer language",
        "url": "review link",
    },
    marks="review submit date and time, review submit millis since epoch, review last update date and time",
    hints="package name, app version code, app version name, reviewer language, device, star rating, developer reply text",
    constants={"source": "play.google.com", "source_type": SourceType.REVIEW_SITE.value},
)
TAKEOUT = Platform(
    "YouTube Takeout",
    "YouTube",
    {
        "external_id": "comment id",
        "thread_id": "top level comment id, video id",
        "reply_to": "parent comment id",
        "text": "comment text",
        "author_id": "channel id",
        "published_at": "comment create timestamp, comment creation timestamp",
    },
    marks="comment create timestamp, comment creation timestamp, top level comment id",
    hints="comment id, channel id, comment text, parent comment id, video id, price",
    constants={"source": "youtube.com", "source_type": SourceType.CONTENT_COMMUNITY.value},
)
PLATFORMS = (
    WEIBO,
    ZHIHU,
    XIAOHONGSHU,
    DIANPING,
    WECHAT,
    BRANDWATCH,
    MELTWATER,
    TRUSTPILOT,
    GOOGLE_PLAY,
    TAKEOUT,
)
