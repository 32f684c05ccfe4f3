"""Which encoding a text file is in, and its text as UTF-8 whatever that is."""

import codecs
import re
from dataclasses import dataclass

from .containers import ByteStream
from .messages import Reason, reason
from .problems import problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "utf-8", "utf_8_sig": "utf-8"}
_COMMON = re.compile("[\\t\\n\\r -~\u00a0-\u024f\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_GB2312_PAIR = re.compile(rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])")
_SPOILT = "\udcff"  # cannot be written in UTF-8, so a row that holds it is found and rejected


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, the length of its byte order mark in bytes, and a remark when it is a guess."""

    name: str
    mark: int = 0
    note: Reason | None = None


def detect_encoding(head: bytes, *, complete: bool, given: str | None = None) -> Encoding:
    """Return the encoding of a text by strict decoding of its first bytes.

    >>> detect_encoding("编号,评论\\n1,很好\\n".encode("gb18030"), complete=True).name
    'gb18030'
    """
    if given is not None:
        name = _known(given, head)
        return Encoding(name, next((len(m) for m, n in _MARKS if n == name and head.startswith(m)), 0))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    wide = _wide(head)
    if wide and head.count(0) > len(head) // 5:
        return Encoding(wide)
    if _decodes(head, "utf-8", complete):
        return Encoding("utf-8")
    if wide:
        return Encoding(wide)
    if _looks_chinese(head, complete):
        return Encoding("gb18030")
    if _mostly_utf8(head):
        return Encoding("utf-8", note=reason("some_not_utf8"))
    return Encoding("windows-1252", note=reason("taken_as_western"))


def _known(given: str, head: bytes) -> str:
    try:
        name = codecs.lookup(given).name.replace("-", "_")
        "a".encode(name)
    except (LookupError, ValueError):
        raise problem("not_encoding", given=given) from None
    name = _WIDER.get(name, name)
    if name in {"utf_16", "utf_32"}:
        name += "_be" if head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) else "_le"
    return {"cp1252": "windows-1252"}.get(name, name.replace("_", "-"))


def _decodes(head: bytes, name: str, complete: bool) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(head, final=complete)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """Return the UTF-16 byte order whose reading looks most like text; every such file has zero bytes."""
    if head.count(0) * 500 < len(head):
        return None
    even = head[: len(head) & ~1]
    scores = {}
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(name)("strict").decode(even)
        except UnicodeDecodeError:
            continue
        scores[name] = len(_COMMON.findall(text)) / max(len(text), 1)
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best and scores[best] > 0.85 else None


def _looks_chinese(head: bytes, complete: bool) -> bool:
    """Tell Chinese text from Western text whose accented letters happen to decode: those stand alone."""
    if not _decodes(head, "gb18030", complete):
        return False
    pairs = _GB2312_PAIR.findall(head)
    if not pairs:
        return False
    frequent = sum(len(pair) == 2 and pair[0] <= 0xF7 and pair[1] >= 0xA1 for pair in pairs) / len(pairs)
    text = head.decode("gb18030", "ignore")
    neighbours = len(re.findall("[\u3000-\u9fff\uff00-\uffef]{2}", text)) * 2 / len(pairs)
    return frequent >= 0.9 or neighbours >= 0.5


def _mostly_utf8(head: bytes) -> bool:
    text = head.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    right = sum(not character.isascii() for character in text) - spoilt
    return right >= 20 and spoilt * 20 <= right


class Utf8Stream:
    """A byte stream as UTF-8, without its byte order mark.

    What cannot be decoded comes out as bytes that are not UTF-8, so that the row that holds it can be rejected.
    """

    def __init__(self, stream: ByteStream, encoding: Encoding) -> None:
        self._stream = stream
        self._decoder = None
        self.ended = False
        stream.read(encoding.mark)
        if encoding.name != "utf-8":
            handler = "goodword.western" if encoding.name == "windows-1252" else "goodword.spoilt"
            self._decoder = codecs.getincrementaldecoder(encoding.name)(handler)

    def read(self, size: int) -> bytes:
        """Return about `size` bytes of UTF-8; `ended` tells whether they are the last."""
        block = self._stream.read(size)
        self.ended = len(block) < size
        if self._decoder is None:
            return block
        final = self.ended and self._stream.damage is None
        return self._decoder.decode(block, final=final).encode("utf-8", "surrogatepass")


def _spoilt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _SPOILT, error.end


def _western(error: UnicodeError) -> tuple[str, int]:
    """Windows-1252 leaves five bytes open; browsers read them as control characters (WHATWG), so do we."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("goodword.spoilt", _spoilt)
codecs.register_error("goodword.western", _western)
