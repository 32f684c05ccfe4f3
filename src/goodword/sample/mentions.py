"""What people say about the school: real sentences, invented authors, places and times."""

import json
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from goodword.core.vocabulary import Cause, Origin, Sentiment, SourceType, Stimulus

from . import names, planted
from .platforms import PLATFORMS, Platform
from .population import Population
from .sentences import Post, Writer, impersonal, mix
from .window import DAY, HOUR, SECOND, Window

_SENTIMENTS = (Sentiment.FAVOURABLE, Sentiment.NEUTRAL, Sentiment.UNFAVOURABLE)
_ORIGINS = (Origin.CONSUMER, Origin.BRAND, Origin.EMPLOYEE, Origin.PAID)
_RATINGS = {"favourable": (4, 5, 5), "neutral": (3,), "unfavourable": (1, 2, 2)}
_BURST_PLACES = ("Learners' Forum", "知学社区")
_SCHOOL = {"en": "Lumen School", "zh": "流明学堂"}
_REPOST_SIGNS = {"en": ("", " (repost)", " (via a friend)"), "zh": ("", "（转）", "（转发）")}


@dataclass
class Mention:
    """One mention as it is made; `author` is a person's index, or a name when the author is not a learner."""

    number: int
    ts: int
    platform: Platform
    post: Post
    author: int | str
    origin: Origin
    stimulus: Stimulus | None
    title: str | None = None
    rating: int | None = None
    thread: int | None = None
    parent: int | None = None
    copy_of: int | None = None
    burst: bool = False

    @property
    def id(self) -> str:
        """The id it has at its source."""
        return f"lumen-m-{self.number:06d}"


@dataclass
class Talk:
    """Makes mentions in the order of time and keeps the open threads of each place."""

    population: Population
    generator: np.random.Generator
    writers: dict[str, Writer]
    made: list[Mention] = field(default_factory=list)
    open: dict[str, list[Mention]] = field(default_factory=dict)

    def mention(self, ts: int, platform: Platform, burst: bool) -> None:
        """Make one mention: mostly a new post, now and then a reply or a copy of an earlier one."""
        if (
            not burst
            and self.made
            and self.generator.random() < planted.REPOSTS
            and self._repost(ts, platform)
        ):
            return
        parent = None if burst else self._parent(ts, platform)
        origin = Origin.CONSUMER if burst else _ORIGINS[self.generator.choice(4, p=planted.ORIGIN_MIX)]
        post = self._post(platform, origin, burst, 1 if parent else None)
        made = Mention(
            len(self.made) + 1, ts, platform, post, self._author(ts, platform, origin), origin, None
        )
        made.burst = burst
        self._answer(made, parent)
        self._finish(made)

    def _finish(self, made: Mention) -> None:
        stimulated = (
            made.origin is not Origin.CONSUMER or self.generator.random() < planted.STIMULATED_CONSUMERS
        )
        made.stimulus = Stimulus.STIMULATED if stimulated else Stimulus.ORGANIC
        if made.parent is None and made.platform.titles:
            made.title = self._title(made)
        if made.parent is None and self.generator.random() < made.platform.ratings:
            made.rating = int(self.generator.choice(_RATINGS[made.post.sentiment]))
        self.made.append(made)
        if made.platform.threads:
            self.open.setdefault(made.platform.name, []).append(made)

    def _title(self, made: Mention) -> str | None:
        if made.platform.kind in (SourceType.WIKI, SourceType.SEARCH_RESULT):
            return _SCHOOL[made.platform.language]
        return self.writers[made.platform.language].title(made.post)

    def _post(self, platform: Platform, origin: Origin, burst: bool, length: int | None) -> Post:
        writer = self.writers[platform.language]
        if burst:
            return writer.write("unfavourable", cause=Cause.SERVICE_PROBLEM.value)
        if origin is not Origin.CONSUMER:
            own = impersonal if origin is Origin.BRAND else None
            return writer.write("favourable", length=length or 2, fits=own)
        sentiment = _SENTIMENTS[self.generator.choice(3, p=mix(platform.language))]
        return writer.write(sentiment.value, length=2 if platform.passages else length)

    def _author(self, ts: int, platform: Platform, origin: Origin) -> int | str:
        """Return a learner who has joined and speaks the language, or an outside name."""
        if origin is Origin.BRAND:
            return _SCHOOL[platform.language]
        if origin is Origin.CONSUMER and self.generator.random() < 0.65:
            rate = self.population.propensity
            code = planted.LANGUAGES.index(platform.language)
            for i in self.generator.integers(0, self.population.n, 40):
                fits = self.population.language[i] == code and self.population.joined[i] <= ts
                if fits and self.generator.random() < min(1.0, rate[i] / 2):
                    return int(i)
        return names.invent(self.generator, [platform.language])[0][0]

    def _parent(self, ts: int, platform: Platform) -> Mention | None:
        """Return a recent mention of the same place to reply to, or nothing."""
        if not platform.threads or self.generator.random() >= planted.REPLIES:
            return None
        recent = [m for m in self.open.get(platform.name, [])[-25:] if 60 * SECOND < ts - m.ts < 6 * DAY]
        return recent[self.generator.integers(0, len(recent))] if recent else None

    def _answer(self, made: Mention, parent: Mention | None) -> None:
        if parent is None:
            return
        made.parent = parent.number
        made.thread = parent.thread or parent.number
        self.made[made.thread - 1].thread = made.thread

    def _repost(self, ts: int, platform: Platform) -> bool:
        """Copy a mention of the last three days to this place; return whether there was one."""
        recent = [
            m for m in self.made[-120:]
            if HOUR < ts - m.ts < 3 * DAY and m.platform.language == platform.language and not m.burst
        ]  # fmt: skip
        if not recent:
            return False
        first = recent[self.generator.integers(0, len(recent))]
        sign = str(self.generator.choice(_REPOST_SIGNS[platform.language]))
        post = Post(first.post.text + sign, first.post.sentiment, first.post.cause, first.post.sources)
        author = self._author(ts, platform, first.origin)
        made = Mention(len(self.made) + 1, ts, platform, post, author, first.origin, None)
        made.copy_of = first.copy_of or first.number
        self._finish(made)
        return True


