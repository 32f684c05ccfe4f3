"""Bytes as text: the charset they say they are in is believed only when they are."""

from .files.encodings import detect_encoding


def text_of(body: bytes, declared: str) -> str:
    """Return a body as text: UTF-8 when it is, else as declared when it fits, else as it looks.

    >>> text_of("电池坏了，退货！质量太差了".encode("gbk"), "utf-8")
    '电池坏了，退货！质量太差了'
    """
    found = detect_encoding(body, complete=True)
    if declared and (found.name != "utf-8" or found.note is not None):
        try:
            return body.decode(declared).lstrip("\ufeff")
        except (UnicodeError, LookupError):
            pass
    return body[found.mark :].decode(found.name, "replace").lstrip("\ufeff")


def header_charset(content_type: str) -> str:
    """Return the charset a Content-Type names, or nothing.

    >>> header_charset('text/html; charset="GBK"')
    'GBK'
    """
    _kind, _, rest = content_type.partition("charset=")
    return rest.split(";")[0].strip(" \"'")[:40]
