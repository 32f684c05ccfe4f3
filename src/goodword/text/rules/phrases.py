r"""The notation of a lexicon: what a person writes, as the code points that are looked for.

A phrase is written as it is said. `(late|slow) reply` stands for both, `disappoint*` for every word that begins
so, `_` for one word, `...` for up to three words or six Chinese characters within a clause, `..` for up to one word
or three characters; neither runs over a negation (not, 不). `\)` is a bracket itself.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from goodword.core.errors import InputError

# Code points that no text holds (private use), standing for the signs of the notation.
REST_OF_WORD, ONE_WORD, GAP, SHORT_GAP = range(0x10FF01, 0x10FF05)

_SIGNS = (
    (re.compile(r" *(?:\.\.\.|…) *"), chr(GAP)),
    (re.compile(r" *\.\. *"), chr(SHORT_GAP)),
    (re.compile(r"(?<!\S)_(?!\S)"), chr(ONE_WORD)),
    (re.compile(r"\*"), chr(REST_OF_WORD)),
    (re.compile(r"  +"), " "),
    (re.compile(r"(?m)^ | $"), ""),
)
_NEVER_LAST = (chr(GAP), chr(SHORT_GAP))
_NEVER_FIRST = (chr(REST_OF_WORD), chr(ONE_WORD), *_NEVER_LAST)
_PIECES = re.compile(r"\\.|[()|]|[^\\()|]+")
_MOST_VARIANTS = 1000


def literal(text: str) -> str:
    """Return the phrase that stands for a text as it is; what is a sign of the notation wherever it stands is left out.

    >>> literal("iOS|Android (beta)"), literal("C* …")
    ('iOS\\\\|Android \\\\(beta\\\\)', 'C')
    """
    plain = re.sub(r"\*|\.\.+|(?<!\S)_(?!\S)", " ", normalize("NFKC", text))
    return " ".join(re.sub(r"[()|\\]", r"\\\g<0>", plain).split())


def split(block: str) -> list[str]:
    """Return the phrases of a block of text: separated by commas or lines, `#` begins a note.

    >>> split("too late, never (came|arrived)  # both\\n太慢，没送到")
    ['too late', 'never (came|arrived)', '太慢', '没送到']
    """
    lines = (re.split(r"(?:^|\s)# ", line)[0] for line in block.splitlines())
    return [phrase for line in lines for each in re.split("[,，]", line) if (phrase := each.strip())]


def variants(phrase: str) -> list[str]:
    """Return every phrase that the alternatives in brackets stand for.

    >>> variants("(so |)(late|(very |)slow)")
    ['so late', 'so very slow', 'so slow', 'late', 'very slow', 'slow']
    """
    if not re.search(r"[()|\\]", phrase):
        return [phrase]
    levels: list[tuple[list[str], list[str]]] = [([], [""])]  # of each open bracket: done, being written
    for piece in _PIECES.findall(phrase):
        done, current = levels[-1]
        if piece == "(":
            levels.append(([], [""]))
        elif piece == ")" and len(levels) > 1:
            levels.pop()
            before = levels[-1][1]
            before[:] = [head + tail for head in before for tail in (*done, *current)]
        elif piece == "|" and len(levels) > 1:
            done += current
            current[:] = [""]
        elif piece in "()|":
            raise InputError(f"“{phrase}” has {piece} out of place. Write (this|that), each ( with its ).")
        else:
            current[:] = [head + piece.removeprefix("\\") for head in current]
    if len(levels) > 1:
        raise InputError(f"“{phrase}” opens a bracket that it does not close. Write each ( with its ).")
    found = list(dict.fromkeys(levels[0][1]))
    if len(found) > _MOST_VARIANTS:
        raise InputError(
            f"“{phrase}” stands for {len(found)} phrases, more than {_MOST_VARIANTS}. Write it as several."
        )
    return found


def is_phrase(text: str) -> bool:
    """Whether a text follows the notation, so that it can be looked for.

    >>> is_phrase("(late|slow) reply"), is_phrase(":)"), is_phrase("*")
    (True, False, False)
    """
    try:
        compiled([text])
    except InputError:
        return False
    return True


def compiled(phrases: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return all variants as they are looked for, folded like texts, and for each the number of its phrase."""
    from ..characters import characters  # compiled code: only where something is looked for

    folded = characters(phrases)
    found, origin = [], []
    for number in range(len(phrases)):
        for variant in variants(folded.text(number)):
            found.append(variant)
            origin.append(number)
    found = _with_signs(found)
    for variant, number in zip(found, origin, strict=True):
        if not variant or variant[0] in _NEVER_FIRST or variant[-1] in _NEVER_LAST:
            raise InputError(
                f"“{phrases[number]}” is no phrase. Begin and end with a word; write … or * after one."
            )
    return found, origin


def _with_signs(phrases: Iterable[str]) -> list[str]:
    lines = "\n".join(phrases)
    for written, sign in _SIGNS:
        lines = written.sub(sign, lines)
    return lines.split("\n")
