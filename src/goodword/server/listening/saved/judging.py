"""The exclusion assistant: a sample to be judged, how precise the query is, and what to exclude to make it more so."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.values import percent
from goodword.text.query import QueryError, parse_query

from ..highlights import marked, words_to_mark
from ..models import Mention
from ..numbers import share_interval
from ..rows import Row
from ..texts import reading_text
from .actions import do_change_query
from .dry_run import sample_rows
from .exclusion import Advice, Exclusion, Judged, Kept, advise, excluding
from .found import Mentions
from .models import Judgement, SavedQuery
from .queries import access_saved_query

SAMPLE = 100
FEWEST = 20  # judged texts below which nothing is proposed
_FEWEST_OF_A_KIND = 5
_LONGEST_SHOWN = 1_500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term to exclude, and how many of all mentions the query finds it would remove."""

    exclusion: Exclusion
    removes: int


@dataclass(frozen=True, slots=True)
class Effect:
    """How precise the query is on some judged texts, and how many of those meant it keeps, with 95 % intervals."""

    name: str
    counts: Kept

    @property
    def precision(self) -> float | None:
        """The share of what is kept that is meant."""
        return self.counts.relevant / self.counts.found if self.counts.found else None

    @property
    def recall(self) -> float | None:
        """The share of what is meant that is kept."""
        return self.counts.relevant / self.counts.of_relevant if self.counts.of_relevant else None

    @property
    def precision_interval(self) -> str:
        """The interval of the precision in words."""
        return _interval(self.counts.relevant, self.counts.found)

    @property
    def recall_interval(self) -> str:
        """The interval of what is kept in words."""
        return _interval(self.counts.relevant, self.counts.of_relevant)


def _interval(count: int, n: int) -> str:
    if not n:
        return ""
    low, high = share_interval(count, n)
    return _("%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


class Assistant:
    """What a brand's people have judged of a query so far, and what follows from it."""

    def __init__(self, actor: Actor, query: SavedQuery) -> None:
        self.actor, self.query = actor, query
        self.may_judge = actor.may(Right.MENTIONS_WRITE)

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self.actor)

    @cached_property
    def _sample(self) -> list[int]:
        """What is to be judged, in a random order that stays: no copies, so that no text counts twice."""
        return self._mentions.found(self.query.source).folded().sample(SAMPLE, self.query.pk)

    @cached_property
    def _said(self) -> dict[int, bool]:
        return dict(Judgement.objects.filter(query=self.query).values_list("mention_id", "relevant"))

    @cached_property
    def judged(self) -> list[Judged]:
        """The judged texts that the newest version finds, in the order of the sample."""
        own = [pk for pk in self._found_judged if pk in self._said]
        rows = Mention.objects.filter(pk__in=own).values_list("pk", "title", "text")
        texts = {pk: reading_text(title, text) for pk, title, text in rows}
        return [Judged(texts[pk], self._said[pk]) for pk in own]

    @cached_property
    def _found_judged(self) -> list[int]:
        found = set(self._mentions.found(self.query.source).ids.tolist())
        return sorted(found & self._said.keys())

    @cached_property
    def current(self) -> Row | None:
        """The next text to judge; none when the sample is used up."""
        waiting = next((pk for pk in self._sample if pk not in self._said), None)
        return sample_rows(self.actor, self.query.source, [waiting])[0] if waiting is not None else None

    @property
    def current_text(self) -> SafeString:
        """The text to judge, as far as a person wants to read, with the words of the query marked."""
        text = self.current.mention.text if self.current else ""
        shown = text[:_LONGEST_SHOWN] + (" …" if len(text) > _LONGEST_SHOWN else "")
        return marked(shown, words_to_mark(self.query.brand_id, self.query.source))

    @property
    def relevant(self) -> int:
        """How many of the judged texts are meant."""
        return sum(each.relevant for each in self.judged)

    @property
    def missing(self) -> int:
        """How many more texts have to be judged before anything is proposed."""
        return max(0, FEWEST - len(self.judged))

    @cached_property
    def advice(self) -> Advice | None:
        """What to exclude; nothing before enough texts of both kinds are judged."""
        of_each = min(self.relevant, len(self.judged) - self.relevant)
        return advise(self.judged) if not self.missing and of_each >= _FEWEST_OF_A_KIND else None

    @property
    def proposals(self) -> list[Proposal]:
        """The terms to exclude with what each would remove of everything found."""
        found = self._mentions.found(self.query.source)
        return [
            Proposal(each, found.within(self._mentions.found(each.written).mask).total)
            for each in (self.advice.exclusions if self.advice else ())
        ]

    @property
    def effects(self) -> list[Effect]:
        """What the exclusions do: before, on the texts they were chosen on, and on texts they were not chosen on."""
        if self.advice is None:
            return []
        return [
            Effect(_("Before"), self.advice.before),
            Effect(_("After, on the judged texts"), self.advice.fitted),
            Effect(_("After, on texts the words were not chosen on"), self.advice.held_out),
        ]


def do_exclude(actor: Actor, pk: int, terms: list[str]) -> SavedQuery:
    """Exclude terms from a query as a new version; each is a word or phrase as queries have it."""
    query = access_saved_query(actor, pk)
    wanted = [term.strip() for term in terms if term.strip()]
    if not wanted:
        raise InputError(_("Choose at least one term to exclude."))
    for term in wanted:
        try:
            parse_query(term)
        except QueryError:
            said = _("“%(term)s” is no word or phrase. Exclude words one by one, phrases in quotation marks.")
            raise InputError(said % {"term": term[:60]}) from None
    note = _("Excluded: %(terms)s") % {"terms": ", ".join(wanted)}
    return do_change_query(actor, pk, source=excluding(query.source, wanted), note=note)
