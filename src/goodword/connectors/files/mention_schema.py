"""What is read from a file of mentions."""

from . import choices as vocab
from .schema_types import FieldSpec, RecordSchema, listed

MOST_CHARACTERS = 100_000

MENTION = RecordSchema(
    "mentions",
    title_en="Mentions",
    title_zh="提及",
    identity=("source", "external_id"),
    fields=(
        FieldSpec(
            "external_id",
            "text",
            "Its id where it comes from.",
            "来源平台上的编号。",
            looks="id",
            longest=255,
            aliases=listed(
                "id, external id, tweet id, review id, comment id, post id, mention id, message id, "
                "status id, article id, feedback id, uuid, guid, 编号, 评论id, 评论编号, 微博id, 帖子id, 序号"
            ),
        ),
        FieldSpec(
            "text",
            "text",
            "What was said.",
            "说了什么。",
            required=True,
            looks="text",
            longest=MOST_CHARACTERS,
            prose=True,
            aliases=listed(
                "text, body, content, comment, review, message, tweet, post, feedback, review text, "
                "comment text, review body, full text, reviews, comments, mention, snippet, sentence, "
                "verbatim, 内容, 评论, 评论内容, 正文, 文本, 评价, 评价内容, 微博正文, 微博内容, 留言, 反馈, "
                "点评"
            ),
            words=listed("text, content, body, comment, review, 内容, 评论, 正文"),
        ),
        FieldSpec(
            "title",
            "text",
            "Its headline.",
            "标题。",
            longest=1000,
            prose=True,
            aliases=listed("title, headline, subject, review title, summary, 标题, 主题"),
            words=listed("title, 标题"),
        ),
        FieldSpec(
            "url",
            "text",
            "Where it can be read.",
            "原文链接。",
            looks="url",
            longest=2000,
            aliases=listed(
                "url, link, permalink, href, web address, post url, review url, 链接, 网址, 原文链接, 地址"
            ),
            words=listed("url, link, 链接"),
        ),
        FieldSpec(
            "author",
            "text",
            "The name its author goes by.",
            "作者显示的名称。",
            looks="name",
            longest=255,
            prose=True,
            aliases=listed(
                "author, author name, user, username, user name, screen name, nickname, handle, reviewer, "
                "reviewer name, name, by, posted by, 作者, 用户, 用户名, 昵称, 用户昵称, 博主"
            ),
            words=listed("author, username, reviewer, 作者, 昵称"),
        ),
        FieldSpec(
            "author_id",
            "text",
            "The id of its author.",
            "作者编号。",
            looks="id",
            longest=255,
            aliases=listed(
                "author id, user id, userid, reviewer id, customer id, uid, profile id, 作者id, 用户id, "
                "用户编号"
            ),
        ),
        FieldSpec(
            "published_at",
            "moment",
            "When it was published.",
            "发布时间。",
            aliases=listed(
                "published at, published, date, time, datetime, timestamp, created, created at, posted, "
                "posted at, post date, publish date, publication date, review date, review time, "
                "tweet created, created time, date posted, date published, ts, 发布时间, 时间, 日期, "
                "评论时间, 发表时间, 创建时间, 发布日期, 评论日期"
            ),
            words=listed("date, time, created, published, posted, timestamp, 时间, 日期"),
        ),
        FieldSpec(
            "source_type",
            "choice",
            "The kind of place it comes from.",
            "来源类型。",
            choices=vocab.SOURCE_TYPE,
            aliases=listed(
                "source type, media type, site type, platform type, medium, type, 来源类型, 媒体类型, "
                "平台类型"
            ),
        ),
        FieldSpec(
            "source",
            "text",
            "The place it comes from.",
            "提及出现的平台或网站。",
            longest=255,
            aliases=listed(
                "source, site, platform, website, media, channel, network, domain name, source name, 来源, "
                "平台, 网站, 渠道, 媒体"
            ),
        ),
        FieldSpec(
            "language",
            "text",
            "Its language (ISO 639-1).",
            "语言（ISO 639-1）。",
            looks="language",
            longest=35,
            aliases=listed("language, lang, locale, language code, 语言, 语种"),
            words=listed("lang, language"),
        ),
        FieldSpec(
            "rating",
            "float",
            "The stars or points given.",
            "评分。",
            low=-1000,
            high=1000,
            aliases=listed(
                "rating, stars, star, score, grade, star rating, points, review score, 评分, 星级, 打分, 分数"
            ),
            words=listed("rating, stars, 评分"),
        ),
        FieldSpec(
            "sentiment",
            "choice",
            "Whether it is favourable.",
            "情感倾向。",
            choices=vocab.SENTIMENT,
            aliases=listed(
                "sentiment, polarity, label, tone, attitude, overall sentiment, sentiment label, emotion, "
                "情感, 情感倾向, 倾向, 极性, 标签, 情绪, 好评差评"
            ),
            words=listed("sentiment, polarity, 情感"),
        ),
        FieldSpec(
            "cause",
            "choice",
            "Why it is unfavourable.",
            "不满原因。",
            choices=vocab.CAUSE,
            aliases=listed(
                "cause, reason, negative reason, negativereason, complaint type, issue, problem, 原因, "
                "差评原因, 问题类型, 投诉原因"
            ),
            words=listed("cause, reason, 原因"),
        ),
        FieldSpec(
            "origin",
            "choice",
            "Who wrote it.",
            "由谁撰写。",
            choices=vocab.ORIGIN,
            aliases=listed("origin, author type, user type, written by, 作者类型, 身份"),
        ),
        FieldSpec(
            "stimulus",
            "choice",
            "Whether the brand prompted it.",
            "是否由品牌激发。",
            choices=vocab.STIMULUS,
            aliases=listed("stimulus, organic or stimulated, earned or paid, 激发方式"),
        ),
        FieldSpec(
            "thread_id",
            "text",
            "The conversation it belongs to.",
            "所属会话。",
            looks="id",
            longest=255,
            aliases=listed(
                "thread id, thread, conversation id, conversation, topic id, discussion id, 会话id, 主题id, "
                "帖子"
            ),
        ),
        FieldSpec(
            "reply_to",
            "text",
            "The id of what it answers.",
            "所回复内容的编号。",
            looks="id",
            longest=255,
            aliases=listed(
                "reply to, in reply to, in reply to id, in reply to status id, parent id, parent, "
                "reply to id, 回复, 父评论id, 上级id"
            ),
        ),
    ),
)
