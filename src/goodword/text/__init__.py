"""What a mention says: language, sentiment, cause, aspects, intent, topics – in English and Chinese, offline.

Names are loaded when they are first used: importing the package compiles nothing and loads no model.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assessment import Assessment, assess
    from .characters import normalize
    from .comparison import Comparison, not_worse
    from .drift import Drift, label_drift, text_drift
    from .duplicates import DuplicateIndex, near_duplicates
    from .embeddings import nearest, same_question
    from .language import Language, detect_language
    from .model import Model
    from .model_file import ModelFileError
    from .query import Query, QueryError, from_brandwatch, parse_query
    from .reader import Reader, Reading, sentiment_is_read
    from .sampling import Choice, choose
    from .sentence_model import SentenceModel, train_few
    from .spans import Span
    from .teaching import Example
    from .topics import Emerging, Topic, Topics, emerging_phrases, find_topics
    from .training import train

_HOMES = {
    "Emerging": "topics",
    "Topic": "topics",
    "Topics": "topics",
    "emerging_phrases": "topics",
    "find_topics": "topics",
    "Example": "teaching",
    "nearest": "embeddings",
    "same_question": "embeddings",
    "SentenceModel": "sentence_model",
    "train_few": "sentence_model",
    "Model": "model",
    "ModelFileError": "model_file",
    "Reader": "reader",
    "Reading": "reader",
    "sentiment_is_read": "reader",
    "Span": "spans",
    "train": "training",
    "Query": "query",
    "QueryError": "query",
    "from_brandwatch": "query",
    "parse_query": "query",
    "Choice": "sampling",
    "choose": "sampling",
    "Assessment": "assessment",
    "Comparison": "comparison",
    "Drift": "drift",
    "assess": "assessment",
    "label_drift": "drift",
    "not_worse": "comparison",
    "text_drift": "drift",
    "Language": "language",
    "DuplicateIndex": "duplicates",
    "detect_language": "language",
    "near_duplicates": "duplicates",
    "normalize": "characters",
}

__all__ = [
    "Assessment",
    "Choice",
    "Comparison",
    "Drift",
    "DuplicateIndex",
    "Emerging",
    "Example",
    "Language",
    "Model",
    "ModelFileError",
    "Query",
    "QueryError",
    "Reader",
    "Reading",
    "SentenceModel",
    "Span",
    "Topic",
    "Topics",
    "assess",
    "choose",
    "detect_language",
    "emerging_phrases",
    "find_topics",
    "from_brandwatch",
    "label_drift",
    "near_duplicates",
    "nearest",
    "normalize",
    "not_worse",
    "parse_query",
    "same_question",
    "sentiment_is_read",
    "text_drift",
    "train",
    "train_few",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"goodword.text has no {name}.")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
