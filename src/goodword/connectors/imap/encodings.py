"""Bytes of mails as text, whatever they claim to be."""

import codecs
from email.errors import HeaderParseError
from email.header import decode_header

_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "us-ascii": "utf-8", "ascii": "utf-8"}
_ISO = {"iso2022_jp": "iso2022_jp_ext"}


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Return bytes as text: as they claim, as UTF-8, or as Chinese; what fits nothing is replaced, never dropped.

    >>> decoded("很好，谢谢".encode("gb18030"), "gb2312"), decoded("退款".encode("gb18030"))
    ('很好，谢谢', '退款')
    """
    named = _known(charset)
    for name in dict.fromkeys([*([named] if named else []), "utf-8", "gb18030"]):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
    return raw.decode(named or "utf-8", errors="replace")


def header_text(raw: str) -> str:
    """Return a header as text: encoded words, raw bytes of any charset, or both.

    >>> header_text("=?gb2312?B?zcu/7g==?= (2)")
    '退款 (2)'
    """
    held = raw.encode("utf-8", "surrogateescape")
    line = " ".join(decoded(held).split())
    try:
        parts = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    found = "".join(
        part
        if isinstance(part, str)
        else decoded(part, charset)
        if charset
        else part.decode("raw_unicode_escape", "replace")
        for part, charset in parts
    )
    return " ".join(found.split())


def _known(charset: str | None) -> str:
    if not charset:
        return ""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return _ISO.get(name) or _WIDER.get(name, name)
