"""Records of delimited text, read one by one and forgivingly; the fast reader falls back on this."""

import re
from dataclasses import dataclass

_NEWLINE, _RETURN, _QUOTE, _BACKSLASH = b"\n", b"\r", b'"', b"\\"
_RETURN_ENDS = (b"\r\n", b"\r")  # the second at the end of the data


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it starts and ends in the data (bytes), and its fields or what is wrong with it."""

    start: int
    end: int
    fields: list[bytes]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Lexer:
    """Reads records of one delimiter (one byte); `quoted` is false where `"` means nothing."""

    delimiter: bytes
    quoted: bool
    limit: int

    def records(self, data: bytes, *, at_end: bool) -> tuple[list[Record], int]:
        """Return the complete records of a block and how many of its bytes they take.

        A quotation mark that never closes spoils its own line only: reading goes on with the next line.
        Blank lines are left out.

        >>> lexer = Lexer(b",", True, 100)
        >>> [record.fields for record in lexer.records(b'a,"b""c"\\n\\n5" pipe,x\\n', at_end=True)[0]]
        [[b'a', b'b"c'], [b'5" pipe', b'x']]
        """
        found: list[Record] = []
        position = 0
        while position < len(data):
            record = self._next(data, position, at_end)
            if record is None:
                break
            if record.fault or record.fields != [b""] or data[position : position + 1] == _QUOTE:
                found.append(record)
            position = record.end
        return found, position

    def _next(self, data: bytes, start: int, at_end: bool) -> Record | None:
        line_end = data.find(_NEWLINE, start)
        if line_end < 0 and not at_end:
            return None
        stop = len(data) if line_end < 0 else line_end
        after = min(stop + 1, len(data))
        if stop - start > self.limit:
            return _too_long(Record(start, after, []))
        if not self.quoted or data.find(_QUOTE, start, stop) < 0:
            return Record(start, after, _without_return(data[start:stop]).split(self.delimiter))
        record = self._quoted_record(data, start, at_end)
        if record is None and (at_end or len(data) - start > self.limit):
            return Record(start, after, [], "unclosed")
        if record is None or not record.fault:
            return record if record is None or record.end - start <= self.limit else _too_long(record)
        return Record(start, after, [], record.fault)

    def _quoted_record(self, data: bytes, start: int, at_end: bool) -> Record | None:
        fields: list[bytes] = []
        position = start
        while True:
            if data[position : position + 1] == _QUOTE:
                value, position = self._quoted_field(data, position, at_end)
                if value is None:
                    return None if position < 0 else Record(start, start, [], "unclosed")
            else:
                value, position = self._plain_field(data, position)
            fields.append(value)
            if data[position : position + 1] != self.delimiter:
                return self._finished(data, start, position, fields, at_end)
            position += 1

    def _finished(
        self, data: bytes, start: int, position: int, fields: list[bytes], at_end: bool
    ) -> Record | None:
        if position >= len(data):
            return Record(start, len(data), fields) if at_end else None
        return Record(start, data.index(_NEWLINE, position) + 1, fields)

    def _plain_field(self, data: bytes, start: int) -> tuple[bytes, int]:
        line_end = data.find(_NEWLINE, start)
        stop = len(data) if line_end < 0 else line_end
        end = data.find(self.delimiter, start, stop)
        if end < 0:
            return _without_return(data[start:stop]), stop
        return data[start:end], end

    def _quoted_field(self, data: bytes, start: int, at_end: bool) -> tuple[bytes | None, int]:
        """Return a quoted field and where it ends; no value and −1 when more data is needed, else a fault."""
        parts: list[bytes] = []
        position = start + 1
        while True:
            quote = data.find(_QUOTE, position)
            if quote < 0:
                return None, -1
            follower = data[quote + 1 : quote + 2]
            if follower == _QUOTE:
                parts.append(data[position : quote + 1])
                position = quote + 2
                continue
            if not follower and not at_end:
                return None, -1
            if self._closes(data, quote):
                return b"".join([*parts, data[position:quote]]), self._past_return(data, quote + 1)
            if data.find(_NEWLINE, start, quote) >= 0:
                return None, quote
            if data[quote - 1 : quote] == _BACKSLASH:
                parts.append(data[position : quote - 1] + _QUOTE)
                position = quote + 1
            elif self._closing_later(data, quote + 1):
                parts.append(data[position : quote + 1])
                position = quote + 1
            else:
                rest, end = self._plain_field(data, quote + 1)
                return b"".join([*parts, data[position:quote], rest]), end

    def _closes(self, data: bytes, quote: int) -> bool:
        follower = data[quote + 1 : quote + 2]
        return (
            not follower
            or follower in (self.delimiter, _NEWLINE)
            or data[quote + 1 : quote + 3] in _RETURN_ENDS
        )

    def _closing_later(self, data: bytes, position: int) -> bool:
        """Tell whether a quotation mark inside a quoted field is meant literally: the field closes on this line."""
        line_end = data.find(_NEWLINE, position)
        line = data[position : len(data) if line_end < 0 else line_end]
        return re.search(b'"(' + re.escape(self.delimiter) + b"|\r?$)", line) is not None

    @staticmethod
    def _past_return(data: bytes, position: int) -> int:
        return position + 1 if data[position : position + 2] in _RETURN_ENDS else position


def _too_long(record: Record) -> Record:
    return Record(record.start, record.end, [], "too_long_row")


def _without_return(line: bytes) -> bytes:
    return line[:-1] if line.endswith(_RETURN) else line
