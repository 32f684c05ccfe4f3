"""What in a mention's title and text carries a label, as the model in force sees it now."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import access_mention, offset_of_text, reading_text

from .readers import reader_of

if TYPE_CHECKING:
    from goodword.text import Span

_LONGEST = 20_000  # characters looked at: a page marks no more


@dataclass(frozen=True, slots=True)
class Evidence:
    """Spans with offsets in the title and in the text, by weight as the model gives them."""

    title: "list[Span]" = field(default_factory=list)
    text: "list[Span]" = field(default_factory=list)


def access_evidence(actor: Actor, pk: int, task: str, label: str | None = None) -> Evidence:
    """Return what carries a label of a mention; `task` is sentiment, cause, intent or aspect:<key>.

    Without a label it is that of the model itself. A model that does not know the aspect has no evidence.
    """
    mention = access_mention(actor, pk)
    reader = reader_of(actor.brand_id).reader
    if task.startswith("aspect:") and task.removeprefix("aspect:") not in reader.aspects:
        return Evidence()
    read = reading_text(mention.title, mention.text)[:_LONGEST]
    offset = offset_of_text(mention.title, mention.text)
    found = Evidence()
    for span in reader.evidence(read, task, label):
        if span.start >= offset:
            found.text.append(replace(span, start=span.start - offset, end=span.end - offset))
        elif offset:
            found.title.append(replace(span, end=min(span.end, offset - 1)))
    return found
