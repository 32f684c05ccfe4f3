"""The page of the share of voice: what is asked of it, its numbers and pictures, and what is missing in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Origin, Stimulus
from goodword.server.accounts.facade import Actor
from goodword.server.collecting.facade import access_gaps, gap_said
from goodword.server.shell.charts import BarChart, LineChart, Series
from goodword.server.shell.lists import term_label
from goodword.server.shell.numbers import Number

from ..lists import MENTIONS
from ..topics.queries import TopicNames
from ..trends.buckets import LABEL_TITLES, buckets
from .queries import SPLITS, Part, ShareOfVoice, Voice, Voices
from .shares import ShareEstimate

WINDOWS = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days"), "365": gettext_lazy("365 days")}
_SPLIT_LABELS = {
    "source_type": gettext_lazy("Kind of source"),
    "source": gettext_lazy("Source"),
    "topic": gettext_lazy("Topic"),
}
_METHODS = {
    "wilson": gettext_lazy("A share of a count, with Wilson’s interval."),
    "bootstrap": gettext_lazy(
        "Mentions may name several, so the interval comes from drawing the mentions anew 2,000 times with a fixed seed."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to look: its name, the address that chooses it, whether it is in force."""

    label: Any
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """One place or topic with a number for each name."""

    label: Any
    mentions: int
    numbers: list[Number]


