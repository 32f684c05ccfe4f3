"""One mention as the reading pane shows it. No model is loaded for it: the evidence comes after it, by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from goodword.core.vocabulary import LabelledBy, Origin
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import term_label
from goodword.server.shell.navigation import brand_url
from goodword.server.talkers.facade import Profile, access_profile

from .copies import access_copies, access_copies_of
from .copy_words import copies_said
from .highlights import marked, words_to_mark
from .label_rows import LabelRow, LabelRows
from .labels import access_labels
from .languages import language_name
from .models import Mention
from .queries import InContext, access_reading
from .rows import copies_url, mention_url
from .taxonomy import taxonomy
from .versions import MentionVersion, access_versions

_FIRST_COPIES, _MOST_VERSIONS = 8, 10


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another mention that has to do with this one, and the words they share where that is why."""

    mention: Mention
    url: str
    shared: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CopyList:
    """What was copied of a mention: in one line, the first copies, and where all of them are."""

    said: str
    first: list[Mention]
    url: str


class ReadingPane:
    """What the pane shows of a mention; `search` are the words to mark, `opened` the label whose choices stay open."""

    def __init__(self, actor: Actor, pk: int, search: str, opened: str = "") -> None:
        self.actor, self.search, self.opened = actor, search, opened
        self.reading: InContext = access_reading(actor, pk)
        self.mention = self.reading.mention
        self.profile: Profile | None = access_profile(actor, self.mention.author_id)
        own = taxonomy(actor)
        own.translate([self.mention])
        self._labels = LabelRows(self.mention, own, access_labels(actor, pk))
        self._words = words_to_mark(actor.brand_id, search)

    @property
    def title(self) -> SafeString:
        """The title with the words marked."""
        return marked(self.mention.title, self._words)

    @property
    def text(self) -> SafeString:
        """The text with the words marked."""
        return marked(self.mention.text, self._words)

    @property
    def language(self) -> str:
        """The language's name."""
        return language_name(self.mention.language) if self.mention.language else ""

    @property
    def source_type(self) -> Any:
        """The kind of place it was said at."""
        return term_label(self.mention.source_type)

    @property
    def stimulus(self) -> Any:
        """Whether the brand prompted it."""
        return term_label(self.mention.stimulus)

    @property
    def original_url(self) -> str:
        """Where it was said; only web addresses are followed."""
        parts = urlsplit(self.mention.url)
        return self.mention.url if parts.scheme in ("http", "https") and parts.netloc else ""

    @property
    def own_url(self) -> str:
        """The mention's own page."""
        return mention_url(self.actor.brand_slug, self.mention.pk, self.search)

    @property
    def list_url(self) -> str:
        """The list of mentions."""
        return reverse("mention-list", kwargs={"brand": self.actor.brand_slug})

    @property
    def evidence_url(self) -> str:
        """Where the text comes from with the model's evidence marked."""
        return self._own_address("mention-evidence") + (
            f"?{urlencode({'q': self.search})}" if self.search else ""
        )

    @property
    def similar_url(self) -> str:
        """Where the mentions most like it come from."""
        return self._own_address("mention-similar")

    def _own_address(self, name: str) -> str:
        return reverse(name, kwargs={"brand": self.actor.brand_slug, "pk": self.mention.pk})

    @property
    def model_url(self) -> str:
        """The page of the model."""
        return brand_url("model", self.actor.brand_slug)

    @property
    def may_correct(self) -> bool:
        """Whether the actor may put labels right."""
        return self.actor.may(Right.MENTIONS_WRITE)

    @cached_property
    def sentiment(self) -> LabelRow:
        """The sign with who said so."""
        return self._labels.sentiment

    @cached_property
    def labels(self) -> list[LabelRow]:
        """The other labels with who said so."""
        return self._labels.others

    @property
    def origin_hint(self) -> Any:
        """Whom the model suspects behind the words, until a person has said who it is."""
        is_open = self.mention.origin_by != LabelledBy.PERSON and self.mention.origin == Origin.CONSUMER
        hint = self.mention.origin_hint if is_open else ""
        return term_label(hint) if hint else ""

    @cached_property
    def copies(self) -> CopyList | None:
        """What was copied of it, in two queries."""
        found = access_copies(self.actor, [self.mention.pk]).get(self.mention.pk)
        if found is None:
            return None
        first = list(access_copies_of(self.actor, self.mention.pk).defer("text", "extra")[:_FIRST_COPIES])
        return CopyList(copies_said(found), first, copies_url(self.actor.brand_slug, self.mention.pk))

    @property
    def copied_from_url(self) -> str:
        """The mention it is a copy of."""
        original = self.mention.copy_of
        return mention_url(self.actor.brand_slug, original, self.search) if original else ""

    @property
    def parent(self) -> Neighbour | None:
        """What it replies to."""
        return self._neighbour(self.reading.parent) if self.reading.parent else None

    @property
    def conversation(self) -> list[Neighbour]:
        """The rest of its conversation, the oldest first."""
        return [self._neighbour(mention) for mention in self.reading.thread]

    def _neighbour(self, mention: Mention) -> Neighbour:
        return Neighbour(mention, mention_url(self.actor.brand_slug, mention.pk, self.search))

    @property
    def extra(self) -> list[tuple[str, Any]]:
        """The fields that came along and have no column of their own; empty ones are left out."""
        fields = self.mention.extra if isinstance(self.mention.extra, dict) else {}
        return [(name, value) for name, value in fields.items() if value not in (None, "", [], {})]

    @cached_property
    def versions(self) -> list[MentionVersion]:
        """What it said before it was edited at its source, the last first; of what was deleted there is nothing."""
        if not self.mention.edited_at or self.mention.deleted_at:
            return []
        return list(access_versions(self.actor, self.mention.pk)[:_MOST_VERSIONS])

    @property
    def collected_by_url(self) -> str:
        """The source that brought it."""
        place = {"brand": self.actor.brand_slug, "pk": self.mention.source_id}
        return reverse("source-detail", kwargs=place) if self.mention.source_id else ""

    @property
    def import_list_url(self) -> str:
        """Everything that came in with the same file."""
        return f"{self.list_url}?import_id={self.mention.import_id}" if self.mention.import_id else ""
