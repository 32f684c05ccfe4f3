"""The lexicons that ship: files beside this one, one a task and language, for people to edit. Reading them is cheap."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from .phrases import split, variants

LANGUAGES = ("en", "zh")
_PLAIN = 3  # the weight of what says it plainly, whatever stands around it
_SIGN = re.compile(r"\.\.|…|\*|(?<!\S)_(?!\S)")


def groups_of(task: str, language: str) -> Mapping[str, list[dict[str, Any]]]:
    """Return the groups of phrases of a task by label, as its file has them."""
    source = files(__package__).joinpath("lexicons", f"{task}.{language}.toml").read_text("utf-8")
    return tomllib.loads(source)


def aspect_names() -> dict[str, dict[str, str]]:
    """Return the name of each shipped aspect by language.

    >>> aspect_names()["price"]
    {'en': 'Price', 'zh': '价格'}
    """
    names: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for key, groups in groups_of("aspect", language).items():
            names.setdefault(key, {})[language] = groups[0]["name"]
    return names


def neutral_sentences(language: str) -> list[str]:
    """Return the hand-written sentences that say neither good nor bad: questions, facts, announcements, plans."""
    text = files(__package__).joinpath(f"neutral.{language}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def plain_opinions(language: str) -> list[tuple[str, str]]:
    """Return what praises or blames plainly in a word or two, each with its label.

    >>> ("太好了", "favourable") in plain_opinions("zh"), ("appalling", "unfavourable") in plain_opinions("en")
    (True, True)
    """
    found = set()
    for label, groups in groups_of("sentiment", language).items():
        for group in groups:
            if "when" not in group and group.get("weight", 1) >= _PLAIN:
                said = [each.strip() for phrase in split(group["phrases"]) for each in variants(phrase)]
                found |= {(each, label) for each in said if each and not _SIGN.search(each)}
    return sorted(found)
