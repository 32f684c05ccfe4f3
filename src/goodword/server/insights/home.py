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
    mentions_url = _url(actor, "mention-list")
    shown = [
        Station(
            "listen", "listen", word("listen"), numbers.mentions(data), numbers.net_favourable(data),
            _change(data.mentions_in(data.week), data.mentions_in(data.week.before())),
            f"{mentions_url}?origin=consumer&{data.week.query}",
        ),
        Station(
            "handle", "handle", word("handle"), numbers.unfavourable(data), numbers.unexplained(data),
            _change(
                data.mentions_in(data.week, sentiment="unfavourable"),
                data.mentions_in(data.week.before(), sentiment="unfavourable"),
                better="down",
            ),
            f"{mentions_url}?origin=consumer&sentiment=unfavourable&{data.week.query}",
        ),
    ]  # fmt: skip
    if actor.may(Right.PEOPLE_READ):
        shown.append(
            Station(
                "talkers",
                "talkers",
                word("talkers"),
                numbers.active_talkers(data),
                numbers.people(data),
                url=_url(actor, "person-list"),
            )
        )
    shown += [
        Station(
            "activate", "activate", word("activate"), numbers.shares(data), numbers.clicks_per_share(data),
            _change(data.events_in(data.week, "share"), data.events_in(data.week.before(), "share"), better="up"),
            _url(actor, "station", station="activate"),
        ),
        Station(
            "measure", "measure", word("measure"), numbers.purchases(data), None,
            _change(data.events_in(data.week, "purchase"), data.events_in(data.week.before(), "purchase"), better="up"),
            _url(actor, "station", station="measure"),
        ),
    ]  # fmt: skip
    if actor.may(Right.SURVEYS_READ):
        shown.append(
            Station(
                "study",
                "study",
                word("study"),
                numbers.answers(data),
                url=_url(actor, "station", station="study"),
            )
        )
    shown.append(
        Station(
            "test",
            "test",
            word("test"),
            url=_url(actor, "station", station="test"),
            coming=_("No test is running."),
        )
    )
    return shown


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
