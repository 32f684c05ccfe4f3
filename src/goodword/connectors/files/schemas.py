"""The five kinds of record that come in as files: mentions, people, ties, events and survey answers."""

import re
import unicodedata
from functools import cache

from goodword.core.errors import InputError

from . import choices as vocab
from .schema_types import FieldSpec, RecordSchema

_MOST_CHARACTERS = 100_000

MENTION = RecordSchema(
    "mentions",
    title_en="Mentions",
    title_zh="提及",
    identity=("source", "external_id"),
    fields=(
        FieldSpec(
            "external_id", "text", "Its id where it comes from.", "来源平台上的编号。", looks="id", longest=255,
            aliases=("id", "external id", "tweet id", "review id", "comment id", "post id", "mention id", "message id",
                     "status id", "article id", "feedback id", "uuid", "guid", "编号", "评论id", "评论编号", "微博id", "帖子id", "序号"),
        ),
        FieldSpec(
            "text", "text", "What was said.", "说了什么。", required=True, looks="text", longest=_MOST_CHARACTERS, prose=True,
            aliases=("text", "body", "content", "comment", "review", "message", "tweet", "post", "feedback", "review text",
                     "comment text", "review body", "full text", "reviews", "comments", "mention", "snippet", "sentence",
                     "verbatim", "内容", "评论", "评论内容", "正文", "文本", "评价", "评价内容", "微博正文", "微博内容", "留言", "反馈", "点评"),
            words=("text", "content", "body", "comment", "review", "内容", "评论", "正文"),
        ),
        FieldSpec(
            "title", "text", "Its headline.", "标题。", longest=1000, prose=True,
            aliases=("title", "headline", "subject", "review title", "summary", "标题", "主题"), words=("title", "标题"),
        ),
        FieldSpec(
            "url", "text", "Where it can be read.", "原文链接。", looks="url", longest=2000,
            aliases=("url", "link", "permalink", "href", "web address", "post url", "review url", "链接", "网址", "原文链接", "地址"),
            words=("url", "link", "链接"),
        ),
        FieldSpec(
            "author", "text", "The name its author goes by.", "作者显示的名称。", looks="name", longest=255, prose=True,
            aliases=("author", "author name", "user", "username", "user name", "screen name", "nickname", "handle", "reviewer",
                     "reviewer name", "name", "by", "posted by", "作者", "用户", "用户名", "昵称", "用户昵称", "博主"),
            words=("author", "username", "reviewer", "作者", "昵称"),
        ),
        FieldSpec(
            "author_id", "text", "The id of its author.", "作者编号。", looks="id", longest=255,
            aliases=("author id", "user id", "userid", "reviewer id", "customer id", "uid", "profile id", "作者id", "用户id", "用户编号"),
        ),
        FieldSpec(
            "published_at", "moment", "When it was published.", "发布时间。",
            aliases=("published at", "published", "date", "time", "datetime", "timestamp", "created", "created at", "posted",
                     "posted at", "post date", "publish date", "publication date", "review date", "review time", "tweet created",
                     "created time", "date posted", "date published", "ts", "发布时间", "时间", "日期", "评论时间", "发表时间", "创建时间", "发布日期", "评论日期"),
            words=("date", "time", "created", "published", "posted", "timestamp", "时间", "日期"),
        ),
        FieldSpec(
            "source_type", "choice", "The kind of place it comes from.", "来源类型。", choices=vocab.SOURCE_TYPE,
            aliases=("source type", "media type", "site type", "platform type", "medium", "type", "来源类型", "媒体类型", "平台类型"),
        ),
        FieldSpec(
            "source", "text", "The place it comes from.", "来源。", longest=255,
            aliases=("source", "site", "platform", "website", "media", "channel", "network", "domain name", "source name", "来源", "平台", "网站", "渠道", "媒体"),
        ),
        FieldSpec(
            "language", "text", "Its language (ISO 639-1).", "语言（ISO 639-1）。", looks="language", longest=35,
            aliases=("language", "lang", "locale", "language code", "语言", "语种"), words=("lang", "language"),
        ),
        FieldSpec(
            "rating", "float", "The stars or points given.", "评分。", low=-1000, high=1000,
            aliases=("rating", "stars", "star", "score", "grade", "star rating", "points", "review score", "评分", "星级", "打分", "分数"),
            words=("rating", "stars", "评分"),
        ),
        FieldSpec(
            "sentiment", "choice", "Whether it is favourable.", "情感倾向。", choices=vocab.SENTIMENT,
            aliases=("sentiment", "polarity", "label", "tone", "attitude", "overall sentiment", "sentiment label", "emotion",
                     "情感", "情感倾向", "倾向", "极性", "标签", "情绪", "好评差评"),
            words=("sentiment", "polarity", "情感"),
        ),
        FieldSpec(
            "cause", "choice", "Why it is unfavourable.", "不满原因。", choices=vocab.CAUSE,
            aliases=("cause", "reason", "negative reason", "negativereason", "complaint type", "issue", "problem", "原因", "差评原因", "问题类型", "投诉原因"),
            words=("cause", "reason", "原因"),
        ),
        FieldSpec(
            "origin", "choice", "Who wrote it.", "由谁撰写。", choices=vocab.ORIGIN,
            aliases=("origin", "author type", "user type", "written by", "作者类型", "身份"),
        ),
        FieldSpec(
            "stimulus", "choice", "Whether the brand prompted it.", "是否由品牌激发。", choices=vocab.STIMULUS,
            aliases=("stimulus", "organic or stimulated", "earned or paid", "激发方式"),
        ),
        FieldSpec(
            "thread_id", "text", "The conversation it belongs to.", "所属会话。", looks="id", longest=255,
            aliases=("thread id", "thread", "conversation id", "conversation", "topic id", "discussion id", "会话id", "主题id", "帖子"),
        ),
        FieldSpec(
            "reply_to", "text", "The id of what it answers.", "所回复内容的编号。", looks="id", longest=255,
            aliases=("reply to", "in reply to", "in reply to id", "in reply to status id", "parent id", "parent", "reply to id", "回复", "父评论id", "上级id"),
        ),
    ),
)

