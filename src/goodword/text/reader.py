"""Reading mentions: one pass over the text, several heads, and silence where none of them is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from goodword.core.errors import InputError
from goodword.core.vocabulary import Cause, Intent, Sentiment

from . import model_file, shipped
from .characters import characters
from .counted import Counted, counted, digest_of
from .features import Shape
from .head import Floats, Head
from .head_arrays import put_together, taken_apart
from .language import UNKNOWN, Language, languages
from .model_file import Arrays, ModelFileError
from .rule_opinion import ONLY_A_PERSON, aspect_offsets, rule_offsets, shares
from .rules import Rules, default
from .spans import Span, spans

if TYPE_CHECKING:
    from .teaching import Example

LANGUAGES = shipped.LANGUAGES
SENTIMENTS = tuple(sorted(each.value for each in Sentiment))
CAUSES = tuple(each.value for each in Cause)
INTENTS = tuple(each.value for each in Intent)
SHAPE = Shape(runs=4)
# Below these probabilities a label is not given.
ABSTAIN = {"sentiment": 0.55, "cause": 0.45, "intent": 0.5, "aspect": 0.5}
_HINTED = 2.0  # points of a rule from which an origin is hinted at
_KIND = "reader"
_YES = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mention says. A label is None where the reader abstains; its probability is then the best one's.

    `uncertainty` is None in a language that nobody taught the reader: what it does not read it is not unsure of.
    """

    language: Language
    sentiment: str | None
    sentiment_probability: float
    cause: str | None
    cause_probability: float | None
    intent: str | None
    intent_probability: float
    aspects: tuple[str, ...]
    origin_hint: str | None
    cause_hint: str | None
    uncertainty: float | None
    model_version: str
    _text: str = field(repr=False, compare=False, default="")
    _reader: "Reader | None" = field(repr=False, compare=False, default=None)

    @property
    def evidence(self) -> dict[str, list[Span]]:
        """The parts of the text that carried each label given, by task."""
        given = {"sentiment": self.sentiment, "cause": self.cause, "intent": self.intent}
        given |= {f"aspect:{each}": "yes" for each in self.aspects}
        reader = self._reader
        if reader is None:
            return {}
        return {task: reader.evidence(self._text, task, label) for task, label in given.items() if label}


