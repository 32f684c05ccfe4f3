"""A reader small enough to see through: it knows a few words and learns the words of its lessons."""

import json
from collections import Counter, namedtuple
from dataclasses import make_dataclass
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from goodword.core.errors import InputError
from goodword.server.understanding import readers

Span = make_dataclass("Span", [("start", int), ("end", int), ("weight", float)], frozen=True)
Example = namedtuple("Example", "text task label")
SENTIMENTS = ("favourable", "neutral", "unfavourable")
CAUSES = ("product_defect", "service_problem", "price", "delivery", "unmet_expectation", "other")
INTENTS = ("question", "purchase_intent", "complaint", "recommendation", "other")
SHIPPED = {
    "sentiment": {"good": "favourable", "bad": "unfavourable"},
    "cause": {"late": "delivery", "dear": "price"},
    "intent": {"why": "question"},
}
FLOOR = 0.4  # below, it abstains


class FakeReader:
    """Votes by words; every lesson adds its words' votes for its label."""

    def __init__(self, votes=None, causes=CAUSES, aspects=None, version="goodword-1"):
        shipped = [(task, word, label, 2) for task, words in SHIPPED.items() for word, label in words.items()]
        self.votes = Counter()
        for task, word, label, n in votes or shipped:
            self.votes[task, word, label] += n
        self.causes, self.cues, self.version = tuple(causes), dict(aspects or {"price": ["dear"]}), version
        self.aspects = tuple(self.cues)

    @classmethod
    def default(cls):
        return cls()

    def taught(self, examples, *, causes=None, aspects=None, seed=0):
        votes = Counter(self.votes)
        for text, task, label in examples:
            for word in text.lower().split():
                votes[task, word, label] += 1
        new = FakeReader(
            [(*key, n) for key, n in sorted(votes.items())], causes or self.causes, aspects or self.cues
        )
        changed = new._content() != self._content()
        new.version = f"goodword-1+{sha256(new._content()).hexdigest()[:8]}" if changed else self.version
        return new

    def means_the_same(self, other, task):
        if task == "cause":
            return self.causes == other.causes
        return not task.startswith("aspect:") or self.cues == other.cues

    def keeping(self, other, tasks):
        own = [(*key, n) for key, n in self.votes.items() if key[0] not in tasks]
        others = [(*key, n) for key, n in other.votes.items() if key[0] in tasks]
        new = FakeReader(own + others, self.causes, self.cues)
        new.version = f"goodword-1+{sha256(new._content()).hexdigest()[:8]}"
        return new

    def _content(self):
        votes = sorted([*key, n] for key, n in self.votes.items())
        return json.dumps([votes, sorted(self.causes), sorted(self.aspects)]).encode()

    def classes(self, task):
        own = {label for known, _word, label in self.votes if known == task}
        usual = {"sentiment": SENTIMENTS, "cause": self.causes, "intent": INTENTS}.get(task, ("no", "yes"))
        return (*usual, *sorted(own - set(usual)))

    def probabilities(self, task, texts):
        classes = self.classes(task)
        found = np.full((len(texts), len(classes)), 0.5, np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                for column, label in enumerate(classes):
                    found[row, column] += self.votes.get((task, word, label), 0)
        return classes, found / found.sum(axis=1, keepdims=True)

    def _best(self, task, texts):
        classes, found = self.probabilities(task, texts)
        sure = found.max(axis=1)
        labels = [classes[i] if p >= FLOOR else None for i, p in zip(found.argmax(axis=1), sure, strict=True)]
        return labels, sure.astype(np.float32)

    def read_table(self, table, text_column="text"):
        texts = table[text_column].to_pylist()
        sentiment, sure = self._best("sentiment", texts)
        cause, cause_sure = self._best("cause", texts)
        intent, intent_sure = self._best("intent", texts)
        cause = [c if s == "unfavourable" else None for c, s in zip(cause, sentiment, strict=True)]
        aspects = [[k for k, cues in self.cues.items() if any(c in text for c in cues)] for text in texts]
        text_type = pa.string()
        return pa.table(
            {
                "text": texts,
                "language": pa.array(["en"] * len(texts), text_type),
                "mixed": [False] * len(texts),
                "sentiment": pa.array(sentiment, text_type),
                "sentiment_probability": sure,
                "cause": pa.array(cause, text_type),
                "cause_probability": cause_sure,
                "intent": pa.array(intent, text_type),
                "intent_probability": intent_sure,
                "aspects": pa.array(aspects, pa.list_(text_type)),
                "origin_hint": pa.array([None] * len(texts), text_type),
                "cause_hint": pa.array([None] * len(texts), text_type),
                "uncertainty": (1 - sure).astype(np.float32),
                "model_version": [self.version] * len(texts),
            }
        )

    def read(self, texts):
        rows = self.read_table(pa.table({"text": texts})).to_pylist()
        for row in rows:
            language = SimpleNamespace(code=row.pop("language"), mixed=row.pop("mixed"))
            aspects = tuple(row.pop("aspects"))
            evidence = {"sentiment": self.evidence(row.pop("text"), "sentiment", row["sentiment"])}
            yield SimpleNamespace(**row, language=language, aspects=aspects, evidence=evidence)

    def evidence(self, text, task, label=None):
        label = label or self._best(task, [text])[0][0]
        spans, start = [], 0
        for word in text.split(" "):
            weight = self.votes.get((task, word.lower().strip(), label), 0)
            if weight:
                spans.append(Span(start, start + len(word), float(weight)))
            start += len(word) + 1
        return spans

    def save(self, path):
        votes = [[*key, n] for key, n in sorted(self.votes.items())]
        Path(path).write_text(json.dumps([votes, self.causes, self.cues, self.version]))

    @classmethod
    def load(cls, path):
        try:
            votes, causes, cues, version = json.loads(Path(path).read_text())
        except ValueError as error:
            raise InputError("This is not a model.") from error
        return cls([(task, word, label, n) for task, word, label, n in votes], causes, cues, version)


@pytest.fixture(autouse=True)
def _small_reader(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    monkeypatch.setattr("goodword.text.Reader", FakeReader, raising=False)
    monkeypatch.setattr("goodword.text.Example", Example, raising=False)
    readers.shipped_reader.cache_clear()
    readers._loaded.cache_clear()
    yield
    readers.shipped_reader.cache_clear()
    readers._loaded.cache_clear()