PERSON = RecordSchema(
    "people",
    title_en="People",
    title_zh="人",
    identity=("external_id",),
    fields=(
        FieldSpec(
            "external_id", "text", "Their id where they come from.", "来源系统中的编号。", looks="id", longest=255,
            aliases=("id", "external id", "person id", "user id", "userid", "customer id", "customer", "client id", "member id",
                     "contact id", "respondent id", "node", "node id", "uid", "编号", "用户id", "客户编号", "会员号", "会员编号", "客户id"),
        ),
        FieldSpec(
            "name", "text", "Their name.", "姓名。", looks="name", longest=255, prose=True,
            aliases=("name", "full name", "display name", "customer name", "user name", "username", "nickname", "screen name", "姓名", "名字", "名称", "昵称", "用户名"),
        ),
        FieldSpec(
            "email", "text", "Their e-mail address.", "电子邮箱。", looks="email", longest=320,
            aliases=("email", "e-mail", "mail", "email address", "邮箱", "电子邮箱", "邮件地址"), words=("email", "mail", "邮箱"),
        ),
        FieldSpec(
            "language", "text", "The language they read (ISO 639-1).", "语言（ISO 639-1）。", looks="language", longest=35,
            aliases=("language", "lang", "locale", "preferred language", "语言", "语种"), words=("lang", "language"),
        ),
        FieldSpec(
            "joined_at", "moment", "When they became a customer or member.", "加入时间。",
            aliases=("joined at", "joined", "join date", "created at", "created", "registered", "registered at", "registration date",
                     "signup date", "sign up date", "member since", "customer since", "first purchase", "注册时间", "加入时间", "注册日期", "入会时间"),
            words=("joined", "registered", "signup", "created", "注册"),
        ),
        FieldSpec(
            "followers", "int", "How many people follow them.", "粉丝数。", low=0, high=2**53,
            aliases=("followers", "follower count", "followers count", "number of followers", "fans", "fan count", "audience", "粉丝", "粉丝数", "关注者"),
            words=("followers", "粉丝"),
        ),
    ),
)

