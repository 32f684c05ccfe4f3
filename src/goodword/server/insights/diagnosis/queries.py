"""The diagnosis of a brand, put together in a bounded number of queries."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Origin, Stimulus
from goodword.server.accounts.facade import Actor, Right, access_own_brand
from goodword.server.listening.facade import (
    ASPECT,
    CAUSE,
    Mention,
    Taxonomy,
    access_mentions,
    taxonomy,
    unpacked,
)
from goodword.server.shell.numbers import Number
from goodword.server.shell.vocabulary import word
from goodword.server.understanding.facade import InForce, reader_of

from ..spans import Span
from . import neighbours
from .advice import steps
from .counting import CONSUMER, FAVOURABLE, UNFAVOURABLE, Counts, counted, voices
from .figures import Figures
from .findings import CauseFound, Diagnosis, Part, PraiseFound, QuestionsFound
from .frame import Frame, access_frame
from .hurting import Hurt, by_hurt
from .praising import by_praise
from .products import most_named
from .quotes import READ, Candidate, candidates, sample_of
from .replies import Replies
from .scope import Scope
from .words import cautions, changes, headline, voices_found

CAUSES, ASPECTS, QUOTES, OFFERED = 3, 3, 3, 20
SURE = 0.8  # how sure the model must be of what is quoted as praise, if there is any such
_COLUMNS = 30  # of a trend
_SPEAKS_FOR_NOTHING = frozenset({"", "other"})


def access_diagnosis(actor: Actor, scope: Scope) -> Diagnosis:
    """Return what is said of the actor's brand, by whom, what hurts, what is praised and what to do first."""
    actor.check(Right.MENTIONS_READ)
    return _Finder(actor, scope).found()