class Reader:
    """Heads and rules that read mentions together; `heads` by name: `sentiment.en`, `cause`, `aspect:price`, …

    >>> reader = Reader.default()
    >>> first, second = reader.read(["I love this course, the teacher is great!", "退款三周了还没到账，太失望了"])
    >>> first.sentiment, second.sentiment, second.language.code
    ('favourable', 'unfavourable', 'zh')
    """

    def __init__(
        self,
        heads: Mapping[str, Head],
        *,
        version: str,
        causes: Sequence[str] = CAUSES,
        aspects: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        if not set(causes).difference(ONLY_A_PERSON):
            raise InputError(
                "There is no cause that a reader may give. Give one that is not left to a person."
            )
        self.heads = dict(heads)
        self.version = version
        self.causes = tuple(causes)
        self.cues = None if aspects is None else {key: tuple(words) for key, words in aspects.items()}
        self.rules: Rules = default() if self.cues is None else default().with_aspects(self.cues)
        self.aspects: tuple[str, ...] = self.rules.tasks["aspect"]

    @classmethod
    def default(cls) -> "Reader":
        """Return the shipped reader; InputError where the package was built without its models."""
        return _default()

    def taught(
        self,
        examples: "Sequence[Example]",
        *,
        causes: Sequence[str] | None = None,
        aspects: Mapping[str, Sequence[str]] | None = None,
        seed: int = 0,
    ) -> "Reader":
        """Return a new reader that has learned from people's labels; see `goodword.text.teaching.taught`."""
        from .teaching import taught

        return taught(self, examples, causes=causes, aspects=aspects, seed=seed)

    def means_the_same(self, other: "Reader", task: str) -> bool:
        """Whether another reader chooses among the same labels of a task, told by the same words, so that its head fits."""
        kind, _, _key = task.partition(":")
        if kind == "cause":
            return self.causes == other.causes
        return kind != "aspect" or self.cues == other.cues

    def keeping(self, other: "Reader", tasks: Sequence[str]) -> "Reader":
        """Return a reader that reads some tasks exactly as another one does, and the others as this one."""
        for task in tasks:
            if not self.means_the_same(other, task):
                raise InputError(f"The other reader means something else by {task}. Teach it in these words.")

        def of_tasks(reader: "Reader", *, kept: bool) -> dict[str, Head]:
            return {n: head for n, head in reader.heads.items() if (n.split(".")[0] in tasks) == kept}

        heads = of_tasks(self, kept=False) | of_tasks(other, kept=True)
        return Reader(heads, version=self.version, causes=self.causes, aspects=self.cues).renamed()

    def renamed(self) -> "Reader":
        """Take the version that what was learned gives, and return the reader itself."""
        self.version = self.version.split("+")[0]
        self.version += f"+{blake2b(self.to_bytes(), digest_size=4).hexdigest()}"
        return self

    def read(self, texts: Sequence[str | None]) -> list[Reading]:
        """Return what each text says."""
        table = self._columns(texts)
        names = [name for name in table if name not in ("language", "mixed")]
        rows = zip(*(table[name] for name in names), strict=True)
        spoken = zip(table["language"], table["mixed"], texts, strict=True)
        return [
            Reading(
                **dict(zip(names, row, strict=True)),
                language=Language(code, mixed),
                _text=text or "",
                _reader=self,
            )
            for row, (code, mixed, text) in zip(rows, spoken, strict=True)
        ]

    def read_table(self, table: Any, text_column: str = "text") -> pa.Table:
        """Return an Arrow table (or the Arrow form of a data frame) with the columns of the reading added."""
        given = (
            table
            if isinstance(table, pa.Table)
            else pa.Table.from_pandas(_pandas(table), preserve_index=False)
        )
        if text_column not in given.column_names:
            known = ", ".join(given.column_names[:20])
            raise InputError(
                f"There is no column “{text_column}”. Choose the one with the texts from: {known}."
            )
        texts = [None if each is None else str(each) for each in given.column(text_column).to_pylist()]
        for name, values in self._columns(texts).items():
            column = pa.array(values, _TYPES[name])
            if name in given.column_names:
                given = given.set_column(given.column_names.index(name), name, column)
            else:
                given = given.append_column(name, column)
        return given

    def probabilities(self, task: str, texts: Sequence[str | None]) -> tuple[tuple[str, ...], Floats]:
        """Return the labels of a task and their probabilities, float32 (texts, labels).

        `task` is `sentiment`, `cause`, `intent` or `aspect:<key>` (labels `no` and `yes`).
        """
        read = counted(texts, SHAPE, self.rules)
        return self._labels(task), self._probabilities(task, read, languages(read.characters)[0])

    def evidence(self, text: str, task: str, label: str | None = None) -> list[Span]:
        """Return the parts of a text that speak for a label of a task (the likeliest one), the strongest first."""
        classes = self._labels(task)
        wanted = classes[int(self.probabilities(task, [text])[1].argmax())] if label is None else label
        head = self.heads.get(task)
        if task == "sentiment":
            codes, _ = languages(characters([text]))
            head = self.heads.get(f"sentiment.{heads_of(codes)[0]}")
        rule, _, key = task.partition(":")
        hits = self.rules.hits(text, rule)
        if key:
            return spans(text, head, wanted, hits=[] if wanted == "no" else _renamed(hits, key, wanted))
        return spans(text, head, wanted, hits)

    def _labels(self, task: str) -> tuple[str, ...]:
        kind, _, key = task.partition(":")
        if kind == "aspect" and key in self.aspects:
            return ("no", "yes")
        labels = {"sentiment": SENTIMENTS, "cause": self.causes, "intent": INTENTS}.get(task)
        if labels is None:
            raise InputError(f"“{task}” is not read. Choose sentiment, cause, intent or aspect:<key>.")
        return labels

    def _probabilities(self, task: str, read: Counted, codes: NDArray[np.str_]) -> Floats:
        kind, _, key = task.partition(":")
        if kind == "sentiment":
            return self._sentiment(read, codes)
        classes = self._labels(task)
        if kind == "aspect":
            odds = aspect_offsets(read.scores["aspect"][:, self.aspects.index(key)])
        else:
            odds = rule_offsets(read.scores[kind], self.rules.tasks[kind], classes, kind)
        head = self.heads.get(task)
        return shares(odds) if head is None else head.probabilities(read, offsets=odds)

    def _sentiment(self, read: Counted, codes: NDArray[np.str_]) -> Floats:
        """Each language has its head; a language without one is not read (all labels alike)."""
        found = np.full((len(read), len(SENTIMENTS)), np.float32(1 / 3))
        heads = heads_of(codes)
        for language in LANGUAGES:
            chosen = np.flatnonzero(heads == language)
            if len(chosen):
                found[chosen] = self.heads[f"sentiment.{language}"].probabilities(read.take(chosen))
        return found

    def _columns(self, texts: Sequence[str | None]) -> dict[str, list[Any]]:
        read = counted(texts, SHAPE, self.rules)
        codes, mixed = languages(read.characters)
        sentiment = self._sentiment(read, codes)
        cause, intent = (self._probabilities(task, read, codes) for task in ("cause", "intent"))
        empty = np.diff(read.characters.starts) == 0
        bad = SENTIMENTS.index(Sentiment.UNFAVOURABLE)
        is_bad = (sentiment.argmax(1) == bad) & (sentiment[:, bad] >= ABSTAIN["sentiment"]) & ~empty
        told = (read.scores["cause"].max(1, initial=0) > 0) | ("cause" in self.heads)
        causes = _named(cause, self.causes, ABSTAIN["cause"], is_bad & told)
        return {
            "language": codes.tolist(),
            "mixed": mixed.tolist(),
            "sentiment": _named(sentiment, SENTIMENTS, ABSTAIN["sentiment"], ~empty),
            "sentiment_probability": sentiment.max(1).tolist(),
            "cause": causes,
            "cause_probability": [
                value if bad else None
                for value, bad in zip(cause.max(1).tolist(), is_bad.tolist(), strict=True)
            ],
            "intent": _named(intent, INTENTS, ABSTAIN["intent"], ~empty),
            "intent_probability": intent.max(1).tolist(),
            "aspects": self._aspects(read, codes),
            "origin_hint": _hints(read.scores["origin"], self.rules.tasks["origin"]),
            "cause_hint": self._cause_hints(read),
            "uncertainty": _uncertainty(sentiment, cause, is_bad & told, heads_of(codes) != ""),
            "model_version": [self.version] * len(texts),
        }

    def _aspects(self, read: Counted, codes: NDArray[np.str_]) -> list[tuple[str, ...]]:
        found: list[list[str]] = [[] for _ in range(len(read))]
        scores = read.scores["aspect"]
        for column, key in enumerate(self.aspects):
            if f"aspect:{key}" in self.heads:
                yes = self._probabilities(f"aspect:{key}", read, codes)[:, _YES] >= ABSTAIN["aspect"]
            else:
                yes = scores[:, column] >= 1.0
            for row in np.flatnonzero(yes).tolist():
                found[row].append(key)
        return [tuple(each) for each in found]

    def _cause_hints(self, read: Counted) -> list[str | None]:
        labels = self.rules.tasks["cause"]
        columns = [labels.index(each) for each in ONLY_A_PERSON]
        return _hints(read.scores["cause"][:, columns], ONLY_A_PERSON)

    def to_bytes(self) -> bytes:
        """Return the reader as its file holds it; the same reader gives the same bytes."""
        return model_file.packed(*self._packed())

    def save(self, path: str | Path) -> None:
        """Write the reader, all its heads and the brand's own words, to one file, whole or not at all."""
        model_file.write(Path(path), *self._packed())

    def _packed(self) -> tuple[dict[str, Any], Arrays]:
        described: dict[str, Any] = {}
        arrays: Arrays = {}
        for name, head in sorted(self.heads.items()):
            described[name], some = taken_apart(head, name)
            arrays |= some
        cues = None if self.cues is None else [[key, list(words)] for key, words in self.cues.items()]
        return {
            "kind": _KIND, "version": self.version, "causes": list(self.causes), "aspects": cues, "heads": described,
        }, arrays  # fmt: skip

    @classmethod
    def load(cls, path: str | Path) -> "Reader":
        """Read a reader from its file; ModelFileError if it is damaged or none."""
        described, arrays = model_file.read(Path(path))
        if described.get("kind") != _KIND:
            raise ModelFileError(
                f"{Path(path).name} holds a {described.get('kind')}, not a reader of mentions."
            )
        try:
            heads = {name: put_together(each, arrays, name) for name, each in described["heads"].items()}
            aspects = None if described["aspects"] is None else dict(described["aspects"])
            return cls(heads, version=described["version"], causes=described["causes"], aspects=aspects)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFileError(
                f"{Path(path).name} is not described as a reader is. Train it anew."
            ) from error


def heads_of(codes: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return the language (`<U3`) whose sentiment head reads a text, by the text's own language; empty: none does.

    What is too short to tell is read as English.

    >>> heads_of(np.array(["zh", "und", "fr"])).tolist()
    ['zh', 'en', '']
    """
    asked = np.where(codes == UNKNOWN, "en", codes)
    return np.where(np.isin(asked, LANGUAGES), asked, "")


def sentiment_is_read(texts: Sequence[str | None]) -> list[bool]:
    """Return for each text whether it is in a language whose sentiment readers read, and can be taught."""
    found: list[bool] = (heads_of(languages(characters(texts))[0]) != "").tolist()
    return found


@lru_cache(maxsize=1)
def _default() -> Reader:
    heads = {f"sentiment.{language}": shipped.shipped_head(language) for language in LANGUAGES}
    missing = [name for name, head in heads.items() if head is None]
    if missing:
        raise InputError(
            f"The package has no model for {', '.join(missing)}. Run make models, or install it whole."
        )
    whole = {name: head for name, head in heads.items() if head is not None}
    return Reader(whole, version=f"{shipped.VERSION}.{digest_of(default())}")


_TYPES = {
    "language": pa.string(), "mixed": pa.bool_(), "sentiment": pa.string(), "sentiment_probability": pa.float32(),
    "cause": pa.string(), "cause_probability": pa.float32(), "intent": pa.string(), "intent_probability": pa.float32(),
    "aspects": pa.list_(pa.string()), "origin_hint": pa.string(), "cause_hint": pa.string(),
    "uncertainty": pa.float32(), "model_version": pa.string(),
}  # fmt: skip


def _named(
    probabilities: Floats, labels: Sequence[str], threshold: float, where: NDArray[np.bool_]
) -> list[str | None]:
    best = probabilities.argmax(1).tolist()
    sure = (where & (probabilities.max(1) >= threshold)).tolist()
    return [labels[n] if yes else None for n, yes in zip(best, sure, strict=True)]


def _hints(scores: Floats, labels: Sequence[str]) -> list[str | None]:
    best, top = scores.argmax(1).tolist(), scores.max(1).tolist()
    return [str(labels[n]) if points >= _HINTED else None for n, points in zip(best, top, strict=True)]


def _uncertainty(
    sentiment: Floats, cause: Floats, is_told: NDArray[np.bool_], is_read: NDArray[np.bool_]
) -> list[float | None]:
    """Return how unsure the reader is, 0 to 1: one less the lead of the best label, of the cause where one is due."""
    found = np.maximum(_tie(sentiment), np.where(is_told, _tie(cause), np.float32(0)))
    return [value if read else None for value, read in zip(found.tolist(), is_read.tolist(), strict=True)]


def _tie(probabilities: Floats) -> Floats:
    if probabilities.shape[1] < 2:
        return np.zeros(len(probabilities), np.float32)
    two = np.sort(probabilities, 1)[:, -2:]
    tie: Floats = 1 - (two[:, 1] - two[:, 0])
    return tie


def _renamed(hits: Sequence[Any], key: str, label: str) -> list[Any]:
    return [type(hit)(label, hit.start, hit.end, hit.weight) for hit in hits if hit.label == key]


def _pandas(table: Any) -> Any:
    return table.to_pandas() if hasattr(table, "to_pandas") else table
