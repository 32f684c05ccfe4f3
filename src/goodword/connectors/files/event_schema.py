"""What is read from a file of events."""

from . import choices as vocab
from .schema_types import FieldSpec, RecordSchema, listed

EVENT = RecordSchema(
    "events",
    title_en="Events",
    title_zh="事件",
    identity=("event_id",),
    fields=(
        FieldSpec(
            "event_id",
            "text",
            "Its id; the same id is the same event.",
            "事件编号；编号相同即同一事件。",
            looks="id",
            longest=255,
            aliases=listed(
                "event id, id, uuid, guid, transaction id, order id, 事件id, 事件编号, 订单号, 订单编号"
            ),
        ),
        FieldSpec(
            "kind",
            "choice",
            "What happened.",
            "发生了什么。",
            required=True,
            choices=vocab.EVENT_KIND,
            aliases=listed("kind, event, event type, event name, type, action, 事件, 事件类型, 行为, 动作"),
            words=listed("event, 事件"),
        ),
        FieldSpec(
            "ts",
            "moment",
            "When it happened.",
            "发生时间。",
            required=True,
            aliases=listed(
                "ts, timestamp, time, date, datetime, event time, occurred at, created at, happened at, "
                "order date, purchase date, 时间, 日期, 发生时间, 事件时间, 下单时间"
            ),
            words=listed("time, date, timestamp, 时间, 日期"),
        ),
        FieldSpec(
            "channel",
            "choice",
            "Where the recommendation travelled.",
            "推荐传播的渠道。",
            choices=vocab.CHANNEL,
            aliases=listed("channel, medium, utm medium, share channel, 渠道, 分享渠道"),
        ),
        FieldSpec(
            "lever",
            "choice",
            "What made the share worth it.",
            "促成分享的动因。",
            choices=vocab.LEVER,
            aliases=listed("lever, motive, 杠杆, 动因, 动机"),
        ),
        FieldSpec(
            "tie_strength",
            "choice",
            "How close the sharer is to the one they tell.",
            "分享者与听者的亲疏程度。",
            choices=vocab.TIE_STRENGTH,
            aliases=listed("tie strength, tie, closeness, relationship strength, 关系强度, 亲疏"),
        ),
        FieldSpec(
            "segment",
            "text",
            "The group of people whom the person belongs to.",
            "此人所属的人群。",
            longest=255,
            aliases=listed("segment, audience, cohort, customer group, 人群, 分群, 客群"),
        ),
        FieldSpec(
            "programme_id",
            "text",
            "The programme it belongs to.",
            "所属计划。",
            longest=255,
            aliases=listed(
                "programme id, program id, programme, program, campaign, campaign id, utm campaign, 计划, "
                "活动, 活动id"
            ),
        ),
        FieldSpec(
            "person_id",
            "text",
            "Who did it.",
            "由谁做出。",
            looks="node",
            longest=255,
            aliases=listed(
                "person id, person, user id, userid, customer id, visitor id, user, customer, uid, 用户id, "
                "用户, 客户编号"
            ),
        ),
        FieldSpec(
            "link_id",
            "text",
            "The share link it came through.",
            "经由的分享链接。",
            longest=255,
            aliases=listed(
                "link id, link, share link, referral code, code, short link, 链接id, 推荐码, 邀请码"
            ),
        ),
        FieldSpec(
            "referrer_id",
            "text",
            "The person who shared that link.",
            "分享该链接的人。",
            looks="node",
            longest=255,
            aliases=listed(
                "referrer id, referrer, referred by, inviter, inviter id, sharer, 推荐人, 邀请人, 分享人"
            ),
        ),
        FieldSpec(
            "root_id",
            "text",
            "The first share of its cascade.",
            "传播链的首次分享。",
            longest=255,
            aliases=listed("root id, root, cascade id, cascade, origin id, 根id, 传播链id"),
        ),
        FieldSpec(
            "depth",
            "int",
            "Steps from that first share.",
            "与首次分享相隔的步数。",
            low=0,
            high=32_767,
            aliases=listed("depth, level, generation, hop, hops, 层级, 深度"),
        ),
        FieldSpec(
            "amount",
            "money",
            "Money, as a decimal.",
            "金额（小数）。",
            aliases=listed(
                "amount, revenue, total, price, value, order value, order total, spend, sales, 金额, "
                "订单金额, 支付金额, 消费金额"
            ),
            words=listed("amount, revenue, 金额"),
        ),
        FieldSpec(
            "amount_minor",
            "int",
            "Money in minor units (cents, fen).",
            "以分为单位的金额。",
            low=-(2**53),
            high=2**53,
            aliases=listed("amount minor, amount cents, cents, minor units, 金额分"),
        ),
        FieldSpec(
            "currency",
            "text",
            "The currency of the amount (ISO 4217).",
            "币种（ISO 4217）。",
            looks="currency",
            longest=3,
            aliases=listed("currency, currency code, 币种, 货币"),
        ),
    ),
)
