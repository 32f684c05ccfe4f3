"""The rows of the table that need no splits: the whole path from text to labels, and the language."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pyarrow as pa
from _text_sets import beside_vader, column, tweets, verdict

from goodword.text import Example, Reader, detect_language, train
from goodword.text.counted import counted
from goodword.text.language import languages

_TONES = {
    "negative": "unfavourable",
    "neutral": "neutral",
    "positive": "favourable",
    0: "unfavourable",
    1: "favourable",
}
_TAUGHT = 4_000
_BRANDS = ("iPhone", "Starbucks", "ThinkPad X1", "Nike Air", "LG")
_ENGLISH = ("en_airline", "permissive_en_vader_rated", "en_coursera_reviews")
_CHINESE = ("permissive_zh_reviews", "zh_waimai_10k", "zh_online_shopping_10_cats")
_LENGTHS = {"en": "1 to 6 words", "zh": "2 to 12 characters"}
_DRAWN = 5_000


def print_paths() -> None:
    """Print the speed of reading all five tasks: as it ships, taught by 4,000 texts, and with heads of `fast`."""
    sources = {
        "tweets": (tweets(), column("en_airline", "text", "sentiment", "cause")),
        "Chinese reviews": (
            column("zh_waimai_10k", "text")[0].tolist(),
            column("zh_online_shopping_10_cats", "text", "label", "cat"),
        ),
    }
    for language, (texts, labelled) in sources.items():
        some = [row for row in zip(*labelled, strict=True) if row[0]]
        for name, work, least in _paths(some[:: max(1, len(some) // _TAUGHT)][:_TAUGHT]):
            work(texts[:100])
            speed, in_v = beside_vader(texts, partial(work, texts))
            told = verdict({"V": in_v}, [("V", "≥", least)])
            print(
                f"whole path, {name}, {language}".ljust(56), f"{speed:9,.0f} {in_v:5.1f}  {told}", flush=True
            )


def _paths(some: list[tuple[str, object, str]]) -> Iterator[tuple[str, Callable[[list[str]], object], float]]:
    """Yield ways to read, with how many V each must reach; they learn from texts with a tone and a cause."""
    shipped = Reader.default()
    yield "shipped", lambda texts: shipped.read_table(pa.table({"text": texts})), 1.0
    with_cause = [(text, cause) for text, _, cause in some if cause]
    examples = [Example(text, "sentiment", _TONES[tone]) for text, tone, _ in some]
    examples += [Example(text, "cause", cause) for text, cause in with_cause]
    taught = shipped.taught(examples, causes=sorted({cause for _, cause in with_cause}))
    yield "taught", lambda texts: taught.read_table(pa.table({"text": texts})), 1.0
    tones = [(text, _TONES[tone]) for text, tone, _ in some]
    heads = [train(*map(list, zip(*each, strict=True)), profile="fast").head for each in (tones, with_cause)]

    def fast(texts: list[str]) -> None:
        """Count once; language, two heads of `fast`, and what the rules say of intent and aspects."""
        read = counted(texts, heads[0].shape)
        languages(read.characters)
        for head in heads:
            head.probabilities(read)

    yield "fast", fast, 2.0


def print_languages() -> None:
    """Print how often the language is right: whole texts, their beginnings, and texts with a brand's name in them."""
    draw = random.Random(0)
    for code, names in (("en", _ENGLISH), ("zh", _CHINESE)):
        every = [
            text for name in names for text in column(name, "text")[0].tolist() if text and len(text) >= 2
        ]
        whole = draw.choices(every, k=_DRAWN)
        short = [_beginning(text, draw, code) for text in whole]
        _print_language(f"{code}, whole texts", whole, code)
        _print_language(
            f"{code}, beginnings of {_LENGTHS[code]}",
            [t for t in short if len(t) > 1],
            code,
        )
    mixed = [_with_brand(text, draw) for text in whole if len(text) > 5]
    _print_language("zh with a Latin brand name inside", mixed, "zh", is_mixed=True)


def _beginning(text: str, draw: random.Random, code: str) -> str:
    if code == "zh":
        return text[: draw.randint(2, 12)].strip()
    words = [
        word for word in text.split() if not word.startswith(("@", "#", "http"))
    ]  # names are of no language
    return " ".join(words[: draw.randint(1, 6)])


def _with_brand(text: str, draw: random.Random) -> str:
    place = draw.randint(0, len(text))
    return text[:place] + draw.choice(_BRANDS) + text[place:]


def _print_language(name: str, texts: list[str], code: str, *, is_mixed: bool = False) -> None:
    found = detect_language(texts)
    right = float(np.mean([each.code == code and (each.mixed or not is_mixed) for each in found]))
    print(
        f"language: {name}".ljust(72),
        f"{right:.4f}  {verdict({'right': right}, [('right', '≥', 0.99)])}",
        flush=True,
    )
