"""A brand's own words for causes and aspects: the shipped ones and its own, renamed, merged or put away.

What was labelled keeps the key it was given; every read asks here what that key means now. So a merge moves no label,
and taking it back is exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from goodword.core.glossary import label
from goodword.core.vocabulary import Cause
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.vocabulary import is_chinese

from .aspects import packed, unpacked
from .models import Mention, TaxonomyTerm

CAUSE, ASPECT = TaxonomyTerm.Kind.CAUSE.value, TaxonomyTerm.Kind.ASPECT.value
# What no model may say of anybody: it takes a person.
ONLY_A_PERSON = frozenset({Cause.UNFAIR_COMMENT.value, Cause.COMPETITOR_ATTACK.value})


@dataclass(frozen=True, slots=True)
class Term:
    """One cause or aspect of a brand.

    `merged_into` is the key it means now, if it was merged; `since` is when a brand's own one was added.
    """

    kind: str
    key: str
    name_en: str
    name_zh: str
    cues: tuple[str, ...] = ()
    merged_into: str = ""
    retired: bool = False
    shipped: bool = False
    since: datetime | None = None

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        first, second = (self.name_zh, self.name_en) if is_chinese() else (self.name_en, self.name_zh)
        return first or second or self.key

    @property
    def only_a_person(self) -> bool:
        """Whether only a person may give it."""
        return self.kind == CAUSE and self.key in ONLY_A_PERSON

    @property
    def is_offered(self) -> bool:
        """Whether mentions can be labelled with it."""
        return not self.merged_into and not self.retired


class Taxonomy:
    """A brand's causes and aspects, and what each key that was ever given means now."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, dict[str, Term]] = {CAUSE: {}, ASPECT: {}}
        for term in terms:
            self._terms[term.kind][term.key] = term

    @property
    def causes(self) -> list[Term]:
        """The causes on offer, the shipped ones first."""
        return [term for term in self._terms[CAUSE].values() if term.is_offered]

    @property
    def aspects(self) -> list[Term]:
        """The aspects on offer, the shipped ones first."""
        return [term for term in self._terms[ASPECT].values() if term.is_offered]

    def every(self, kind: str) -> list[Term]:
        """Return all terms of a kind, also those merged or put away."""
        return list(self._terms[kind].values())

    def find(self, kind: str, key: str) -> Term | None:
        """Return the term of a key, whatever became of it."""
        return self._terms[kind].get(key)

    def current(self, kind: str, key: str) -> str:
        """Return the key that a key means now."""
        seen = {key}
        while (term := self._terms[kind].get(key)) and term.merged_into and term.merged_into not in seen:
            key = term.merged_into
            seen.add(key)
        return key

    def keys(self, kind: str, key: str) -> tuple[str, ...]:
        """Return every key that means this one now, itself included."""
        return (key, *(each for each in self._terms[kind] if each != key and self.current(kind, each) == key))

    def meanings(self, kind: str) -> dict[str, str]:
        """Return what the merged keys of a kind mean now."""
        return {key: self.current(kind, key) for key, term in self._terms[kind].items() if term.merged_into}

    def name(self, kind: str, key: str) -> str:
        """Return the name of what a key means now, in the language of the page."""
        term = self.find(kind, self.current(kind, key))
        return term.name if term else key

    def names(self, kind: str) -> dict[str, str]:
        """Return the names of all that is not merged, by key."""
        return {key: term.name for key, term in self._terms[kind].items() if not term.merged_into}

    def translate(self, mentions: Iterable[Mention]) -> None:
        """Give mentions that will be shown, never saved, the keys that theirs mean now."""
        causes, aspects = self.meanings(CAUSE), self.meanings(ASPECT)
        if not causes and not aspects:
            return
        for mention in mentions:
            mention.cause = causes.get(mention.cause, mention.cause)
            mention.aspects = packed(aspects.get(key, key) for key in unpacked(mention.aspects))


def taxonomy(actor: Actor) -> Taxonomy:
    """Return the causes and aspects of the actor's brand, in one query."""
    actor.check(Right.MENTIONS_READ)
    return taxonomy_of(actor.brand_id)


def taxonomy_of(brand_id: int) -> Taxonomy:
    """Return the causes and aspects of a brand, for its jobs."""
    terms = {(term.kind, term.key): term for term in shipped()}
    for row in TaxonomyTerm.objects.filter(brand_id=brand_id).order_by("pk"):
        known = terms.get((row.kind, row.key))
        own = Term(
            row.kind,
            row.key,
            row.name_en,
            row.name_zh,
            tuple(row.cues),
            row.merged_into,
            row.retired,
            since=row.created_at,
        )
        terms[row.kind, row.key] = _over(known, own) if known else own
    return Taxonomy(terms.values())


def shipped_taxonomy() -> Taxonomy:
    """Return the causes and aspects that every brand begins with."""
    return Taxonomy(shipped())


def _over(known: Term, own: Term) -> Term:
    """Return a shipped term with what the brand made of it."""
    return replace(
        own,
        name_en=own.name_en or known.name_en,
        name_zh=own.name_zh or known.name_zh,
        cues=own.cues or known.cues,
        shipped=True,
        since=None,
    )


@cache
def shipped() -> tuple[Term, ...]:
    """Return what every brand begins with."""
    causes = [Term(CAUSE, each.value, label(each, "en"), label(each, "zh"), shipped=True) for each in Cause]
    aspects = [
        Term(ASPECT, key, names.get("en", ""), names.get("zh", ""), shipped=True)
        for key, names in _aspect_names().items()
    ]
    return (*causes, *aspects)


def _aspect_names() -> Mapping[str, Mapping[str, str]]:
    from goodword.text.rules import aspect_names  # on first use: it reads files

    return aspect_names()
