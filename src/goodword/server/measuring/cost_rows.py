"""Costs as people write them: one in a form, many in a file, each checked in a sentence."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.ids import content_key
from goodword.core.money import Money
from goodword.core.vocabulary import Channel, CostKind

MOST_ROWS, MOST_BYTES = 10_000, 2_000_000
_COLUMNS = ("kind", "amount", "first_day", "last_day", "channel", "programme", "note", "key")
_NEEDED = _COLUMNS[:3]
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)
_MOST_MINOR = 2**53


@dataclass(frozen=True, slots=True)
class CostRow:
    """Money spent over some days, in minor units; an empty channel stands for all of them together."""

    kind: str
    amount_minor: int
    first_day: date
    last_day: date
    channel: str = ""
    programme: str = ""
    note: str = ""
    key: str = ""

    @property
    def own_key(self) -> str:
        """The key it was given, or one that the same cost has again."""
        return self.key or content_key(
            self.kind,
            self.amount_minor,
            self.first_day,
            self.last_day,
            self.channel,
            self.programme,
            self.note,
        )

    def checked(self) -> "CostRow":
        """Return it when it can be kept; InputError says what is wrong."""
        if self.kind not in set(CostKind):
            raise InputError(
                _("%(kind)s is no kind of cost. Choose one of: %(known)s.")
                % {"kind": repr(self.kind), "known": ", ".join(CostKind)}
            )
        if self.channel and self.channel not in set(Channel):
            raise InputError(
                _("%(channel)s is no channel. Choose one of: %(known)s; or leave it empty for all channels.")
                % {"channel": repr(self.channel), "known": ", ".join(Channel)}
            )
        if not 0 < self.amount_minor <= _MOST_MINOR:
            raise InputError(
                _("The amount must be more than zero. What came back is entered as a smaller amount.")
            )
        if self.last_day < self.first_day:
            raise InputError(_("The last day is before the first. Swap them."))
        if self.first_day < _FIRST or self.last_day > _LAST:
            raise InputError(_("Give days between the years 1990 and 2199."))
        for value, most in ((self.programme, 64), (self.note, 500), (self.key, 64)):
            if len(value) > most:
                raise InputError(
                    _("%(text)s… is longer than %(most)d characters.") % {"text": value[:20], "most": most}
                )
        return self


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a line of a file was not taken."""

    line: int
    text: str


def row_of(given: Mapping[str, str], currency: str) -> CostRow:
    """Return a cost as somebody wrote it, amounts in whole units such as 120.50; InputError says what cannot be read."""
    said = {name: (given.get(name) or "").strip() for name in _COLUMNS}
    for name in _NEEDED:
        if not said[name]:
            raise InputError(_("%(column)s is empty.") % {"column": name})
    first = _day(said["first_day"])
    return CostRow(
        kind=said["kind"].lower(),
        amount_minor=_amount(said["amount"], currency),
        first_day=first,
        last_day=_day(said["last_day"]) if said["last_day"] else first,
        channel=said["channel"].lower(),
        programme=said["programme"],
        note=said["note"],
        key=said["key"],
    ).checked()


def rows_of(data: bytes, currency: str) -> tuple[list[CostRow], list[RowProblem]]:
    """Return the costs of a CSV file, and what is wrong with the lines that hold none; InputError for what is no such file."""
    if len(data) > MOST_BYTES:
        raise InputError(_("The file is larger than 2 MB. Split it."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_("The file is not UTF-8. Save it as CSV UTF-8.")) from None
    lines = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
    header = [(name or "").strip().lower() for name in lines.fieldnames or ()]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise InputError(
            _("The file has no column %(column)s. Expected: %(columns)s.")
            % {"column": missing[0], "columns": ", ".join(_COLUMNS)}
        )
    lines.fieldnames = header
    rows: list[CostRow] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise InputError(_("The file has more than %(most)d rows. Split it.") % {"most": MOST_ROWS})
        try:
            rows.append(
                row_of(
                    {name: str(value) for name, value in line.items() if name and value is not None}, currency
                )
            )
        except InputError as error:
            problems.append(RowProblem(lines.line_num, str(error)))
    return rows, problems


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            _("%(text)s is no day. Write it as 2026-03-01.") % {"text": repr(text[:40])}
        ) from None


def _amount(text: str, currency: str) -> int:
    try:
        return Money.parse(text, currency).minor
    except InputError:
        raise InputError(
            _("%(text)s is no amount in %(currency)s. Write it as 120.50, without separators or signs.")
            % {"text": repr(text[:40]), "currency": currency}
        ) from None
