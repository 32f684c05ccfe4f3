"""The bytes of a feed, read in the charset they are really in; what is not a whole feed is refused."""

import re

from ..charset import header_charset, text_of
from ..protocol import UnreadableError
from ..wire import Answer
from .entries import Document
from .json_feed import read_json_feed
from .xml_feed import read_xml_feed

_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"""<!ENTITY\s+(?:%\s+)?[^\s>]+\s+(?:"([^"]*)"|'([^']*)'|SYSTEM|PUBLIC)""")
_ENTITIES = 300  # Netscape's RSS 0.91 declares about a hundred
_ENTRIES = 20_000
_PLAIN = re.compile(r"(?:&(?:#38;)?#x?[0-9a-fA-F]{1,6};|[^&%]){0,40}")  # what &nbsp; and the like stand for
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf|html)\b", re.IGNORECASE)


def read_document(answer: Answer) -> Document:
    """Return what a feed holds; raises `UnreadableError` for web pages, bombs, and feeds that break off."""
    shown = answer.url.split("?")[0]
    text = text_of(answer.body, _declared(answer))
    if text.lstrip()[:1] in ("{", "["):
        return read_json_feed(text, shown)
    root = _ROOT.search(text[:20_000])
    if root is None or root[1].lower() == "html":
        raise UnreadableError(f"{shown} is not a feed, but {'a web page' if root else 'something else'}.")
    _refuse_bombs(text, shown)
    if text.count("<item") + text.count("<entry") > _ENTRIES:
        raise UnreadableError(f"{shown} holds more than {_ENTRIES} entries.")
    if not _END.search(text[-2000:]):
        raise UnreadableError(f"{shown} breaks off in the middle.")
    return read_xml_feed(_DECLARATION.sub("", text, count=1), answer.url, shown)


def _declared(answer: Answer) -> str:
    inside = _DECLARED.match(answer.body[:200].decode("latin-1"))
    return inside[1] if inside else header_charset(answer.headers.get("content-type", ""))


def _refuse_bombs(text: str, shown: str) -> None:
    declared = [one or other for one, other in _ENTITY.findall(text)]
    if len(declared) > _ENTITIES or not all(_PLAIN.fullmatch(value) for value in declared):
        raise UnreadableError(f"{shown} declares entities inside entities: a bomb, which is not read.")