TIE = RecordSchema(
    "graph",
    title_en="Ties between people",
    title_zh="人际联系",
    fields=(
        FieldSpec(
            "source", "text", "Who speaks (their id).", "说的人（编号）。", required=True, looks="node", longest=255,
            aliases=("source", "src", "from", "from id", "source id", "node1", "node 1", "u", "sender", "ego", "follower", "person", "from node id", "起点", "来源", "源", "发送者"),
        ),
        FieldSpec(
            "target", "text", "Who hears (their id).", "听的人（编号）。", required=True, looks="node", longest=255,
            aliases=("target", "dst", "dest", "destination", "to", "to id", "target id", "node2", "node 2", "v", "receiver", "alter", "followee", "to node id", "终点", "目标", "接收者"),
        ),
        FieldSpec(
            "weight", "float", "How strong the tie is.", "联系强度。", default="1", low=0, high=1e12,
            aliases=("weight", "strength", "count", "value", "w", "权重", "强度", "次数"), words=("weight",),
        ),
        FieldSpec(
            "kind", "choice", "How they are connected.", "联系类型。", choices=vocab.TIE_KIND,
            aliases=("kind", "type", "relation", "relationship", "tie", "edge type", "关系", "类型", "关系类型"),
        ),
        FieldSpec(
            "at", "moment", "When the tie was seen.", "联系发生的时间。",
            aliases=("at", "date", "time", "timestamp", "created at", "since", "datetime", "时间", "日期"), words=("date", "time", "时间"),
        ),
    ),
)

