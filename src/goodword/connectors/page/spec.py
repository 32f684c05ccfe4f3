"""Web pages, as the form for new sources shows them."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..place_field import place_field
from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_page

SPEC = ConnectorSpec(
    kind="page",
    title_en="Web page",
    title_zh="网页监测",
    source_type=SourceType.NEWS,
    fields=(
        Field(
            name="address",
            label_en="Address of the page",
            label_zh="网页地址",
            help_en="One page that anybody can read without signing in.",
            help_zh="一个无需登录即可阅读的网页。",
            kind=FieldKind.URL,
            example="https://shop.example.com/lamp/reviews",
        ),
        place_field(SourceType.NEWS),
    ),
    open=open_page,
    sees_en="Reviews, questions, answers and articles the page marks up (schema.org), and new or edited blocks of its text.",
    sees_zh="网页用 schema.org 标注的评价、问题、回答和文章，以及正文中新增或修改的段落。",
    misses_en="What a script fills in, further pages, what came and went between two readings, and deletions.",
    misses_zh="由脚本填充的内容、其他分页、两次读取之间出现又消失的内容，以及删除。",
    limits_en="One page, once an hour; not read where the site's robots.txt asks not to be.",
    limits_zh="每小时读取一个网页；网站 robots.txt 不允许时不读取。",
    docs="page",
    every=timedelta(hours=1),
)
