"""What is read from a file of people, and of the ties between them."""

from . import choices as vocab
from .schema_types import FieldSpec, RecordSchema, listed

PERSON = RecordSchema(
    "people",
    title_en="People",
    title_zh="人",
    identity=("external_id",),
    fields=(
        FieldSpec(
            "external_id",
            "text",
            "Their id where they come from.",
            "来源系统中的编号。",
            looks="id",
            longest=255,
            aliases=listed(
                "id, external id, person id, user id, userid, customer id, customer, client id, member id, "
                "contact id, respondent id, node, node id, uid, 编号, 用户id, 客户编号, 会员号, 会员编号, "
                "客户id"
            ),
        ),
        FieldSpec(
            "name",
            "text",
            "Their name.",
            "姓名。",
            looks="name",
            longest=255,
            prose=True,
            aliases=listed(
                "name, full name, display name, customer name, user name, username, nickname, screen name, "
                "姓名, 名字, 名称, 昵称, 用户名"
            ),
        ),
        FieldSpec(
            "email",
            "text",
            "Their e-mail address.",
            "电子邮箱。",
            looks="email",
            longest=320,
            aliases=listed("email, e-mail, mail, email address, 邮箱, 电子邮箱, 邮件地址"),
            words=listed("email, mail, 邮箱"),
        ),
        FieldSpec(
            "language",
            "text",
            "The language they read (ISO 639-1).",
            "语言（ISO 639-1）。",
            looks="language",
            longest=35,
            aliases=listed("language, lang, locale, preferred language, 语言, 语种"),
            words=listed("lang, language"),
        ),
        FieldSpec(
            "joined_at",
            "moment",
            "When they became a customer or member.",
            "加入时间。",
            aliases=listed(
                "joined at, joined, join date, created at, created, registered, registered at, "
                "registration date, signup date, sign up date, member since, customer since, first purchase, "
                "注册时间, 加入时间, 注册日期, 入会时间"
            ),
            words=listed("joined, registered, signup, created, 注册"),
        ),
        FieldSpec(
            "followers",
            "int",
            "How many people follow them.",
            "粉丝数。",
            low=0,
            high=2**53,
            aliases=listed(
                "followers, follower count, followers count, number of followers, fans, fan count, audience, "
                "粉丝, 粉丝数, 关注者"
            ),
            words=listed("followers, 粉丝"),
        ),
    ),
)

TIE = RecordSchema(
    "graph",
    title_en="Ties between people",
    title_zh="人际联系",
    fields=(
        FieldSpec(
            "source",
            "text",
            "Who speaks (their id).",
            "说的人（编号）。",
            required=True,
            looks="node",
            longest=255,
            aliases=listed(
                "source, src, from, from id, source id, node1, node 1, u, sender, ego, follower, person, "
                "from node id, 起点, 来源, 源, 发送者"
            ),
        ),
        FieldSpec(
            "target",
            "text",
            "Who hears (their id).",
            "听的人（编号）。",
            required=True,
            looks="node",
            longest=255,
            aliases=listed(
                "target, dst, dest, destination, to, to id, target id, node2, node 2, v, receiver, alter, "
                "followee, to node id, 终点, 目标, 接收者"
            ),
        ),
        FieldSpec(
            "weight",
            "float",
            "How strong the tie is.",
            "联系强度。",
            default="1",
            low=0,
            high=1e12,
            aliases=listed("weight, strength, count, value, w, 权重, 强度, 次数"),
            words=listed("weight"),
        ),
        FieldSpec(
            "kind",
            "choice",
            "How they are connected.",
            "联系类型。",
            choices=vocab.TIE_KIND,
            aliases=listed("kind, type, relation, relationship, tie, edge type, 关系, 类型, 关系类型"),
        ),
        FieldSpec(
            "at",
            "moment",
            "When the tie was seen.",
            "联系发生的时间。",
            aliases=listed("at, date, time, timestamp, created at, since, datetime, 时间, 日期"),
            words=listed("date, time, 时间"),
        ),
    ),
)
