"""What the model reads a mention's labels from, computed when somebody looks: never for a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.lists import term_label
from goodword.server.shell.navigation import brand_url
from goodword.server.understanding.facade import reader_of

from .confidence import Confidence
from .highlights import Stretch, layered, words_to_mark
from .models import Mention
from .queries import access_mention
from .taxonomy import ASPECT, CAUSE, Taxonomy, taxonomy
from .texts import offset_of_text, reading_text

if TYPE_CHECKING:
    from goodword.text import Reader, Reading

_ASPECT = "aspect:"
_LONGEST = 20_000  # characters that evidence is looked for in
_LEAST = 0.1  # of what spoke for a label


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of label: what the model reads now, how sure it is, and the values it wavers between where it is not."""

    kind: str
    title: Any
    said: Any
    sure: Confidence | None = None
    wavers: Sequence[tuple[Any, Confidence]] = ()
    has_evidence: bool = True


class EvidencePane:
    """A mention's text with the evidence of every label marked, each kind in a style of its own."""

    def __init__(self, actor: Actor, pk: int, search: str) -> None:
        self.actor, self.search = actor, search
        self.mention: Mention = access_mention(actor, pk)
        in_force = reader_of(actor.brand_id)
        self.version = in_force.version
        self._own: Taxonomy = taxonomy(actor)
        self._words = words_to_mark(actor.brand_id, search)
        text = reading_text(self.mention.title, self.mention.text)[:_LONGEST]
        self._reader: Reader = in_force.reader
        self._read: Reading = self._reader.read([text])[0]
        self._whole = text

    @property
    def version_name(self) -> str:
        """The model version that reads now, as people call it."""
        number = self.version.number
        return _("model version %(n)s") % {"n": number} if number else _("the shipped model")

    @property
    def cause_hint(self) -> str:
        """The cause the words suggest that only a person may give."""
        hint = self._read.cause_hint
        return self._own.name(CAUSE, hint) if hint else ""

    @property
    def version_url(self) -> str:
        """The page of the model."""
        return brand_url("model", self.actor.brand_slug)

    @property
    def layers(self) -> list[Layer]:
        """What the model reads, one kind after the other; kinds it has nothing to say of are left out."""
        read = self._read
        found = [
            self._layer("sentiment", read.sentiment, read.sentiment_probability),
            self._layer("cause", read.cause, read.cause_probability) if self._may_have_cause else None,
            self._layer("intent", read.intent, read.intent_probability),
            self._aspects,
            self._layer("origin", read.origin_hint, None) if read.origin_hint else None,
        ]
        return [layer for layer in found if layer]

    @property
    def _may_have_cause(self) -> bool:
        return self._read.cause is not None or self._read.sentiment == "unfavourable"

    def _layer(self, kind: str, value: str | None, share: float | None) -> Layer:
        has_evidence = any(each.kind == kind for each in self._evidence)
        if value is None:
            return Layer(kind, term_label(kind), _("not sure"), None, self._wavering(kind), has_evidence)
        sure = None if share is None else Confidence(float(share))
        return Layer(kind, term_label(kind), self._name(kind, value), sure, (), has_evidence)

    @property
    def _aspects(self) -> Layer | None:
        if not self._read.aspects:
            return None
        named = ", ".join(str(self._own.name(ASPECT, key)) for key in self._read.aspects)
        return Layer("aspects", _("Aspects"), named)

    def _wavering(self, kind: str) -> list[tuple[Any, Confidence]]:
        """Return the two likeliest values of a label the model does not dare to give."""
        classes, shares = self._reader.probabilities(kind, [self._whole])
        best = sorted(zip(shares[0].tolist(), classes, strict=True), reverse=True)[:2]
        return [(self._name(kind, value), Confidence(share)) for share, value in best]

    def _name(self, kind: str, value: str) -> Any:
        return self._own.name(CAUSE, value) if kind == "cause" else term_label(value)

    @property
    def title(self) -> SafeString:
        """The title with evidence and searched words marked."""
        end = self._begin - 1 if self._begin else 0
        return layered(self.mention.title, self._stretches(0, end), self._words)

    @property
    def text(self) -> SafeString:
        """The text with evidence and searched words marked."""
        return layered(self.mention.text, self._stretches(self._begin, len(self._whole)), self._words)

    @property
    def _begin(self) -> int:
        return offset_of_text(self.mention.title, self.mention.text)

    def _stretches(self, begin: int, end: int) -> list[Stretch]:
        """Return the evidence that lies in a part of what was read, by its place in that part."""
        return [
            Stretch(max(each.start, begin) - begin, min(each.end, end) - begin, each.kind, each.title)
            for each in self._evidence
            if each.start < end and each.end > begin
        ]

    @cached_property
    def _evidence(self) -> list[Stretch]:
        """All evidence, by its place in what was read."""
        found = [
            Stretch(span.start, span.end, "aspects" if task.startswith(_ASPECT) else task, self._title(task))
            for task, spans in sorted(self._read.evidence.items())
            for span in spans
            if span.weight >= _LEAST
        ]
        return [*found, *self._origin]

    @property
    def _origin(self) -> Iterable[Stretch]:
        """What hints at another author than a consumer."""
        if not self._read.origin_hint:
            return ()
        hits = self._reader.rules.hits(self._whole, "origin")
        return (
            Stretch(hit.start, hit.end, "origin", term_label(hit.label))
            for hit in hits
            if hit.label == self._read.origin_hint
        )

    def _title(self, task: str) -> Any:
        if task.startswith(_ASPECT):
            return self._own.name(ASPECT, task.removeprefix(_ASPECT))
        value = getattr(self._read, task)
        return self._name(task, value) if value else term_label(task)
