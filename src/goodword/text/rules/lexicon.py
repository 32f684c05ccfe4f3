"""Lists of phrases for several tasks, found in one walk: scores of many texts, hits in one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goodword.core.errors import InputError

from ..alphabet import tables
from ..characters import Characters, characters
from . import matcher
from .automaton import Automaton, Output, automaton
from .phrases import compiled

Scores = NDArray[np.float32]
SAME = "same"
_ROOM = 256


class Row(NamedTuple):
    """A phrase of a lexicon. Negated, it counts for the label `negated`, as it is (`same`) or not at all.

    Without a label it counts only where it is negated.
    """

    phrase: str
    label: str | None
    weight: float = 1.0
    negated: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: what it stands for, where it is in the original text, how much it counts."""

    label: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Rules:
    """The phrases of several tasks. `tasks` has the labels of each; `negations` weigh 1, what only looks so 0.

    >>> rules = Rules.from_rows({"cause": [("too (late|slow)", "delivery"), ("客服", "service_problem")]})
    >>> rules.scores(characters(["It was TOO late", "客服呢"]))["cause"].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    >>> rules.hits("Was it TOO slow?", "cause")
    [Hit(label='delivery', start=7, end=15, weight=1.0)]
    """

    tasks: dict[str, tuple[str, ...]]
    rows: dict[str, tuple[Row, ...]]
    negations: tuple[Row, ...] = ()

    @classmethod
    def from_rows(
        cls,
        rows: Mapping[str, Iterable[Sequence[object]]],
        *,
        labels: Mapping[str, Iterable[str]] | None = None,
        negations: Iterable[Row] = (),
    ) -> "Rules":
        """Return rules from rows (phrase, label, weight, negated) of each task; labels come in order of mention."""
        read = {task: tuple(Row(*each) for each in given) for task, given in rows.items()}  # type: ignore[arg-type]
        tasks = {task: tuple((labels or {}).get(task) or _labels(given)) for task, given in read.items()}
        return cls(tasks, read, tuple(negations))

    def scores(self, texts: Characters) -> dict[str, Scores]:
        """Return for each task the summed weights of the phrases found, float32 (texts, labels)."""
        scores, _, _ = self._matched(texts, 0)
        return {task: scores[:, first : first + len(self.tasks[task])] for task, first in self._first.items()}

    def hits(self, text: str, task: str) -> list[Hit]:
        """Return the phrases of a task found in a text, in order, with offsets in the text as it was given."""
        folded = characters([text])
        _, found, weights = self._matched(folded, _ROOM)
        first, labels = self._first[task], self.tasks[task]
        return [
            Hit(labels[column - first], *_original(folded, start, stop, text), round(weight, 3))
            for (column, start, stop), weight in zip(found.tolist(), weights.tolist(), strict=True)
            if first <= column < first + len(labels)
        ]

    def with_aspects(self, cues: Mapping[str, Sequence[str]]) -> "Rules":
        """Return rules that read a brand's own aspects: for each key its words and phrases, in any language.

        A key of these rules given without words keeps the words it has; InputError where there are none.
        """
        rows: list[Row] = []
        for key, words in cues.items():
            given = [Row(phrase, key, 1.0, SAME) for phrase in words if phrase.strip()]
            known = [row for row in self.rows["aspect"] if row.label == key]
            if not (given or known):
                raise InputError(
                    f"The aspect “{key}” has no words to find it by. Give one, for example its name."
                )
            rows += given or known
        return Rules(
            {**self.tasks, "aspect": tuple(cues)}, {**self.rows, "aspect": tuple(rows)}, self.negations
        )

    @cached_property
    def _first(self) -> dict[str, int]:
        return dict(zip(self.tasks, accumulate(map(len, self.tasks.values()), initial=0), strict=False))

    @cached_property
    def _automaton(self) -> Automaton:
        phrases = [row.phrase for row in self.negations]
        outputs = [Output(matcher.NEGATION, 0, matcher.DROPPED, row.weight) for row in self.negations]
        for number, (task, first) in enumerate(self._first.items(), start=matcher.NEGATION + 1):
            phrases += [row.phrase for row in self.rows[task]]
            outputs += _outputs(number, first, self.tasks[task], self.rows[task])
        found, of_phrase = compiled(phrases)
        return automaton(found, outputs, of_phrase)

    def _matched(self, texts: Characters, room: int) -> tuple[Scores, NDArray[np.int64], Scores]:
        columns, (_, classes) = sum(map(len, self.tasks.values())), tables()
        scores = np.zeros((len(texts), columns), np.float32)
        hits, weights = np.empty((room, 3), np.int64), np.empty(room, np.float32)
        found = matcher.match(
            texts.codes, texts.starts, classes, self._automaton, len(self.tasks) + 1, scores, hits, weights
        )
        if found > room > 0:
            return self._matched(texts, found)
        return scores, hits[:found], weights[:found]


class Lexicon:
    """The phrases of one task.

    >>> lexicon = Lexicon.from_rows([("never ... arriv*", "delivery", 2)])
    >>> lexicon.scores(characters(["it has NEVER even once arrived"])).tolist()
    [[2.0]]
    """

    def __init__(self, rules: Rules) -> None:
        (self._task,) = rules.tasks
        self._rules = rules

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[object]], *, negations: Iterable[Row] = ()) -> "Lexicon":
        """Return a lexicon from rows (phrase, label, weight, negated)."""
        return cls(Rules.from_rows({"": rows}, negations=negations))

    @property
    def labels(self) -> tuple[str, ...]:
        """What phrases stand for, in the order of the columns."""
        return self._rules.tasks[self._task]

    def scores(self, texts: Characters) -> Scores:
        """Return the summed weights of the phrases found, float32 (texts, labels)."""
        return self._rules.scores(texts)[self._task]

    def hits(self, text: str) -> list[Hit]:
        """Return the phrases found in a text, in order, with offsets in the text as it was given."""
        return self._rules.hits(text, self._task)


def _labels(rows: Iterable[Row]) -> tuple[str, ...]:
    found = [label for row in rows for label in (row.label, row.negated)]
    return tuple(dict.fromkeys(label for label in found if label not in (None, SAME)))


def _outputs(task: int, first: int, labels: Sequence[str], rows: Iterable[Row]) -> Iterator[Output]:
    columns: dict[str | None, int] = {label: first + number for number, label in enumerate(labels)}
    columns |= {None: matcher.DROPPED, SAME: matcher.KEPT}
    for row in rows:
        if row.label not in columns or row.negated not in columns:
            raise InputError(f"“{row.phrase}” is for {row.label}, which is none of {', '.join(labels)}.")
        yield Output(task, columns[row.label], columns[row.negated], row.weight)


def _original(texts: Characters, start: int, stop: int, text: str) -> tuple[int, int]:
    """Return the offsets in a text of the part that folded to codes `start : stop`."""
    first, last = int(texts.source[start]), int(texts.source[stop - 1])
    if stop - start > 1 and texts.source[stop - 2] == last:  # an address or a name, folded to one word
        later = texts.source[stop:][texts.source[stop:] > last]
        return first, first + len(text[first : int(later[0]) if len(later) else len(text)].rstrip())
    return first, last + 1
