"""Teaching a reader: what people said of mentions, learned on top of what ships."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from goodword.core.errors import InputError

from .counted import Counted, counted
from .fitting import Labels, Recipe, fit
from .head import Head
from .language import languages
from .reader import INTENTS, LANGUAGES, SENTIMENTS, SHAPE, Reader, heads_of
from .rule_opinion import ONLY_A_PERSON, aspect_offsets, rule_offsets

RECIPE = Recipe(SHAPE, rare_cost=0.3, plain_costs=(0.3,), folds=5, cues=False)
_FEWEST = 10  # labels of a task below which nothing is learned from them


@dataclass(frozen=True, slots=True)
class Example:
    """What a person said of a text: `task` is `sentiment`, `cause`, `intent` or `aspect:<key>` (labels `no`, `yes`)."""

    text: str
    task: str
    label: str


def taught(
    reader: Reader,
    examples: Sequence[Example],
    *,
    causes: Sequence[str] | None = None,
    aspects: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
) -> Reader:
    """Return a new reader that has learned from people's labels; the one given stays as it is.

    What is learned is added to what the shipped heads and rules say, so a few labels change little and many
    change much; a task with fewer than ten labels, or only one kind of them, is read as before. `causes` and
    `aspects` (key → words that speak of it) replace the lists of the reader. Seconds for thousands of labels.
    """
    cues = reader.cues if aspects is None else {key: tuple(words) for key, words in aspects.items()}
    new = Reader(
        {name: head for name, head in reader.heads.items() if name.startswith("sentiment.")},
        version=reader.version,
        causes=reader.causes if causes is None else causes,
        aspects=cues,
    )
    by_task: dict[str, list[Example]] = {}
    for each in examples:
        by_task.setdefault(each.task, []).append(each)
    for task, some in sorted(by_task.items()):
        new.heads |= _learned(new, task, some, seed)
    return new.renamed()


def _learned(reader: Reader, task: str, examples: list[Example], seed: int) -> dict[str, Head]:
    kind, _, key = task.partition(":")
    classes = _classes(reader, task)
    usable = [each for each in examples if each.label not in ONLY_A_PERSON]
    unknown = next((each.label for each in usable if each.label not in classes), None)
    if unknown is not None:
        raise InputError(f"“{unknown}” is no label of {task}. Known are {', '.join(classes)}.")
    read = counted([each.text for each in usable], SHAPE, reader.rules)
    labels = np.array([classes.index(each.label) for each in usable], dtype=np.int64)
    if kind == "sentiment":
        return _sentiment_heads(reader, read, labels, seed)
    if not _enough(labels):
        return {}
    scores = read.scores[kind]
    if kind == "aspect":
        offsets = aspect_offsets(scores[:, reader.aspects.index(key)])
    else:
        offsets = rule_offsets(scores, reader.rules.tasks[kind], classes, kind)
    return {task: fit(read, labels, classes, RECIPE, offsets=offsets, seed=seed).head}


def _sentiment_heads(reader: Reader, read: Counted, labels: Labels, seed: int) -> dict[str, Head]:
    heads = heads_of(languages(read.characters)[0])
    found = {}
    for language in LANGUAGES:
        chosen, name = np.flatnonzero(heads == language), f"sentiment.{language}"
        if _enough(labels[chosen]):
            base = _shipped(reader.heads[name])
            found[name] = fit(
                read.take(chosen), labels[chosen], SENTIMENTS, RECIPE, base=base, seed=seed
            ).head
    return found


def _shipped(head: Head) -> Head:
    """Return what a head was first built upon: teaching again starts from there, with all labels."""
    while head.base is not None:
        head = head.base
    return head


def _classes(reader: Reader, task: str) -> tuple[str, ...]:
    kind, _, key = task.partition(":")
    if kind == "aspect" and key in reader.aspects:
        return ("no", "yes")
    found = {"sentiment": SENTIMENTS, "cause": reader.causes, "intent": INTENTS}.get(task)
    if found is None:
        raise InputError(f"“{task}” cannot be taught. Choose sentiment, cause, intent or aspect:<key>.")
    return found


def _enough(labels: Labels) -> bool:
    return len(labels) >= _FEWEST and len(np.unique(labels)) > 1
