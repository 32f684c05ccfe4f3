"""The drop folder, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..place_field import place_field
from ..protocol import ConnectorSpec, Field
from .connector import open_drop

SPEC = ConnectorSpec(
    kind="drop",
    title_en="Folder of files",
    title_zh="文件投放文件夹",
    source_type=SourceType.REVIEW_SITE,
    fields=(
        Field(
            name="folder",
            label_en="Folder",
            label_zh="文件夹",
            help_en="A folder inside the base folder an administrator has opened (GOODWORD_DROP); empty: the base folder.",
            help_zh="管理员开放的基础文件夹（GOODWORD_DROP）中的一个文件夹；留空即为基础文件夹本身。",
            required=False,
            default="",
            example="weibo",
        ),
        Field(
            name="zone",
            label_en="Time zone of the dates",
            label_zh="日期所用时区",
            help_en="For dates that name no zone.",
            help_zh="用于没有注明时区的日期。",
            required=False,
            default="UTC",
            example="Asia/Shanghai",
            where=False,
        ),
        place_field(SourceType.REVIEW_SITE),
    ),
    open=open_drop,
    sees_en="Every row of the CSV, TSV, JSON Lines and Excel files dropped into the folder, each content once.",
    sees_zh="投放到文件夹中的 CSV、TSV、JSON Lines 和 Excel 文件的每一行，相同内容只读一次。",
    misses_en="Rows and files that cannot be read (a gap names them); labels in a file, which an import keeps.",
    misses_zh="无法读取的行和文件（会记为缺口并注明）；文件中的人工标签，这些请用“导入”。",
    limits_en="A file is read once it has not changed for a minute; 500 MB a file; links are not followed.",
    limits_zh="文件一分钟内没有变化才会读取；每个文件最多 500 MB；不跟随符号链接。",
    docs="drop",
    every=timedelta(minutes=5),
)
