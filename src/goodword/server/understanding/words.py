"""A brand's causes and aspects as their page shows them: names, how often given, what was merged, what a merge would do."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import (
    ASPECT,
    CAUSE,
    Taxonomy,
    Term,
    TermCounts,
    access_term_counts,
    taxonomy,
)
from goodword.server.shell.components import Tab
from goodword.server.shell.vocabulary import is_chinese

KINDS = (CAUSE, ASPECT)
_FILTER = {CAUSE: "cause", ASPECT: "aspects"}


@dataclass(frozen=True, slots=True)
class Word:
    """One cause or aspect with what counts as it, and where its mentions and its own page are."""

    term: Term
    counts: TermCounts
    url: str
    mentions_url: str
    merged: list["Word"] = field(default_factory=list)

    @property
    def other_name(self) -> str:
        """The name in the language the page is not in."""
        return self.term.name_en if is_chinese() else self.term.name_zh

    @property
    def other_language(self) -> str:
        """The language of the other name, as HTML writes it."""
        return "en" if is_chinese() else "zh-Hans"


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do: what moves, and what the other one counts afterwards."""

    term: Term
    into: Term
    moves: TermCounts
    together: TermCounts


class WordsPage:
    """The causes or the aspects of the actor's brand."""

    def __init__(self, actor: Actor, kind: str) -> None:
        self.actor, self.kind = actor, check_kind(kind)
        self._own: Taxonomy = taxonomy(actor)
        self._counts = access_term_counts(actor)

    @property
    def may_manage(self) -> bool:
        """Whether the actor may change the words."""
        return self.actor.may(Right.MODEL_MANAGE)

    @property
    def tabs(self) -> list[Tab]:
        """Causes and aspects."""
        here = reverse("word-list", kwargs={"brand": self.actor.brand_slug})
        named = {CAUSE: (_("Causes"), self._own.causes), ASPECT: (_("Aspects"), self._own.aspects)}
        return [
            Tab(label, f"{here}?{urlencode({'kind': kind})}", kind == self.kind, len(terms))
            for kind, (label, terms) in named.items()
        ]

    @property
    def offered(self) -> list[Word]:
        """The words mentions can be labelled with."""
        return [self.word(term) for term in self._own.every(self.kind) if term.is_offered]

    @property
    def put_away(self) -> list[Word]:
        """The words that are not offered any more."""
        every = self._own.every(self.kind)
        return [self.word(term) for term in every if term.retired and not term.merged_into]

    def word(self, term: Term) -> Word:
        """Return a term with its counts, those of what was merged into it included."""
        parts = [each for each in self._own.every(self.kind) if each.merged_into == term.key]
        merged = [self.word(each) for each in parts]
        counts = sum((each.counts for each in merged), self._counts.get((self.kind, term.key), TermCounts()))
        places = {"brand": self.actor.brand_slug, "kind": self.kind, "term": term.key}
        mentions = reverse("mention-list", kwargs={"brand": self.actor.brand_slug})
        listed = f"{mentions}?{urlencode({_FILTER[self.kind]: term.key})}"
        return Word(term, counts, reverse("word-detail", kwargs=places), listed, merged)

    def find(self, key: str) -> Term:
        """Return the term of a key; InputError when there is none."""
        term = self._own.find(self.kind, key)
        if term is None:
            raise InputError(_("There is no such word. Choose one from the list."))
        return term

    def targets(self, term: Term) -> list[Term]:
        """Return what a term can be merged into; nothing when only a person may give it."""
        if term.only_a_person or term.merged_into:
            return []
        offered = (each for each in self._own.every(self.kind) if each.is_offered and not each.only_a_person)
        return [each for each in offered if each.key != term.key]

    def merge(self, key: str, into: str) -> Merge:
        """Return what merging one word into another would move."""
        term, target = self.find(key), self.find(into)
        moves = self.word(term).counts
        return Merge(term, target, moves, self.word(target).counts + moves)


def check_kind(kind: str) -> str:
    """Return a kind as it is; InputError when there is no such kind."""
    if kind not in KINDS:
        raise InputError(_("There are causes and aspects. Choose one of the two."))
    return kind
