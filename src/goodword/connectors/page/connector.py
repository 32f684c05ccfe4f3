"""Watches a web page: what it says for machines, and every block of text that appears or is edited."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from goodword.core.vocabulary import SourceType

from ..conditional import conditions, is_unchanged, validators
from ..net.addresses import checked
from ..place_field import place_of
from ..protocol import Cursor, Mention, Pull, RefusedError, SettingError
from ..wire import Net
from .blocks import match, stored_blocks
from .html import Page, read_page
from .structured import structured

_ACCEPT = "text/html, application/xhtml+xml;q=0.9"


def open_page(settings: Mapping[str, Any], net: Net) -> "PageConnector":
    """Open a page by its address; raises `SettingError` when that is none."""
    address = str(settings.get("address") or "").strip()
    try:
        checked(address)
    except RefusedError as error:
        raise SettingError("address", str(error)) from None
    return PageConnector(address, net, place_of(settings))


class PageConnector:
    """Reads one page as a polite visitor: robots.txt is asked, nothing is fetched that has not changed."""

    def __init__(self, address: str, net: Net, place: SourceType | None = None) -> None:
        """Take the address of the page, and the kind of place it is."""
        self._address, self._net, self._place = address, net, place

    def pull(self, cursor: Cursor) -> Pull:
        """Return what is new on the page."""
        headers = {"Accept": _ACCEPT, **conditions(cursor)}
        answer = self._net.get(self._address, headers=headers, robots=True)
        if is_unchanged(answer, cursor):
            return Pull([], [], dict(cursor))
        page = read_page(answer)
        items = structured(page.data, answer.url, page.language)
        before, now = cursor.get("items", {}), {item.native_id: _digest(item) for item in items}
        mentions = [item for item in items if before.get(item.native_id) != now[item.native_id]]
        blocks = match(_unsaid(page.blocks, items), stored_blocks(cursor.get("blocks")))
        mentions += [_mention(text, block.native_id, page, answer.url) for text, block, new in blocks if new]
        further = {
            **validators(answer),
            "items": now,
            "blocks": [block.as_list() for _text, block, _new in blocks],
        }
        return Pull([replace(one, source_type=self._place) for one in mentions], [], further)


def _unsaid(blocks: list[str], items: list[Mention]) -> list[str]:
    """Return the blocks whose words are not those of an item that is a mention already."""
    said = "\x1f".join(" ".join(f"{item.title} {item.text}".split()) for item in items)
    return [block for block in blocks if block not in said]


def _digest(item: Mention) -> str:
    said = f"{item.title}\x1f{item.text}\x1f{item.rating}"
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def _mention(text: str, native_id: str, page: Page, url: str) -> Mention:
    return Mention(
        native_id=native_id,
        text=text,
        title=page.title,
        url=url,
        source=(urlsplit(url).hostname or "").removeprefix("www."),
        language=page.language,
    )