class VoicePage:
    """What an address asks of the share of voice; an unknown value falls back to the usual one."""

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        self.actor = actor
        self.days = asked.get("days") if asked.get("days") in WINDOWS else "90"
        self.copies = asked.get("copies") if asked.get("copies") == "all" else ""
        self.who = asked.get("who") if asked.get("who") == "all" else ""
        self.split = asked.get("split") if asked.get("split") in SPLITS else SPLITS[0]
        self.last = timezone.localdate()
        self.first = self.last - timedelta(days=int(self.days or 90) - 1)

    @cached_property
    def voices(self) -> Voices:
        """The mentions by whom they name."""
        return Voices(self.actor, self.first, self.last, folded=not self.copies, everybody=bool(self.who))

    @cached_property
    def whole(self) -> ShareOfVoice:
        """All of it."""
        return self.voices.whole

    @property
    def window(self) -> str:
        """The time as people read it."""
        return str(WINDOWS[self.days or "90"])

    def url(self, **changes: str) -> str:
        """Return the page's address with something else chosen."""
        return f"{reverse('voice', kwargs={'brand': self.actor.brand_slug})}?{self.query(**changes)}"

    def query(self, **changes: str) -> str:
        """Return what is chosen as an address writes it."""
        chosen = {"days": self.days, "copies": self.copies, "who": self.who, "split": self.split, **changes}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def switches(self) -> list[tuple[str, list[Choice]]]:
        """The ways to look."""
        copies = {"": _("Copies folded"), "all": _("Copies counted")}
        who = {"": _("Consumers"), "all": _("Everybody")}
        return [
            (_("Time"), self._choices("days", WINDOWS, self.days or "")),
            (_("Who"), self._choices("who", who, self.who or "")),
            (_("Copies"), self._choices("copies", copies, self.copies or "")),
        ]

    @property
    def splits(self) -> list[Choice]:
        """What the table can be split by."""
        return self._choices("split", _SPLIT_LABELS, self.split or "")

    def _choices(self, name: str, labels: Any, current: str) -> list[Choice]:
        return [Choice(label, self.url(**{name: value}), value == current) for value, label in labels.items()]

    @property
    def rows(self) -> list[tuple[Voice, Number]]:
        """Each name with its number."""
        return [(voice, self.number(voice, voice.share)) for voice in self.whole.voices]

    def named(self, key: str) -> Voice | None:
        """Return the voice of a name; the brand's own when there is no such name."""
        return next((each for each in self.whole.voices if each.name.key == key), self.whole.own)

    def number(self, voice: Voice, share: ShareEstimate, value: str | None = None, label: Any = "") -> Number:
        """Return a name's share as a number with its card; `value` and `label` name the part it is of."""
        own = {"voice": voice.name.key} | ({"value": value} if value is not None else {})
        name = _("Share of voice: %(name)s") % {"name": voice.name.label}
        return Number(
            key="share-of-voice",
            name=f"{name}, {label}" if label else name,
            definition=gettext_lazy(
                "Of all times the brand or a competitor is named in mentions, the share that falls to this name. A "
                "mention that names two counts for both. Only what consumers wrote counts, unless everybody is chosen; "
                "near copies count once, unless copies are counted."
            ),
            value=share.share if self.whole.competitors else None,
            why_none=gettext_lazy("There is nobody to compare with: save a query for a competitor.")
            if not self.whole.competitors
            else gettext_lazy("Nobody is named here in this time."),
            is_share=True,
            window=self.window,
            n=share.n,
            interval=share.interval if self.whole.competitors else None,
            method=_METHODS[share.method],
            version=str(voice.name.version or ""),
            query=voice.name.source,
            url=f"{reverse('voice-number', kwargs={'brand': self.actor.brand_slug})}?{self.query(**own)}",
        )

    def number_of(self, key: str, value: str | None) -> Number | None:
        """Return the number that a card's address names."""
        voice = self.named(key)
        if voice is None:
            return None
        if value is None:
            return self.number(voice, voice.share)
        place = self.voices.names.index(voice.name)
        return self.number(voice, self.voices.part(self.split or "", value)[place], value, self._label(value))

    @property
    def parts(self) -> list[PartRow]:
        """The shares by place or by topic."""
        return [self._row(part) for part in self.voices.parts(self.split or SPLITS[0])]

    def _row(self, part: Part) -> PartRow:
        label = self._label(part.value)
        numbers = [
            self.number(voice, share, part.value, label)
            for voice, share in zip(self.whole.voices, part.shares, strict=True)
        ]
        return PartRow(label, part.mentions, numbers)

    def _label(self, value: str) -> Any:
        if self.split == "topic":
            return TopicNames(self.actor.brand_id).get(value, value)
        facet = MENTIONS.facet(self.split or "")
        return facet.shown(value) if facet else value

    @property
    def origins(self) -> list[tuple[str, list[int]]]:
        """How many of each name's mentions each kind of author wrote."""
        return [
            (str(term_label(each.value)), [voice.origins[each.value] for voice in self.whole.voices])
            for each in Origin
        ]

    @property
    def stimuli(self) -> list[tuple[str, list[int]]]:
        """How many of each name's mentions were prompted, and how many not."""
        return [
            (str(term_label(each.value)), [voice.stimuli[each.value] for voice in self.whole.voices])
            for each in Stimulus
        ]

    @property
    def bars(self) -> BarChart:
        """The shares as bars with their intervals."""
        known = [voice.share for voice in self.whole.voices]
        lows, highs = ([each.interval[end] if each.interval else None for each in known] for end in (0, 1))
        return BarChart(
            title=_("Share of voice"),
            labels=[voice.name.label for voice in self.whole.voices],
            label_title=_("Name"),
            series=[Series(_("Share of voice"), [each.share for each in known], lows, highs)],
            percent=True,
            n=self.whole.namings,
            window=self.window,
            key="share-of-voice",
        )

    @property
    def over_time(self) -> LineChart | None:
        """The shares over time; gaps where too little is said, and nothing when nobody is named."""
        span = self.voices.span
        if span is None:
            return None
        stretches = buckets(max(self.first, span[0]), self.last, "" if self.days == "30" else "week")
        columns = self.voices.over_time(list(stretches.starts))
        return LineChart(
            title=_("Share of voice over time"),
            labels=stretches.labels,
            label_title=str(LABEL_TITLES[stretches.step]),
            series=[_line(voice, column) for voice, column in zip(self.whole.voices, columns, strict=True)],
            percent=True,
            n=self.whole.namings,
            window=self.window,
            key="share-of-voice-over-time",
        )


def _line(voice: Voice, column: list[ShareEstimate | None]) -> Series:
    values = [each.share if each else None for each in column]
    if not voice.name.is_own:  # one band can be read, several cannot
        return Series(voice.name.label, values)
    low, high = (
        [each.interval[end] if each and each.interval else None for each in column] for end in (0, 1)
    )
    return Series(voice.name.label, values, low, high)


def gap_sentences(actor: Actor, first: date, last: date) -> list[str]:
    """Return where what was collected in some days is incomplete, in words; what was filled since is left out."""
    zone = ZoneInfo(actor.time_zone)
    start = datetime.combine(first, time.min, zone)
    spans = access_gaps(actor, start, datetime.combine(last + timedelta(days=1), time.min, zone))
    return [
        _("%(source)s: %(what)s.") % {"source": span.source, "what": gap_said(span)}
        for span in spans
        if span.state != "filled"
    ]
