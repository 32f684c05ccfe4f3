"""Queries and texts at random, and what a patient reader would say of them: brute force over lists of words."""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date

SIMPLE = {"丟": "丢", "員": "员", "質": "质", "臺": "台", "灣": "湾"}
UNITS = [
    "lost", "luggage", "Refund", "refunded", "refunds", "bag", "not", "don't", "a", "of", "ＢＡＧ", "Zürich", "x2",
    "行李", "丢了", "丟了", "客服", "不好", "好", "客服員", "台湾", "臺灣", "质量", "質量", "iPhone手机", "👍", "👍🏽", "💩",
    "...", "!", "，", "。", "\n", "@ann", "#bag", "lost-luggage", "3.5", "，行李",
]  # fmt: skip
WORDS = ["lost", "luggage", "refund", "refunded", "bag", "not", "don't", "a", "of", "zürich", "x2", "iphone", "3", "ann",
         "行李", "丢了", "客服", "客服员", "好", "不好", "台湾", "質量", "手机", "👍", "💩", "李丢", "服客"]  # fmt: skip
SENTIMENTS = ["favourable", "neutral", "unfavourable", ""]
SOURCES = ["Weibo", "forum.example", ""]


@dataclass
class Given:
    """A text with its fields."""

    text: str
    title: str = ""
    fields: dict = field(default_factory=dict)


def read(text: str) -> list[str]:
    """Return the words of a text, character by character."""
    found, run = [], ""
    for each in unicodedata.normalize("NFKC", text).lower():
        kind = unicodedata.category(each)
        if "\u4e00" <= each <= "\u9fff" or kind == "So":
            found += [run, SIMPLE.get(each, each)]
            run = ""
        elif kind[0] in "LNM":
            run += each
        else:
            found.append(run)
            run = ""
    return [word for word in [*found, run] if word]


def random_given(chance: random.Random) -> Given:
    """Return a text of up to fourteen units, perhaps with a title, and fields that may be missing."""
    text = _some_text(chance, 14)
    title = _some_text(chance, 4) if chance.random() < 0.3 else ""
    fields = {
        "sentiment": chance.choice(SENTIMENTS),
        "source": chance.choice(SOURCES),
        "rating": chance.choice([None, 1.0, 2.0, 3.5, 5.0]),
        "published": chance.choice(
            [None, date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 10), date(2025, 6, 5)]
        ),
        "aspect": chance.choice([(), ("price",), ("price", "teacher")]),
    }
    return Given(text, title, fields)


def _some_text(chance: random.Random, most: int) -> str:
    return "".join(
        chance.choice(UNITS) + chance.choice([" ", " ", " ", ""]) for _ in range(chance.randrange(most))
    )


def random_query(chance: random.Random, depth: int = 3, *, with_fields: bool = True) -> tuple:
    """Return a query as nested tuples."""
    kind = chance.random()
    if depth == 0 or kind < 0.35:
        return _term(chance, with_fields=with_fields)
    if kind < 0.5:
        return ("near", _operand(chance), _operand(chance), chance.randrange(5))
    if kind < 0.65:
        return ("not", random_query(chance, depth - 1, with_fields=with_fields))
    parts = [
        random_query(chance, depth - 1, with_fields=with_fields) for _ in range(chance.choice([2, 2, 3]))
    ]
    return ("and" if kind < 0.83 else "or", *parts)


def _term(chance: random.Random, *, with_fields: bool) -> tuple:
    if with_fields and chance.random() < 0.25:
        return chance.choice([
            ("same", "sentiment", chance.choice(SENTIMENTS[:3]), False),
            ("same", "source", chance.choice(["weibo", "Forum.example", "nowhere"]), False),
            ("same", "source", chance.choice(["we", "FORUM", "zzz"]), True),
            ("same", "aspect", chance.choice(["price", "teacher"]), False),
            ("given", chance.choice(["sentiment", "source", "rating", "published", "aspect", "title"])),
            ("rating", *chance.choice([("1..3", 1, 3), (">=3.5", 3.5, 99), ("..2", -99, 2), ("5", 5, 5), (">3.5", 3.51, 99)])),
            ("published", *chance.choice([
                ("2026-01", date(2026, 1, 1), date(2026, 1, 31)), ("2026-01-31..", date(2026, 1, 31), date.max),
                ("<2026", date.min, date(2025, 12, 31)), ("2026-01-01..2026-02-10", date(2026, 1, 1), date(2026, 2, 10)),
            ])),
        ])  # fmt: skip
    within = chance.choice(["", "", "", "", "title", "text"])
    return ("words", within, *_operand(chance))


