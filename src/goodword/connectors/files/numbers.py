"""Numbers the way people write them: thousands separators, decimal commas, currency signs, stars."""

import re
import unicodedata
from collections.abc import Iterable

_CURRENCY = re.compile(r"^(?:[A-Z]{3}|US\$|[$€£¥₹₩元])\s*|\s*(?:[A-Z]{3}|[$€£¥₹₩元])$")
_RATING = re.compile(
    r"(?:rated\s+)?(\d+(?:[.,]\d+)?)\s*(?:/\s*\d+|out of \d+(?:\s*stars?)?|stars?|points?|星|颗星|分)", re.I
)
_STARS = re.compile(r"([★⭐]+)️?[☆]*")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}
_CANONICAL = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))")
_DASHES = str.maketrans({"−": "-", "–": "-", "٫": "."})


def plain_number(value: str, decimal: str | None = None) -> str | None:
    """Return a number as `-1234.5`, None when it is none.

    `decimal` (`,` or `.`) is what the column uses; without it, a comma before exactly three digits groups thousands.

    >>> [plain_number(value) for value in ("1.234,50 €", "1,234", "3,50", "(12.00)", "4.5/5", "★★★☆☆", "many")]
    ['1234.50', '1234', '3.50', '-12.00', '4.5', '3', None]
    >>> plain_number("1,234", ",")
    '1.234'
    """
    text = unicodedata.normalize("NFKC", value).translate(_DASHES).strip()
    if stars := _STARS.fullmatch(text):
        return str(len(stars[1]))
    if rating := _RATING.fullmatch(text):
        text = rating[1]
    negative = text.startswith("-") or text.endswith("-") or (text.startswith("(") and text.endswith(")"))
    text = _CURRENCY.sub("", _CURRENCY.sub("", text.strip("+-() ")).strip("+- "))
    text = _one_point(_SPACES.sub("", text), decimal)
    if not _CANONICAL.fullmatch(text):
        return None
    return f"-{text}" if negative else text


def _one_point(text: str, decimal: str | None) -> str:
    commas, points = text.count(","), text.count(".")
    if commas and points:
        group, point = (",", ".") if text.rindex(".") > text.rindex(",") else (".", ",")
        whole, _, rest = text.rpartition(point)
        return f"{whole.replace(group, '')}.{rest}" if _GROUPED[group].fullmatch(whole) else ""
    mark = "," if commas else "."
    if not commas and not points:
        return text
    grouped = _GROUPED[mark].fullmatch(text) is not None
    if grouped and (decimal not in (None, mark) or text.count(mark) > 1 or (decimal is None and mark == ",")):
        return text.replace(mark, "")
    return text.replace(mark, ".") if text.count(mark) == 1 else ""


def decimal_mark(values: Iterable[str]) -> str | None:
    """Return the decimal mark (`,` or `.`) some values prove, None when none or both do.

    >>> decimal_mark(["1,234", "3,50"]), decimal_mark(["1,234", "7"]), decimal_mark(["3,50", "3.50"])
    (',', None, None)
    """
    found: set[str] = set()
    for value in values:
        digits = "".join(c for c in unicodedata.normalize("NFKC", value) if c.isdigit() or c in ",.").strip(
            ",."
        )
        commas, points = digits.count(","), digits.count(".")
        if commas and points:
            found.add("." if digits.rindex(".") > digits.rindex(",") else ",")
        elif commas + points > 1:
            found.add("." if commas else ",")
        elif commas + points == 1:
            mark = "," if commas else "."
            if len(digits) - digits.index(mark) - 1 != 3:
                found.add(mark)
    return found.pop() if len(found) == 1 else None
