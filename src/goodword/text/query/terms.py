"""Words and phrases as they are written in a query; refuses signs that would be misread."""

import re

from ..words import is_ideograph, words
from .errors import QueryError
from .nodes import Phrase
from .scanner import cut

_SHORTEST_BEGINNING = 2
_FOREIGN = {"|": "OR", "||": "OR", "&": "AND", "&&": "AND", "+": "AND", "/": "OR"}
_SIGNS = re.compile(r"[~^|<>=\\{}\[\]]+\d*")
_SEPARATOR = re.compile(r"(?<=\w)[,;，；、。：！!？…]+(?=\w)")
_QUESTION = re.compile(r"(?<=\w)\?+(?=\w)")
_SINGLE = re.compile(r"'([^'\"]+)'(?![^\s)])")


def phrase_of(source: str, text: str, start: int, within: str) -> Phrase:
    """Return what a bare word asks for: one word, or several that follow each other (don't, 行李)."""
    _check_signs(source, text, start)
    star = text.endswith("*")
    plain = text[:-1] if star else text
    if "*" in plain or (star and not plain):
        raise _misplaced_star(source, text, start)
    found = words(plain).split()
    if not found:
        raise QueryError("only_signs", start + 1, {"term": text}, cut(source, start, start + len(text)))
    if star and not _can_go_on(found[-1], plain):
        raise QueryError("wildcard", start + len(text), fix=cut(source, start, start + len(text), plain))
    return Phrase(tuple(found), star and not _is_whole(found[-1]), within)


def quoted_phrase(source: str, text: str, start: int, within: str) -> Phrase:
    """Return what a phrase in quotation marks asks for; its last word may end in *."""
    inside = text[1:-1]
    stripped = inside.strip()
    star = stripped.endswith("*")
    plain = stripped[:-1] if star else stripped
    found = words(plain).split()
    end = start + len(text)
    if not stripped:
        raise QueryError("empty", start + 1, fix=cut(source, start, end))
    if not found:
        raise QueryError("only_signs", start + 1, {"term": stripped}, cut(source, start, end))
    if "*" in plain or (star and not _can_go_on(found[-1], plain)):
        at = start + 1 + inside.index("*")
        right = " ".join(stripped.replace("*", " ").split())
        raise QueryError("wildcard", at + 1, fix=cut(source, start, end, f'"{right}"'))
    return Phrase(tuple(found), star and not _is_whole(found[-1]), within)


def _is_whole(word: str) -> bool:
    """Whether a word cannot go on: an ideograph or an emoji."""
    return len(word) == 1 and (is_ideograph(word) or not word.isalnum())


def _can_go_on(word: str, plain: str) -> bool:
    """Whether the star is clear: right after a word that is long enough, or after an ideograph, where it adds nothing."""
    return words(plain[-1:]) != "" and (_is_whole(word) or len(word) >= _SHORTEST_BEGINNING)


def _misplaced_star(source: str, text: str, start: int) -> QueryError:
    place = text.index("*")
    before = text[:place]
    right = f"{before}*" if len(words(before)) >= _SHORTEST_BEGINNING else text.replace("*", "")
    return QueryError("wildcard", start + place + 1, fix=cut(source, start, start + len(text), right))


def _check_signs(source: str, text: str, start: int) -> None:
    end = start + len(text)
    if text in _FOREIGN:
        usual = _FOREIGN[text]
        raise QueryError(
            "foreign_operator", start + 1, {"sign": text, "usual": usual}, cut(source, start, end, usual)
        )
    if text[0] == "!" and text[1:2].isalnum():
        fix = cut(source, start, start + 1, "-")
        raise QueryError("foreign_operator", start + 1, {"sign": "!", "usual": "-"}, fix)
    if text[0] == "+" and text[1:2].isalnum():
        raise QueryError("foreign_sign", start + 1, {"sign": "+"}, cut(source, start, end, text[1:]))
    if text[0] == "'" and (found := _SINGLE.match(source, start)):
        raise QueryError(
            "single_quote", start + 1, fix=cut(source, start, found.end(), f'"{found.group(1)}"')
        )
    if (found := _SIGNS.search(text)) and words(text):
        at = start + found.start()
        instead = " OR " if set(found.group()) == {"|"} and 0 < found.start() < len(text) - 1 else ""
        fix = cut(source, start, end, _replaced(text, found, instead))
        raise QueryError("foreign_sign", at + 1, {"sign": found.group()}, fix)
    if found := _SEPARATOR.search(text):
        fix = cut(source, start, end, _SEPARATOR.sub(" ", text))
        raise QueryError("separator", start + found.start() + 1, {"sign": found.group()}, fix)
    if found := _QUESTION.search(text):
        fix = cut(source, start, end, f"{text[: found.start()]}*")
        raise QueryError("question_mark", start + found.start() + 1, fix=fix)


def _replaced(text: str, found: re.Match[str], instead: str) -> str:
    return text[: found.start()] + instead + text[found.end() :]
