"""The home page: the loop with its numbers, what changed, what to do next."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Sentiment
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.charts import BarChart, Series
from goodword.server.shell.moments import day
from goodword.server.shell.numbers import Change, Number
from goodword.server.shell.vocabulary import word

from . import numbers
from .snapshot import WEEKS, Snapshot
from .spans import Span

FUNNEL = ("share", "click", "visit", "sign_up", "purchase")


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the loop: its live number, a second one, and where it leads; `coming` says what is still to come."""

    key: str
    icon: str
    title: str
    number: Number | None = None
    second: Number | None = None
    change: Change | None = None
    url: str = ""
    coming: str = ""


def stations(data: Snapshot, actor: Actor) -> list[Station]:
    """Return the seven stations of the loop, as far as the actor's role goes."""
    shown = [_listen(data, actor), _handle(data, actor)]
    if actor.may(Right.PEOPLE_READ):
        people = _url(actor, "person-list")
        shown.append(_station("talkers", numbers.active_talkers(data), numbers.people(data), url=people))
    shown += [_activate(data, actor), _measure(data, actor)]
    if actor.may(Right.SURVEYS_READ):
        shown.append(_station("study", numbers.answers(data), url=_coming(actor, "study")))
    shown.append(_station("test", url=_coming(actor, "test"), coming=_("No test is running.")))
    return shown


def _listen(data: Snapshot, actor: Actor) -> Station:
    change = _change(data.mentions_in(data.week), data.mentions_in(data.week.before()))
    url = f"{_url(actor, 'mention-list')}?origin=consumer&{data.week.query}"
    return _station("listen", numbers.mentions(data), numbers.net_favourable(data), change, url)


def _handle(data: Snapshot, actor: Actor) -> Station:
    now, before = (
        data.mentions_in(span, sentiment="unfavourable") for span in (data.week, data.week.before())
    )
    url = f"{_url(actor, 'mention-list')}?origin=consumer&sentiment=unfavourable&{data.week.query}"
    change = _change(now, before, better="down")
    return _station("handle", numbers.unfavourable(data), numbers.unexplained(data), change, url)


def _activate(data: Snapshot, actor: Actor) -> Station:
    change = _events_change(data, "share")
    url = _coming(actor, "activate")
    return _station("activate", numbers.shares(data), numbers.clicks_per_share(data), change, url)


def _measure(data: Snapshot, actor: Actor) -> Station:
    change = _events_change(data, "purchase")
    return _station("measure", numbers.purchases(data), None, change, _coming(actor, "measure"))


def _station(
    key: str,
    number: Number | None = None,
    second: Number | None = None,
    change: Change | None = None,
    url: str = "",
    coming: str = "",
) -> Station:
    """Return a station of the loop; its key is its word in the glossary and its icon."""
    return Station(key, key, word(key), number, second, change, url, coming)


def _events_change(data: Snapshot, kind: str) -> Change | None:
    now, before = (data.events_in(span, kind) for span in (data.week, data.week.before()))
    return _change(now, before, better="up")


def _coming(actor: Actor, key: str) -> str:
    """Return the page of a station that says what it will do."""
    return _url(actor, "station", station=key)


@dataclass(frozen=True, slots=True)
class Shift:
    """What moved since the week before: the sentence, and the part that moved most."""

    sentence: str
    reason: str
    url: str
    icon: str


def shifts(data: Snapshot, actor: Actor) -> list[Shift]:
    """Return what changed against the week before, each with the kind of source that explains most of it."""
    return [
        shift
        for sentiment in (Sentiment.UNFAVOURABLE, Sentiment.FAVOURABLE)
        if (shift := _shift(data, actor, sentiment.value)) is not None
    ]


def _shift(data: Snapshot, actor: Actor, sentiment: str) -> Shift | None:
    now, before = (data.mentions_in(span, sentiment=sentiment) for span in (data.week, data.week.before()))
    if now == before:
        return None
    kind, moved = _largest_move(data, sentiment, up=now > before)
    sentence = _("%(what)s mentions: %(now)d this week, %(before)d the week before.") % {
        "what": word(sentiment), "now": now, "before": before,
    }  # fmt: skip
    reason = _("Most of the difference comes from %(source)s (%(moved)s).") % {
        "source": word(kind),
        "moved": f"{moved:+d}".replace("-", "−"),
    }
    url = f"{_url(actor, 'mention-list')}?origin=consumer&sentiment={sentiment}&source_type={kind}&{data.week.query}"
    return Shift(sentence, reason, url, "rise" if now > before else "fall")


def _largest_move(data: Snapshot, sentiment: str, *, up: bool) -> tuple[str, int]:
    kinds = sorted({row.source_type for row in data.mentions})
    moves = {
        kind: data.mentions_in(data.week, sentiment=sentiment, source_type=kind)
        - data.mentions_in(data.week.before(), sentiment=sentiment, source_type=kind)
        for kind in kinds
    }
    kind = (max if up else min)(moves, key=lambda each: moves[each])
    return kind, moves[kind]


def sentiment_by_week(data: Snapshot) -> BarChart | None:
    """Return consumer mentions per week by sentiment, or nothing when there are none in half a year."""
    if not data.mentions_in(data.half_year):
        return None
    weeks = [
        Span(data.half_year.first + timedelta(days=7 * n), data.half_year.first + timedelta(days=7 * n + 6))
        for n in range(WEEKS)
    ]
    index = {week.first + timedelta(days=each): n for n, week in enumerate(weeks) for each in range(7)}
    counts = {kind: [0] * WEEKS for kind in ("favourable", "neutral", "unfavourable", "")}
    for row in data.mentions:
        if row.origin == "consumer" and row.day in index:
            counts[row.sentiment][index[row.day]] += row.count
    series = [
        Series(word(kind), counts[kind], tone=kind) for kind in ("unfavourable", "neutral", "favourable")
    ]
    if any(counts[""]):
        series.append(Series(_("No sentiment yet"), counts[""], tone="unknown"))
    return BarChart(
        title=_("Consumer mentions a week"),
        unit=_("mentions"),
        labels=[day(week.first) for week in weeks],
        label_title=_("Week from"),
        series=series,
        n=data.mentions_in(data.half_year),
        window=data.half_year.text,
        upright=True,
        stacked=True,
        key="mentions-by-week",
    )


def funnel(data: Snapshot) -> BarChart | None:
    """Return the way from share to purchase over four weeks, of those who came through a share; nothing without any."""
    counts = [data.events_in(data.month, kind, recommended=True) for kind in FUNNEL]
    if not any(counts):
        return None
    return BarChart(
        title=_("From share to purchase, through a recommendation"),
        unit=_("events"),
        labels=[word(kind) for kind in FUNNEL],
        label_title=_("Step"),
        series=[Series(word("event"), counts)],
        n=sum(counts),
        window=data.month.text,
        key="share-to-purchase",
    )


def _change(now: int, before: int, better: str = "") -> Change | None:
    if not before:
        return None
    return Change((now - before) / before, _("on the week before"), better)  # type: ignore[arg-type]


def _url(actor: Actor, name: str, **places: str) -> str:
    return reverse(name, kwargs={"brand": actor.brand_slug, **places})
