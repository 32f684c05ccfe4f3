"""Real quotes: which texts say most typically what many say, with the words that say it marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db.models import QuerySet

from goodword.server.listening.facade import Mention, reading_text

from .frame import day_of
from .products import product_of
from .typical import Theme, themes, typical, width

if TYPE_CHECKING:
    from goodword.text import Reader

READ = 1_000  # texts that are looked at: the newest
_LONGEST = 1_000  # characters of a text that evidence is looked for in
_SHOWN = 260  # of width
_BEFORE = 60
_LEAST = 0.1  # of what spoke for a label
_FIELDS = (
    "pk", "title", "text", "source", "source_type", "url", "language", "published_day", "extra", "aspects", "cause",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be quoted, and how sure its label is."""

    pk: int
    text: str
    source: str
    source_type: str
    url: str
    language: str
    day: date | None
    product: str
    aspects: str
    cause: str
    sure: float


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, cut into (text, whether it is evidence), and where it comes from; `url` is the original."""

    pk: int
    parts: tuple[tuple[str, bool], ...]
    source: str
    source_type: str
    product: str
    day: date | None
    language: str
    url: str

    @property
    def text(self) -> str:
        """What is shown of it."""
        return "".join(text for text, _is_evidence in self.parts)


@dataclass(frozen=True, slots=True)
class Sample:
    """The newest texts of one kind (`texts` of them), what they are about, the products they name, and quotes."""

    texts: int
    themes: tuple[Theme, ...]
    products: tuple[str, ...]
    quotes: tuple[Quote, ...]


def candidates(rows: "QuerySet[Mention]", sure: str = "") -> list[Candidate]:
    """Return the newest texts of some mentions, copies left out; `sure` names the field with a label's confidence."""
    fields = (*_FIELDS, sure) if sure else _FIELDS
    newest = (
        rows.filter(copy_of__isnull=True, deleted_at__isnull=True)
        .exclude(text="")
        .order_by("-published_at", "-pk")
    )
    return [_candidate(row, row.get(sure)) for row in newest.values(*fields)[:READ]]


def _candidate(row: dict[str, Any], sure: float | None) -> Candidate:
    number = row["published_day"]
    return Candidate(
        pk=row["pk"],
        text=reading_text(row["title"], row["text"])[:_LONGEST],
        source=row["source"],
        source_type=row["source_type"],
        url=row["url"] if urlsplit(row["url"]).scheme in ("http", "https") else "",
        language=row["language"],
        day=None if number is None else day_of(number),
        product=product_of(row["extra"]),
        aspects=row["aspects"],
        cause=row["cause"],
        sure=1.0 if sure is None else float(sure),
    )


def sample_of(
    found: Sequence[Candidate], others: Sequence[str], reader: "Reader", task: str, most: int
) -> Sample:
    """Return what texts say more than others, and the most typical of them with what carries the label of a task."""
    texts = [each.text for each in found]
    about = themes(texts, others)
    places = typical(texts, [each.sure for each in found], about, most)
    quotes = [quote_of(found[place], reader, task) for place in places]
    return Sample(len(found), tuple(about), tuple(each.product for each in found), tuple(quotes))


def quote_of(candidate: Candidate, reader: "Reader", task: str) -> Quote:
    """Return a text as a quote, the words that carry the label of a task marked; no task, no marks."""
    return Quote(
        pk=candidate.pk,
        parts=tuple(_cut(candidate.text, _evidence(candidate.text, reader, task))),
        source=candidate.source,
        source_type=candidate.source_type,
        product=candidate.product,
        day=candidate.day,
        language=candidate.language,
        url=candidate.url,
    )


def _evidence(text: str, reader: "Reader", task: str) -> list[tuple[int, int]]:
    """Return where the evidence lies, the sentiment's where the task has none; stretches do not overlap."""
    if not task:
        return []
    read = reader.read([text])[0]
    tasks = [each for each in (task, "sentiment") if getattr(read, each)]
    spans = reader.evidence(text, tasks[0], getattr(read, tasks[0])) if tasks else []
    apart: list[tuple[int, int]] = []
    for start, end in sorted((each.start, each.end) for each in spans if each.weight >= _LEAST):
        if apart and start <= apart[-1][1] + 1:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return what is shown of a text in parts: its beginning, or what stands around the first evidence.

    >>> _cut("They lost my bag", [(5, 9)])
    [('They ', False), ('lost', True), (' my bag', False)]
    """
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    room = _SHOWN * len(text) // max(width(text), 1)
    begin = max(0, marks[0][0] - _BEFORE) if marks and marks[0][0] > room - _BEFORE else 0
    begin = text.find(" ", begin, begin + 20) + 1 or begin if begin else 0
    end = min(len(text), begin + room)
    if end < len(text) and (space := text.rfind(" ", end - 20, end)) > begin:
        end = space
    parts, at = [("… ", False)] if begin else [], begin
    for start, stop in marks:
        start, stop = max(start, at), min(stop, end)
        if start < stop:
            parts += [(text[at:start], False), (text[start:stop], True)]
            at = stop
    parts.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [part for part in parts if part[0]]
