"""Everything a diagnosis counts, grouped by the database: a few rows, whatever the number of mentions."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from goodword.server.listening.facade import ASPECT, CAUSE, Mention, Taxonomy, account, unpacked

from .frame import Frame, day_of, within

CONSUMER, UNFAVOURABLE, FAVOURABLE = "consumer", "unfavourable", "favourable"
TOP = 10


@dataclass(slots=True)
class Counts:
    """Counts of the days of a frame, and of those before (`…_before`), consumers unless it says otherwise.

    `causes` and `causes_before` are of unfavourable mentions and have the keys that are valid now; `days` are the
    unfavourable mentions by cause and day; `praised` and `blamed` the aspects of favourable and unfavourable ones.
    """

    origins: Counter[str] = field(default_factory=Counter)
    stimuli: Counter[str] = field(default_factory=Counter)
    tones: Counter[str] = field(default_factory=Counter)
    tones_before: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    causes_before: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)
    places: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    praised: Counter[str] = field(default_factory=Counter)
    blamed: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    copies: int = 0

    @property
    def consumers(self) -> int:
        """How many consumer mentions there are."""
        return self.tones.total()

    @property
    def labelled(self) -> int:
        """How many of them have a sentiment."""
        return self.tones.total() - self.tones[""]

    @property
    def labelled_before(self) -> int:
        """How many of the days before have one."""
        return self.tones_before.total() - self.tones_before[""]


def counted(frame: Frame, own: Taxonomy) -> Counts:
    """Count the mentions of a frame in four grouped queries."""
    counts = Counts()
    _add_days(counts, frame, own)
    consumers = frame.mentions.filter(origin=CONSUMER)
    _add_places(counts, consumers, own)
    _add_aspects(counts, consumers, own)
    _add_stimuli(counts, consumers)
    return counts


def _add_days(counts: Counts, frame: Frame, own: Taxonomy) -> None:
    found = frame.mentions
    if frame.before and frame.span:
        found = frame.narrowed.filter(**within(type(frame.span)(frame.before.first, frame.span.last)))
    grouped = (
        found.values_list("published_day", "origin", "sentiment", "cause").annotate(n=Count("pk")).order_by()
    )
    for number, origin, tone, stored, n in grouped:
        day = None if number is None else day_of(number)
        if day and frame.before and day in frame.before:
            _add_before(counts, own, origin, tone, stored, n)
            continue
        counts.origins[origin] += n
        if origin != CONSUMER:
            continue
        counts.tones[tone] += n
        counts.undated += n if day is None else 0
        if tone == UNFAVOURABLE:
            cause = own.current(CAUSE, stored) if stored else ""
            counts.causes[cause] += n
            if day:
                counts.days[cause, day] += n


def _add_before(counts: Counts, own: Taxonomy, origin: str, tone: str, stored: str, n: int) -> None:
    if origin == CONSUMER:
        counts.tones_before[tone] += n
        if tone == UNFAVOURABLE:
            counts.causes_before[own.current(CAUSE, stored) if stored else ""] += n


def _add_places(counts: Counts, consumers: "QuerySet[Mention]", own: Taxonomy) -> None:
    grouped = (
        consumers.filter(sentiment=UNFAVOURABLE)
        .values_list("cause", "source", "source_type")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for stored, source, kind, n in grouped:
        counts.places[own.current(CAUSE, stored) if stored else "", source, kind] += n


def _add_stimuli(counts: Counts, consumers: "QuerySet[Mention]") -> None:
    grouped = consumers.values_list("stimulus").annotate(n=Count("pk"), copies=Count("copy_of")).order_by()
    for stimulus, n, copies in grouped:
        counts.stimuli[stimulus] += n
        counts.copies += copies


def _add_aspects(counts: Counts, consumers: "QuerySet[Mention]", own: Taxonomy) -> None:
    told = consumers.filter(sentiment__in=(FAVOURABLE, UNFAVOURABLE)).exclude(aspects="")
    for packed, tone, n in told.values_list("aspects", "sentiment").annotate(n=Count("pk")).order_by():
        counter = counts.praised if tone == FAVOURABLE else counts.blamed
        for key in {own.current(ASPECT, each) for each in unpacked(packed)}:
            counter[key] += n


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks: how many mentions have an author, how many authors there are, what the first ten wrote, their reach.

    `reach` is the largest number of followers of an account that a source told, `reached` how many told one.
    """

    known: int
    accounts: int
    top: int
    reach: int
    reached: int


def voices(consumers: "QuerySet[Mention]") -> Voices:
    """Count accounts in two grouped queries; one without an id at its source is known by its handle or its name."""
    named = consumers.annotate(who=account()).exclude(who="")
    whole = named.aggregate(
        n=Count("pk"),
        accounts=Count("who", distinct=True),
        reach=Max("author_followers"),
        reached=Count("who", filter=Q(author_followers__isnull=False), distinct=True),
    )
    first = named.values_list("who").annotate(n=Count("pk")).order_by("-n", "who")[:TOP]
    top = sum(n for _who_it_is, n in first)
    return Voices(whole["n"], whole["accounts"], top, whole["reach"] or 0, whole["reached"])
