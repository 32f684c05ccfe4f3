"""One mention as the reading pane shows it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Cause, LabelledBy, Origin, Sentiment
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import term_label
from goodword.server.talkers.facade import Profile, access_profile

from .highlights import marked, words_to_mark
from .languages import language_name
from .models import Mention
from .queries import Reading, access_reading
from .rows import mention_url

GIVEN_BY = {
    LabelledBy.FILE.value: _("came with the file"),
    LabelledBy.PERSON.value: _("set by a person"),
    LabelledBy.MODEL.value: _("set by the model"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a mention: what it is called, its value, who said so, and the values it may take."""

    name: str
    title: Any
    value: str
    shown: Any
    given_by: Any
    choices: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another mention of the same conversation."""

    mention: Mention
    url: str


class ReadingPane:
    """What the pane shows of a mention; `search` are the words to mark."""

    def __init__(self, actor: Actor, pk: int, search: str) -> None:
        self.actor, self.search = actor, search
        self.reading: Reading = access_reading(actor, pk)
        self.mention = self.reading.mention
        self.profile: Profile | None = access_profile(actor, self.mention.author_id)
        self._words = words_to_mark(search)

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
    def may_correct(self) -> bool:
        """Whether the actor may put labels right."""
        return self.actor.may(Right.MENTIONS_WRITE)

    @property
    def labels(self) -> list[Label]:
        """The labels with who said so."""
        return [
            self._label("sentiment", [each.value for each in Sentiment], blank=_("Not labelled")),
            self._label("cause", [each.value for each in Cause], blank=_("No cause given")),
            self._label("origin", [each.value for each in Origin]),
        ]

    def _label(self, name: str, values: list[str], *, blank: Any = "") -> Label:
        value = getattr(self.mention, name)
        choices = [(each, term_label(each)) for each in values]
        if blank:
            choices.append(("", blank))
        given_by = GIVEN_BY.get(getattr(self.mention, f"{name}_by"), "") if value else ""
        return Label(name, term_label(name), value, term_label(value) if value else blank, given_by, choices)

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

    @property
    def import_list_url(self) -> str:
        """Everything that came in with the same file."""
        return f"{self.list_url}?import_id={self.mention.import_id}" if self.mention.import_id else ""