EVENT = RecordSchema(
    "events",
    title_en="Events",
    title_zh="事件",
    identity=("event_id",),
    fields=(
        FieldSpec(
            "event_id", "text", "Its id; the same id is the same event.", "事件编号；编号相同即同一事件。", looks="id", longest=255,
            aliases=("event id", "id", "uuid", "guid", "transaction id", "order id", "事件id", "事件编号", "订单号", "订单编号"),
        ),
        FieldSpec(
            "kind", "choice", "What happened.", "发生了什么。", required=True, choices=vocab.EVENT_KIND,
            aliases=("kind", "event", "event type", "event name", "type", "action", "事件", "事件类型", "行为", "动作"), words=("event", "事件"),
        ),
        FieldSpec(
            "ts", "moment", "When it happened.", "发生时间。", required=True,
            aliases=("ts", "timestamp", "time", "date", "datetime", "event time", "occurred at", "created at", "happened at",
                     "order date", "purchase date", "时间", "日期", "发生时间", "事件时间", "下单时间"),
            words=("time", "date", "timestamp", "时间", "日期"),
        ),
        FieldSpec(
            "channel", "choice", "Where the recommendation travelled.", "推荐传播的渠道。", choices=vocab.CHANNEL,
            aliases=("channel", "medium", "utm medium", "share channel", "渠道", "分享渠道"),
        ),
        FieldSpec(
            "lever", "choice", "What made the share worth it.", "促成分享的动因。", choices=vocab.LEVER,
            aliases=("lever", "motive", "杠杆", "动因", "动机"),
        ),
        FieldSpec(
            "programme_id", "text", "The programme it belongs to.", "所属计划。", longest=255,
            aliases=("programme id", "program id", "programme", "program", "campaign", "campaign id", "utm campaign", "计划", "活动", "活动id"),
        ),
        FieldSpec(
            "person_id", "text", "Who did it.", "由谁做出。", looks="node", longest=255,
            aliases=("person id", "person", "user id", "userid", "customer id", "visitor id", "user", "customer", "uid", "用户id", "用户", "客户编号"),
        ),
        FieldSpec(
            "link_id", "text", "The share link it came through.", "经由的分享链接。", longest=255,
            aliases=("link id", "link", "share link", "referral code", "code", "short link", "链接id", "推荐码", "邀请码"),
        ),
        FieldSpec(
            "referrer_id", "text", "The person who shared that link.", "分享该链接的人。", looks="node", longest=255,
            aliases=("referrer id", "referrer", "referred by", "inviter", "inviter id", "sharer", "推荐人", "邀请人", "分享人"),
        ),
        FieldSpec(
            "root_id", "text", "The first share of its cascade.", "传播链的首次分享。", longest=255,
            aliases=("root id", "root", "cascade id", "cascade", "origin id", "根id", "传播链id"),
        ),
        FieldSpec("depth", "int", "Steps from that first share.", "与首次分享相隔的步数。", low=0, high=32_767,
                  aliases=("depth", "level", "generation", "hop", "hops", "层级", "深度")),
        FieldSpec("amount", "money", "Money, as a decimal.", "金额（小数）。",
                  aliases=("amount", "revenue", "total", "price", "value", "order value", "order total", "spend", "sales", "金额", "订单金额", "支付金额", "消费金额"),
                  words=("amount", "revenue", "金额")),
        FieldSpec("amount_minor", "int", "Money in minor units (cents, fen).", "以分为单位的金额。", low=-(2**53), high=2**53,
                  aliases=("amount minor", "amount cents", "cents", "minor units", "金额分")),
        FieldSpec("currency", "text", "The currency of the amount (ISO 4217).", "币种（ISO 4217）。", looks="currency", longest=3,
                  aliases=("currency", "currency code", "币种", "货币")),
    ),
)

ANSWER = RecordSchema(
    "survey",
    title_en="Survey answers",
    title_zh="问卷答案",
    fields=(
        FieldSpec(
            "respondent", "text", "Who answered.", "答卷人。", looks="id", longest=255,
            aliases=("respondent", "respondent id", "response id", "participant", "participant id", "id", "user id", "person id",
                     "case id", "subject", "答卷人", "编号", "序号", "受访者", "用户id"),
        ),
        FieldSpec(
            "submitted_at", "moment", "When it was handed in.", "提交时间。",
            aliases=("submitted at", "submitted", "timestamp", "end date", "enddate", "date", "recorded date", "completed at", "submit date",
                     "提交时间", "时间", "提交答卷时间", "答题时间"),
            words=("submitted", "timestamp", "completed", "提交"),
        ),
    ),
)

SCHEMAS = {schema.kind: schema for schema in (MENTION, PERSON, TIE, EVENT, ANSWER)}


def schema_for(kind: str) -> RecordSchema:
    """Return the schema of `mentions`, `people`, `graph`, `events` or `survey`; InputError for anything else.

    >>> schema_for("graph").fields[0].name
    'source'
    """
    try:
        return SCHEMAS[kind]
    except KeyError:
        raise InputError(f"{kind!r} cannot be imported. Choose one of {', '.join(SCHEMAS)}.") from None


def normal_header(text: str) -> str:
    """Return a header in lower case with single spaces between its words, camelCase taken apart.

    >>> normal_header("tweetCreated_AT "), normal_header("评论内容（必填）")
    ('tweet created at', '评论内容 必填')
    """
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@cache
def _known() -> frozenset[str]:
    return frozenset(
        normal_header(alias)
        for schema in SCHEMAS.values()
        for spec in schema.fields
        for alias in (spec.name, *spec.aliases)
    )


def known_headers(cell: str) -> bool:
    """Tell whether a cell is a header that some schema knows."""
    return normal_header(cell) in _known()
