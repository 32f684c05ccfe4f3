"""A mailbox, as the form for new sources shows it."""

from datetime import timedelta

from goodword.core.vocabulary import SourceType

from ..protocol import ConnectorSpec, Field, FieldKind
from .connector import open_imap

FIELDS = (
    Field(
        name="host",
        label_en="Mail server",
        label_zh="邮件服务器",
        help_en="The server for IMAP.",
        help_zh="IMAP 服务器。",
        example="imap.example.com",
    ),
    Field(name="port", label_en="Port", label_zh="端口", kind=FieldKind.NUMBER, required=False, default=993),
    Field(
        name="security",
        label_en="Encryption",
        label_zh="加密方式",
        kind=FieldKind.CHOICE,
        required=False,
        default="tls",
        choices=(
            ("tls", "TLS from the start", "直接 TLS"),
            ("starttls", "STARTTLS", "STARTTLS"),
            ("none", "None: passwords can be read on the way", "不加密：密码可能在途中被读取"),
        ),
    ),
    Field(name="user", label_en="User name", label_zh="用户名", example="feedback@example.com"),
    Field(
        name="password",
        label_en="Password",
        label_zh="密码",
        help_en="For services with a second factor: an app password.",
        help_zh="开启两步验证的服务请使用应用专用密码。",
        kind=FieldKind.SECRET,
    ),
    Field(
        name="folder",
        label_en="Folder",
        label_zh="文件夹",
        required=False,
        default="INBOX",
        example="INBOX",
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
        name="megabytes",
        label_en="Largest message, in megabytes",
        label_zh="单封邮件上限（MB）",
        help_en="Larger ones are skipped, and that is shown.",
        help_zh="超过上限的邮件会跳过，并会显示出来。",
        kind=FieldKind.NUMBER,
        required=False,
        default=10,
    ),
)

SPEC = ConnectorSpec(
    kind="imap",
    title_en="Mailbox (IMAP)",
    title_zh="邮箱（IMAP）",
    source_type=SourceType.FORUM,
    fields=FIELDS,
    open=lambda settings, net: open_imap(FIELDS, settings, net),
    sees_en="Every message of one folder: subject, text, sender, conversation. Nothing in the mailbox is changed.",
    sees_zh="一个文件夹中的所有邮件：主题、正文、发件人和往来关系。不会改动邮箱中的任何内容。",
    misses_en="Attachments and pictures; messages larger than the limit; messages moved away before they were read.",
    misses_zh="附件和图片、超过大小上限的邮件，以及读取之前就被移走的邮件。",
    limits_en="100 messages a pull: a large folder is read over several.",
    limits_zh="每次读取 100 封：邮件多的文件夹会分几次读完。",
    docs="imap",
    every=timedelta(minutes=5),
)
