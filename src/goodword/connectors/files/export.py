"""The one way data leaves as CSV: formulas neutralised, streamed, readable by Excel in any language."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import BinaryIO

from .batches import Reject

_BOM = b"\xef\xbb\xbf"
_ROWS_AT_ONCE = 500
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠|%")
_INVISIBLE = " \u00a0\u3000\ufeff\u200b\u200c\u200d\u2060\u00ad\u2028\u2029\x0b\x0c\x00"
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?")
_REPORT_HEADERS = {"en": ("line", "column", "reason", "value"), "zh": ("行", "列", "原因", "值")}
Row = Mapping[str, object] | Sequence[object]


def safe_cell(value: object) -> str:
    """Return a value as the text of a spreadsheet cell that cannot run as a formula.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; plain numbers stay as they are.

    >>> [safe_cell(value) for value in ("=1+1", " @cmd", "-3.5", "fine", None, "＝A1", -2)]
    ["'=1+1", "' @cmd", '-3.5', 'fine', '', "'＝A1", '-2']
    """
    text = _text(value)
    if not text or (text[0].isalnum() and text[0].isascii()):
        return text
    core = text.lstrip(_INVISIBLE)
    risky = text[0] in _FORMULA_STARTS or (core and core[0] in _FORMULA_STARTS)
    if not risky or _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def csv_lines(
    rows: Iterable[Row], columns: Sequence[str], *, bom: bool = True, header: bool = True
) -> Iterator[bytes]:
    """Yield a CSV file piece by piece: UTF-8, CRLF line ends, a byte order mark so that Excel reads Chinese.

    Rows are mappings by column name or sequences in the order of `columns`; without a header they go on with a file.

    >>> b"".join(csv_lines([{"text": "=1"}], ["text"], bom=False))
    b"text\\r\\n'=1\\r\\n"
    """
    if bom:
        yield _BOM
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if header:
        writer.writerow([safe_cell(column) for column in columns])
    for number, row in enumerate(rows, start=1):
        cells = [row.get(column) for column in columns] if isinstance(row, Mapping) else row
        writer.writerow([safe_cell(cell) for cell in cells])
        if number % _ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def write_csv(rows: Iterable[Row], columns: Sequence[str], stream: BinaryIO, *, bom: bool = True) -> int:
    """Write a CSV file to a binary stream; return the number of bytes written. See `csv_lines`."""
    return sum(stream.write(piece) for piece in csv_lines(rows, columns, bom=bom))


def reject_report(
    rejects: Iterable[Reject], *, language: str = "en", bom: bool = True, header: bool = True
) -> Iterator[bytes]:
    """Yield the downloadable report of rejected rows (line, column, reason, value) as CSV, in `en` or `zh`.

    Without byte order mark and header it goes on with a report.
    """
    chinese = language.startswith("zh")
    rows = (
        (r.line, r.column or "", r.reason_zh if chinese and r.reason_zh else r.reason, r.value)
        for r in rejects
    )
    return csv_lines(rows, _REPORT_HEADERS["zh" if chinese else "en"], bom=bom, header=header)
