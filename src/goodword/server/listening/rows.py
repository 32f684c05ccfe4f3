"""Mentions as the list shows them: a line of text with what is known about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from goodword.server.shell.lists import Page, term_label

from .highlights import marked, snippet, words_to_mark
from .languages import language_name
from .models import Mention


@dataclass(frozen=True, slots=True)
class Row:
    """One mention of the list; `url` is its own page, `list_url` the list with it open."""

    mention: Mention
    title: SafeString
    text: SafeString
    cause: Any
    origin: Any
    language: str
    url: str
    list_url: str
    is_open: bool = False


def rows_of(page: Page, opened: int | None) -> list[Row]:
    """Return a page's mentions as rows, the searched words marked."""
    words = words_to_mark(page.selection.search)
    return [
        row_of(
            page.actor.brand_slug, mention, words, page.selection.search, str(_opening(page, mention)), opened
        )
        for mention in page.rows
    ]


def row_of(
    brand: str, mention: Mention, words: Sequence[str], search: str, list_url: str, opened: int | None
) -> Row:
    """Return one mention as a row."""
    return Row(
        mention=mention,
        title=marked(mention.title, words),
        text=snippet(mention.text, words),
        cause=term_label(mention.cause) if mention.cause else "",
        origin=term_label(mention.origin),
        language=language_name(mention.language) if mention.language else "",
        url=mention_url(brand, mention.pk, search),
        list_url=list_url,
        is_open=mention.pk == opened,
    )


def mention_url(brand: str, pk: int, search: str = "") -> str:
    """Return the address of a mention; `search` are the words to mark in it."""
    url = reverse("mention-detail", kwargs={"brand": brand, "pk": pk})
    query = QueryDict(mutable=True)
    if search:
        query["q"] = search
    return f"{url}?{query.urlencode()}" if search else url


def _opening(page: Page, mention: Mention) -> str:
    query = page.address.query.copy()
    query["mention"] = str(mention.pk)
    return f"{page.address.path}?{query.urlencode()}"
