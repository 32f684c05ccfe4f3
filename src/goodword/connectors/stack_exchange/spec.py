"""Stack Exchange, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_stack_exchange

ADDRESS = "https://api.stackexchange.com/2.3"

FIELDS = (
    Field(
        name="site",
        label_en="Site",
        label_zh="站点",
        help_en="Its name in the API: stackoverflow, superuser, travel …",
        help_zh="站点在 API 中的名称，例如 stackoverflow、superuser、travel。",
        example="stackoverflow",
    ),
    Field(
        name="words",
        label_en="Words to look for",
        label_zh="关键词",
        help_en="One word or phrase a line. A question found by one is read with its answers and comments.",
        help_zh="每行一个词或短语。命中的问题会连同回答和评论一起读取。",
        kind=FieldKind.LIST,
        required=False,
        example="Lumen School",
    ),
    Field(
        name="tags",
        label_en="Tags",
        label_zh="标签",
        help_en="One a line: every question that carries it.",
        help_zh="每行一个：读取带有该标签的所有问题。",
        kind=FieldKind.LIST,
        required=False,
        example="lumen",
    ),
    Field(
        name="key",
        label_en="Key",
        label_zh="密钥",
        help_en="From stackapps.com, free: 10,000 requests a day instead of 300.",
        help_zh="在 stackapps.com 免费申请：每天 10,000 次请求，没有密钥则为 300 次。",
        kind=FieldKind.SECRET,
        required=False,
    ),
    Field(
        name="days",
        label_en="Days back at the start",
        label_zh="首次回溯天数",
        help_en="How far back the first reading goes.",
        help_zh="首次读取回溯多少天。",
        kind=FieldKind.NUMBER,
        required=False,
        default=30,
    ),
    Field(
        name="address",
        label_en="Address of the API",
        label_zh="API 地址",
        help_en="Only to be changed for a company's own site.",
        help_zh="只有使用企业自有站点时才需要修改。",
        kind=FieldKind.URL,
        required=False,
        default=ADDRESS,
    ),
)

SPEC = ConnectorSpec(
    kind="stack_exchange",
    title_en="Stack Exchange",
    title_zh="Stack Exchange",
    source_type=SourceType.QUESTION_ANSWER,
    fields=FIELDS,
    open=lambda settings, net: open_stack_exchange(FIELDS, settings, net),
    sees_en=(
        "Questions found by a word or a tag, with all their answers and comments; edits of questions and answers of "
        "any age."
    ),
    sees_zh="通过关键词或标签找到的问题及其全部回答和评论；问题和回答无论何时被修改都能读到。",
    misses_en="Deletions; comments written more than six hours after the last activity of their question.",
    misses_zh="删除；以及在问题最后一次活动六小时之后写下的评论。",
    limits_en="300 requests a day, 10,000 with a key; two for thirty questions. Pauses the site asks for are kept.",
    limits_zh="每天 300 次请求，有密钥为 10,000 次；每三十个问题用两次。站点要求的等待时间会遵守。",
    docs="stack_exchange",
    every=timedelta(minutes=30),
    budget=300,
)