def _operand(chance: random.Random) -> tuple:
    phrase = " ".join(chance.choice(WORDS) for _ in range(chance.choice([1, 1, 1, 2])))
    words = read(phrase)
    goes_on = chance.random() < 0.25 and len(words[-1]) > 1
    if goes_on:
        cut = chance.randrange(2, len(words[-1]) + 1)
        phrase = phrase[: len(phrase) - len(words[-1]) + cut]
        words[-1] = words[-1][:cut]
    return (phrase, tuple(words), goes_on)


def source(query: tuple) -> str:
    """Write a query as people would."""
    match query:
        case ("words", within, phrase, _, goes_on):
            return (f"{within}:" if within else "") + _written(phrase, goes_on)
        case ("near", one, other, distance):
            return f"{_written(one[0], one[2])} NEAR/{distance} {_written(other[0], other[2])}"
        case ("same", name, value, goes_on):
            return f"{name}:{value}{'*' if goes_on else ''}"
        case ("given", name):
            return f"{name}:*"
        case ("rating" | "published" as name, text, _, _):
            return f"{name}:{text}"
        case ("not", part):
            return f"NOT {_grouped(part)}"
        case ("and", *parts):
            return (" AND " if len(parts) > 2 else " ").join(map(_grouped, parts))
        case ("or", *parts):
            return " OR ".join(map(_grouped, parts))
    raise AssertionError(query)


def _written(phrase: str, goes_on: bool) -> str:
    star = "*" if goes_on else ""
    return f'"{phrase}{star}"' if " " in phrase or phrase == "not" else phrase + star


def _grouped(part: tuple) -> str:
    return f"({source(part)})" if part[0] in ("and", "or", "near") else source(part)


def holds(query: tuple, given: Given) -> bool:
    """Say whether a text is what a query asks for."""
    match query:
        case ("words", within, _, words, goes_on):
            return any(_begins(words, goes_on, each) for each in _parts(given, within))
        case ("near", one, other, distance):
            return any(_near(one[1:], other[1:], distance, each) for each in _parts(given, ""))
        case ("same", name, value, goes_on):
            values = given.fields[name] if name == "aspect" else (given.fields[name],)
            folded = [each.lower() for each in values if each]
            return any(
                each.startswith(value.lower()) if goes_on else each == value.lower() for each in folded
            )
        case ("given", name):
            value = given.title if name == "title" else given.fields[name]
            return value not in (None, "", ())
        case ("rating" | "published" as name, _, low, high):
            value = given.fields[name]
            return value is not None and low <= value <= high
        case ("not", part):
            return not holds(part, given)
        case ("and", *parts):
            return all(holds(part, given) for part in parts)
        case ("or", *parts):
            return any(holds(part, given) for part in parts)
    raise AssertionError(query)


def _parts(given: Given, within: str) -> list[list[str]]:
    return [
        read(text) for name, text in (("title", given.title), ("text", given.text)) if within in ("", name)
    ]


def _begins(words: tuple, goes_on: bool, there: list[str]) -> list[int]:
    """Return where words stand among those there."""
    places = []
    for place in range(len(there) - len(words) + 1):
        part = there[place : place + len(words)]
        last = part[-1].startswith(words[-1]) if goes_on else part[-1] == words[-1]
        if last and part[:-1] == list(words[:-1]):
            places.append(place)
    return places


def _near(one: tuple, other: tuple, distance: int, there: list[str]) -> bool:
    for start in _begins(*one, there):
        for place in _begins(*other, there):
            (first, size), (second, _) = sorted([(start, len(one[0])), (place, len(other[0]))])
            if second - first - size <= distance:
                return True
    return False
