"""Mentions as the list shows them: a line of text with what is known about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from goodword.server.accounts.facade import Actor
from goodword.server.shell.lists import Page, term_label

from .aspects import unpacked
from .confidence import Confidence, confidence, reading_state
from .copies import Copies, access_copies
from .copy_words import copies_said
from .highlights import marked, snippet, words_to_mark
from .languages import language_name
from .models import Mention
from .taxonomy import ASPECT, CAUSE, taxonomy


@dataclass(frozen=True, slots=True)
class Row:
    """One mention of the list; `url` is its own page, `list_url` the list with it open, `state` why it has no sentiment."""

    mention: Mention
    title: SafeString
    text: SafeString
    cause: str
    aspects: list[str]
    intent: Any
    origin: Any
    language: str
    state: str
    sure: Confidence | None
    copies: str
    url: str
    list_url: str
    copies_url: str
    is_open: bool = False


class Rows:
    """Makes rows of a brand's mentions; `search` are the words to mark, `copies` what was copied of them."""

    def __init__(self, actor: Actor, search: str, mentions: Sequence[Mention]) -> None:
        self._brand, self._search = actor.brand_slug, search
        self._words, self._own = words_to_mark(actor.brand_id, search), taxonomy(actor)
        self._copies: dict[int, Copies] = access_copies(actor, [mention.pk for mention in mentions])

    def row(self, mention: Mention, list_url: str, *, is_open: bool) -> Row:
        """Return one of the mentions as a row."""
        copies = self._copies.get(mention.pk)
        return Row(
            mention=mention,
            title=marked(mention.title, self._words),
            text=snippet(mention.text, self._words),
            cause=self._own.name(CAUSE, mention.cause) if mention.cause else "",
            aspects=[self._own.name(ASPECT, key) for key in unpacked(mention.aspects)],
            intent=term_label(mention.intent) if mention.intent else "",
            origin=term_label(mention.origin),
            language=language_name(mention.language) if mention.language else "",
            state=reading_state(mention),
            sure=_worth_saying(mention),
            copies=copies_said(copies) if copies else "",
            url=mention_url(self._brand, mention.pk, self._search),
            list_url=list_url,
            copies_url=copies_url(self._brand, mention.pk) if copies else "",
            is_open=is_open,
        )


def _worth_saying(mention: Mention) -> Confidence | None:
    """Return how sure the model is of the sentiment where it is not very: a calm list says no more."""
    sure = confidence(mention, "sentiment")
    return sure if sure and sure.is_low else None


def rows_of(page: Page, opened: int | None) -> list[Row]:
    """Return a page's mentions as rows, the searched words marked."""
    rows = Rows(page.actor, page.selection.search, page.rows)
    return [rows.row(mention, _opening(page, mention), is_open=mention.pk == opened) for mention in page.rows]


def mention_url(brand: str, pk: int, search: str = "") -> str:
    """Return the address of a mention; `search` are the words to mark in it."""
    url = reverse("mention-detail", kwargs={"brand": brand, "pk": pk})
    query = QueryDict(mutable=True)
    if search:
        query["q"] = search
    return f"{url}?{query.urlencode()}" if search else url


def copies_url(brand: str, pk: int) -> str:
    """Return the address of the list of a mention's copies."""
    return f"{reverse('mention-list', kwargs={'brand': brand})}?copy_of={pk}"


def _opening(page: Page, mention: Mention) -> str:
    query = page.address.query.copy()
    query["mention"] = str(mention.pk)
    return f"{page.address.path}?{query.urlencode()}"