class _Finder:
    """Finds one diagnosis; what several parts need is read once."""

    def __init__(self, actor: Actor, scope: Scope) -> None:
        self.actor = actor
        self.own: Taxonomy = taxonomy(actor)
        self.frame: Frame = access_frame(actor, scope)
        self.counts: Counts = counted(self.frame, self.own)
        self.consumers: QuerySet[Mention] = self.frame.mentions.filter(origin=CONSUMER)
        self.model: InForce = reader_of(actor.brand_id)
        self.blame: list[Candidate] = []
        as_of = self.frame.mentions.aggregate(as_of=Max("published_at"))["as_of"]
        self.figures = Figures(actor.brand_slug, self.frame, self.counts, as_of)

    def found(self) -> Diagnosis:
        """Return the diagnosis."""
        version = self.model.version
        read_by = (
            _("model version %(n)s") % {"n": version.number} if version.number else _("the shipped model")
        )
        made = Diagnosis(access_own_brand(self.actor).name, self.actor.brand_slug, self.frame, read_by)
        made.alerts, made.uncovered = neighbours.alerts(self.actor), neighbours.uncovered(self.actor)
        made.sources = neighbours.source_count(self.actor)
        if self.frame.span:
            made.missing = neighbours.gaps(self.actor, self.frame.span)
            made.voice = self._share_of_voice(self.frame.span)
        made.origins, made.stimuli = self._origins(), self._stimuli()
        made.from_sources = self._sources()
        if self.counts.consumers:
            self._fill(made)
        made.steps = steps(made, self.counts, self.actor)
        return made

    def _fill(self, made: Diagnosis) -> None:
        figures = self.figures
        made.numbers = [
            figures.mentions(), figures.net_favourable(), figures.unfavourable(), figures.favourable(), figures.unsure(),
        ]  # fmt: skip
        made.changes = changes(self.frame, self.counts)
        self.blame = candidates(self.consumers.filter(sentiment=UNFAVOURABLE), "cause_confidence")
        made.causes = [self._cause(hurt) for hurt in self._ranked()[:CAUSES]]
        made.unexplained = figures.unexplained()
        made.unexplained_url = self._explorer(sentiment=UNFAVOURABLE, cause="-")
        made.praise = self._praise()
        made.of_products = [name for name, _n in most_named((each.product for each in self.blame), OFFERED)]
        made.questions = self._questions()
        told = voices(self.consumers)
        made.voices = voices_found(figures, told, self.counts)
        made.headline = headline(made, self.counts)
        made.cautions = cautions(made, self.counts)

    def _share_of_voice(self, span: Span) -> list[Number]:
        """Return the shares of the brand and its competitors; a source or a product has none of its own here."""
        told = None if self.frame.scope.narrowing else neighbours.share_of_voice(self.actor, span)
        return [self.figures.voice(each) for each in told.voices] if told else []

    def _sources(self) -> list[str]:
        """Return the places one can narrow it to, the largest first."""
        named = access_mentions(self.actor).exclude(source="").values_list("source").annotate(n=Count("pk"))
        return [source for source, _n in named.order_by("-n", "source")[:OFFERED]]

    def _origins(self) -> list[Part]:
        order = [each.value for each in Origin if each is not Origin.CONSUMER]
        return [Part(word(key), self.counts.origins[key]) for key in order if self.counts.origins[key]]

    def _stimuli(self) -> list[Part]:
        """Return how many consumer mentions nobody prompted and how many the brand did: together they are all."""
        return [Part(word(each.value), self.counts.stimuli[each.value]) for each in Stimulus]

    def _ranked(self) -> list[Hurt]:
        now = {key: n for key, n in self.counts.causes.items() if key not in _SPEAKS_FOR_NOTHING}
        return by_hurt(now, self.counts.causes_before if self.frame.before else None)

    def _cause(self, hurt: Hurt) -> CauseFound:
        name = self.own.name(CAUSE, hurt.key)
        keys = self.own.keys(CAUSE, hurt.key)
        rows = self.consumers.filter(sentiment=UNFAVOURABLE, cause__in=keys)
        others = [each.text for each in self.blame if each.cause not in keys]
        sample = sample_of(candidates(rows, "cause_confidence"), others, self.model.reader, "cause", QUOTES)
        places: Counter[str] = Counter()
        for (key, source, kind), n in self.counts.places.items():
            if key == hurt.key and (source or kind):
                places[source or word(kind)] += n
        return CauseFound(
            key=hurt.key,
            name=name,
            hurt=hurt,
            share=self.figures.cause(hurt.key, name),
            hurt_number=self.figures.hurt(hurt, name),
            trend=self._trend(hurt.key),
            sample=sample,
            places=sorted(places.items(), key=lambda each: (-each[1], each[0]))[:3],
            products=most_named(sample.products, 3),
            url=self._explorer(sentiment=UNFAVOURABLE, cause=hurt.key),
        )

    def _trend(self, cause: str) -> list[int]:
        """Return the unfavourable mentions with a cause in at most thirty equal stretches of the days."""
        span = self.frame.span
        if span is None:
            return []
        long = -(-span.days // _COLUMNS)
        made = [0] * -(-span.days // long)
        for number in range(span.days):
            made[number // long] += self.counts.days[cause, span.first + timedelta(days=number)]
        return made

    def _praise(self) -> list[PraiseFound]:
        plain = self.consumers.filter(sentiment=FAVOURABLE).exclude(intent__in=("complaint", "question"))
        texts = candidates(plain, "sentiment_confidence")
        order = by_praise(self.counts.praised, self.counts.blamed, self.counts.tones[FAVOURABLE])[:ASPECTS]
        said: set[int] = set()
        found = []
        for each in order:
            key = each.key
            name = self.own.name(ASPECT, key)
            about = [text for text in texts if key in self._aspects(text) and text.pk not in said]
            clear = [text for text in about if text.sure >= SURE] or about
            sample = sample_of(clear, (), self.model.reader, "sentiment", 1)
            said.update(quote.pk for quote in sample.quotes)
            url = self._explorer(sentiment=FAVOURABLE, aspects=key)
            found.append(
                PraiseFound(name, each, self.figures.praise(key, name), next(iter(sample.quotes), None), url)
            )
        if found or not texts:
            return found
        sample = sample_of(texts, (), self.model.reader, "sentiment", 2)
        url = self._explorer(sentiment=FAVOURABLE)
        return [PraiseFound("", None, None, quote, url) for quote in sample.quotes]

    def _aspects(self, text: Candidate) -> set[str]:
        return {self.own.current(ASPECT, key) for key in unpacked(text.aspects)}

    def _questions(self) -> QuestionsFound:
        asked = self.consumers.filter(intent="question", copy_of__isnull=True)
        replies = Replies(access_mentions(self.actor).filter(origin__in=("brand", "employee")))
        rows = list(
            asked.order_by("-published_at", "-pk").values_list(
                "pk", "source", "external_id", "thread_id", "published_at"
            )
        )
        unanswered = [
            pk for pk, source, key, thread, moment in rows if not replies.answer(source, key, thread, moment)
        ]
        newest = access_mentions(self.actor).filter(pk__in=unanswered[:READ])
        found = candidates(newest, "intent_confidence")
        told = [each for each in found if "?" in each.text or "？" in each.text] or found
        return QuestionsFound(
            open=self.figures.unanswered(len(unanswered), len(rows)),
            can_tell=replies.are_known,
            quotes=sample_of(told, (), self.model.reader, "", QUOTES).quotes,
            url=self._explorer(intent="question"),
        )

    def _explorer(self, **filters: str) -> str:
        span = self.frame.span if self.frame.scope.days else None
        days = {"since": span.first.isoformat(), "until": span.last.isoformat()} if span else {}
        narrowing = {name: value for name, value in self.frame.scope.narrowing.items() if name != "product"}
        url = reverse("mention-list", kwargs={"brand": self.actor.brand_slug})
        return f"{url}?{urlencode({'origin': CONSUMER} | filters | narrowing | days)}"
