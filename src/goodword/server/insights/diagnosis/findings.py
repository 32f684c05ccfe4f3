"""What a diagnosis finds: plain data, as the page, the paper and the API show it."""

from dataclasses import dataclass, field

from goodword.server.shell.numbers import Number

from .frame import Frame
from .hurting import Hurt
from .neighbours import Missing, Notice
from .praising import Praised
from .quotes import Quote, Sample


@dataclass(frozen=True, slots=True)
class CauseFound:
    """A cause that hurts: its numbers, how it went, what exactly is said, and where."""

    key: str
    name: str
    hurt: Hurt
    share: Number
    hurt_number: Number
    trend: list[int]
    sample: Sample
    places: list[tuple[str, int]]
    products: list[tuple[str, int]]
    url: str

    @property
    def themes(self) -> list[tuple[str, float]]:
        """What exactly is said, in the words of those who say it, each with its share of the texts looked at."""
        return [(theme.phrase, theme.size / self.sample.texts) for theme in self.sample.themes]


@dataclass(frozen=True, slots=True)
class PraiseFound:
    """What people praise: the aspect with its share, unless none stands out, and what somebody said."""

    name: str
    praised: Praised | None
    share: Number | None
    quote: Quote | None
    url: str


@dataclass(frozen=True, slots=True)
class QuestionsFound:
    """Questions nobody answered; `can_tell` is false where no reply of the brand is among the mentions at all."""

    open: Number
    can_tell: bool
    quotes: tuple[Quote, ...]
    url: str


@dataclass(frozen=True, slots=True)
class VoicesFound:
    """Who speaks, in numbers and in one sentence each."""

    numbers: list[Number]
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """How many mentions have one origin other than consumers, or are consumers' and were prompted or not."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: who, why (with `url` as its evidence), how much work, and how one would know that it worked."""

    key: str
    title: str
    owner: str
    why: str
    effort: str
    proof: str
    url: str
    weight: float


@dataclass(slots=True)
class Diagnosis:
    """A brand's diagnosis; empty of mentions, it only says so."""

    brand: str
    slug: str
    frame: Frame
    read_by: str
    numbers: list[Number] = field(default_factory=list)
    changes: dict[str, str] = field(default_factory=dict)
    headline: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    origins: list[Part] = field(default_factory=list)
    stimuli: list[Part] = field(default_factory=list)
    causes: list[CauseFound] = field(default_factory=list)
    unexplained: Number | None = None
    unexplained_url: str = ""
    praise: list[PraiseFound] = field(default_factory=list)
    questions: QuestionsFound | None = None
    voices: VoicesFound | None = None
    missing: list[Missing] = field(default_factory=list)
    sources: int = 0
    alerts: list[Notice] = field(default_factory=list)
    uncovered: list[Notice] = field(default_factory=list)
    voice: list[Number] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    from_sources: list[str] = field(default_factory=list)
    of_products: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is no consumer mention to speak of."""
        return not self.numbers

    def every_number(self) -> dict[str, Number]:
        """Return every number on the page by its key."""
        found = [*self.numbers, *self.voice]
        for cause in self.causes:
            found += [cause.share, cause.hurt_number]
        found += [each.share for each in self.praise if each.share]
        if self.questions:
            found.append(self.questions.open)
        if self.voices:
            found += self.voices.numbers
        if self.unexplained:
            found.append(self.unexplained)
        return {number.key: number for number in found}