def make_mentions(
    population: Population, window: Window, generator: np.random.Generator, scale: float
) -> list[Mention]:
    """Return the mentions of the window in the order of time."""
    total = round(planted.MENTIONS * scale * window.months / 6)
    in_burst = round(total * planted.BURST_SHARE)
    first = window.day_at(planted.BURST_AT)
    weights = np.zeros(window.days)
    weights[first : first + 7] = window.weights[first : first + 7]
    ts = np.concatenate(
        [window.times(generator, total - in_burst), window.times(generator, in_burst, weights)]
    )
    burst = np.arange(total) >= total - in_burst
    share = np.array([platform.share for platform in PLATFORMS])
    places = generator.choice(len(PLATFORMS), total, p=share / share.sum())
    busy = [i for i, platform in enumerate(PLATFORMS) if platform.name in _BURST_PLACES]
    places[burst] = generator.choice(busy, in_burst)
    writers = {language: Writer(language, generator) for language in planted.LANGUAGES}
    talk = Talk(population, generator, writers)
    for i in np.argsort(ts, kind="stable"):
        talk.mention(int(ts[i]), PLATFORMS[places[i]], bool(burst[i]))
    return talk.made


def mention_table(
    mentions: list[Mention], population: Population, generator: np.random.Generator
) -> pa.Table:
    """Return the mentions as they would be imported; a share of the labels is left out."""
    labelled = generator.random(len(mentions)) >= planted.UNLABELLED
    caused = generator.random(len(mentions)) < planted.CAUSE_KEPT
    ids = {m.number: m.id for m in mentions}
    return pa.table(
        {
            "external_id": [m.id for m in mentions],
            "text": [m.post.text for m in mentions],
            "title": pa.array([m.title for m in mentions], pa.string()),
            "url": [f"https://{m.platform.host}/lumen/{m.number:06d}" for m in mentions],
            "author": [population.ids[m.author] if isinstance(m.author, int) else m.author for m in mentions],
            "published_at": pa.array([m.ts for m in mentions], pa.int64()),
            "source_type": [m.platform.kind.value for m in mentions],
            "source": [m.platform.name for m in mentions],
            "language": [m.platform.language for m in mentions],
            "rating": pa.array([m.rating for m in mentions], pa.int16()),
            "sentiment": pa.array(
                [m.post.sentiment if known else None for m, known in zip(mentions, labelled, strict=True)],
                pa.string(),
            ),
            "cause": pa.array(
                [
                    m.post.cause if known and kept and m.post.cause else None
                    for m, known, kept in zip(mentions, labelled, caused, strict=True)
                ],
                pa.string(),
            ),
            "origin": [m.origin.value for m in mentions],
            "stimulus": [str(m.stimulus.value) if m.stimulus else None for m in mentions],
            "thread_id": pa.array([ids[m.thread] if m.thread else None for m in mentions], pa.string()),
            "reply_to": pa.array([ids[m.parent] if m.parent else None for m in mentions], pa.string()),
            "extra": [json.dumps({"text_from": "+".join(m.post.sources)}) for m in mentions],
        }
    )


def label_table(mentions: list[Mention]) -> pa.Table:
    """Return the truth about every mention: sentiment, cause, what it copies, whether it is of the burst."""
    return pa.table(
        {
            "external_id": [m.id for m in mentions],
            "sentiment": [m.post.sentiment for m in mentions],
            "cause": pa.array([m.post.cause or None for m in mentions], pa.string()),
            "copy_of": pa.array(
                [f"lumen-m-{m.copy_of:06d}" if m.copy_of else None for m in mentions], pa.string()
            ),
            "burst": [m.burst for m in mentions],
        }
    )
