"""How a text file separates its columns, and where its data begins."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .headers import has_header, unique_names
from .lexing import Lexer
from .limits import Limits
from .messages import Reason, counted, reason
from .problems import problem

_WEIGHTS = {
    ",": 1.0,
    "\t": 1.0,
    ";": 1.0,
    "|": 1.0,
    "\x1f": 1.0,
    "\x01": 1.0,
    "^": 0.8,
    "~": 0.8,
    ":": 0.6,
    " ": 0.4,
}
_SURE = ",\t;|\x1f\x01"
_ENOUGH, _BEYOND_DOUBT = 0.5, 0.95
_ROWS = 200
_TITLE_ROWS = 10
_EXCEL_HINT = re.compile(r'"?sep=(.)"?\s*')
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """A delimiter (one ASCII character), whether `"` quotes, and how many records stand before the data."""

    delimiter: str
    quoted: bool
    leading: int


def detect_dialect(
    head: bytes, *, complete: bool, delimiter: str | None, header: bool | None, limits: Limits, name: str = ""
) -> tuple[Dialect, tuple[str, ...], tuple[Reason, ...]]:
    """Return the dialect of a text, its column names and remarks, from its first bytes as UTF-8.

    `delimiter` and `header` override what would be found; `name` is what the file is called. Raises FileError when
    there are no rows at all.

    >>> detect_dialect(b"a;b\\n1,5;2,5\\n", complete=True, delimiter=None, header=None, limits=Limits())[:2]
    (Dialect(delimiter=';', quoted=True, leading=1), ('a', 'b'))
    """
    hint, notes = _excel_hint(head), list[Reason]()
    found, quoted = _delimiter(head, complete, delimiter or hint, limits)
    rows = _rows(head, found, quoted, complete, limits)
    if not rows:
        raise problem("no_rows", name=name)
    skipped = (1 if hint else 0) + _title_rows(rows[1 if hint else 0 :])
    rows = rows[skipped:]
    if skipped > (1 if hint else 0):
        notes.append(reason("title_lines", lines=counted(skipped, "line", "lines", "行")))
    named = bool(rows) and (has_header(rows[:_ROWS]) if header is None else header)
    width = len(rows[0]) if rows else 1
    names = _names(rows) if named else tuple(f"column_{i + 1}" for i in range(_usual(rows) or width))
    if not named:
        notes.append(reason("no_header"))
    return Dialect(found, quoted, skipped + named), names, tuple(notes)


def _excel_hint(head: bytes) -> str | None:
    first = head[:20].split(b"\n", 1)[0].decode("utf-8", "replace").strip("\r")
    found = _EXCEL_HINT.fullmatch(first)
    return found[1] if found else None


def _delimiter(head: bytes, complete: bool, given: str | None, limits: Limits) -> tuple[str, bool]:
    if given is not None:
        given = {"\\t": "\t", "tab": "\t"}.get(given, given)
        if len(given) != 1 or not given.isascii() or given in '"\r\n':
            raise problem("not_delimiter", given=given)
        return given, not _quotes_mean_nothing(head, given, complete, limits)
    scores = {}
    for candidate, weight in _WEIGHTS.items():
        if candidate.encode() in head:
            share = _consistency(head, candidate, complete, limits)
            if share >= (_ENOUGH if candidate in _SURE else _BEYOND_DOUBT):
                scores[candidate] = weight * share
    best = max(scores, key=lambda candidate: scores[candidate], default="")
    if not best:
        unused = next((c for c in "\x1f\x1e\x01\t" if c.encode() not in head), "\x1f")
        return unused, True
    return best, not _quotes_mean_nothing(head, best, complete, limits)


def _consistency(head: bytes, delimiter: str, complete: bool, limits: Limits) -> float:
    """Return 0 to 1: how many rows have the same number (above one) of columns, and the first row among them."""
    quoted = not _quotes_mean_nothing(head, delimiter, complete, limits)
    widths = [len(row) for row in _rows(head, delimiter, quoted, complete, limits)]
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0
    usual, count = several.most_common(1)[0]
    titled = delimiter in _SURE and _starts_late(widths, usual)
    unnamed = widths[0] == usual - 1 and usual > 2
    share = count / max(len(widths) - (titled or unnamed), 1)
    fits = titled or unnamed or widths[0] == usual
    return share * (1.0 if fits else 0.4) * (0.97 + 0.003 * min(usual, 10))


def _starts_late(widths: Sequence[int], usual: int) -> int:
    """Return how many narrower rows (a title) stand before the first row of the usual width, 0 if no title."""
    if usual < 3 or usual not in widths:
        return 0
    first = widths.index(usual)
    rest = widths[first:]
    steady = rest.count(usual) >= 0.9 * len(rest) and len(rest) >= 2
    narrow = all(width <= max(1, usual // 2) for width in widths[:first])
    return first if steady and narrow and first <= _TITLE_ROWS else 0


def _title_rows(rows: Rows) -> int:
    widths = [len(row) for row in rows]
    usual = _usual(rows)
    return _starts_late(widths, usual) if usual else 0


def _usual(rows: Rows) -> int:
    widths = Counter(len(row) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0


def _names(rows: Rows) -> tuple[str, ...]:
    """Return the names in the first row; R writes none over its row numbers, others end each row with a delimiter."""
    first, below = rows[0], rows[1:]
    wider = [row for row in below if len(row) == len(first) + 1]
    if below and len(wider) >= 0.9 * len(below):
        if all(not row[-1].strip() for row in wider):
            return unique_names([*first, ""])
        if all(row[0] == str(i) for i, row in enumerate(wider, start=1)):
            return unique_names(["row", *first])
    return unique_names(first)


def _rows(head: bytes, delimiter: str, quoted: bool, complete: bool, limits: Limits) -> Rows:
    lexer = Lexer(delimiter.encode(), quoted, limits.record_bytes)
    records, _ = lexer.records(head, at_end=complete)
    if not records and head.strip():
        records, _ = lexer.records(head, at_end=True)
    rows = [
        [field.decode("utf-8", "replace") for field in record.fields]
        for record in records[:_ROWS]
        if not record.fault
    ]
    return [row for row in rows if len(row) > 1 or row[0].strip()]


def _quotes_mean_nothing(head: bytes, delimiter: str, complete: bool, limits: Limits) -> bool:
    """Tell whether quotation marks are just text: reading them as quotes fails, ignoring them does not."""
    if b'"' not in head:
        return False
    plain = [len(row) for row in _rows(head, delimiter, False, complete, limits)]
    if len(plain) < 5:
        return False
    usual, count = Counter(plain).most_common(1)[0]
    if usual < 2 or count < 0.98 * len(plain):
        return False
    lexer = Lexer(delimiter.encode(), True, limits.record_bytes)
    quoted = [len(record.fields) for record in lexer.records(head, at_end=complete)[0][:_ROWS]]
    return quoted.count(usual) < 0.98 * len(quoted)


def detect_sheet_header(
    rows: Rows, *, header: bool | None
) -> tuple[int, tuple[str, ...], tuple[Reason, ...]]:
    """Return how many rows of a sheet stand before its data, its column names, and remarks.

    >>> detect_sheet_header([["", ""], ["id", "text"], ["1", "fine"]], header=None)
    (2, ('id', 'text'), ())
    """
    notes: tuple[Reason, ...] = ()
    filled = [i for i in range(min(len(rows), _ROWS + _TITLE_ROWS)) if any(rows[i])]
    trimmed = [rows[i][: _filled_width(rows[i])] for i in filled]
    title = _starts_late([len(row) for row in trimmed], _usual(trimmed))
    if title:
        notes = (reason("title_lines", lines=counted(filled[title], "line", "lines", "行")),)
    first, shown = filled[title], [rows[i] for i in filled[title:]]
    width = len(rows[first])
    if has_header(shown) if header is None else header:
        return first + 1, unique_names(rows[first]), notes
    names = tuple(f"column_{i + 1}" for i in range(width))
    return first, names, (*notes, reason("no_header"))


def _filled_width(row: Sequence[str]) -> int:
    return max((i + 1 for i, cell in enumerate(row) if cell), default=0)
