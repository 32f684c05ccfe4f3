"""What goes wrong at a source, and what a connector has to say then."""

from enum import StrEnum

from ..protocol import GapReason

RETRY_AFTER = 7


class Fault(StrEnum):
    """One failing answer."""

    LIMITED = "limited"  # 429 with Retry-After: 7
    REFUSED = "refused"  # 403
    OUTAGE = "outage"  # 500
    TRUNCATED = "truncated"  # the first half of the answer, with status 200
    HTML = "html"  # a web page with status 200
    SILENT = "silent"  # the connection breaks off before an answer

    @property
    def reason(self) -> GapReason:
        """The reason a connector has to give for it."""
        return _REASONS[self]


_REASONS = {
    Fault.LIMITED: GapReason.RATE_LIMITED,
    Fault.REFUSED: GapReason.REFUSED,
    Fault.OUTAGE: GapReason.OUTAGE,
    Fault.TRUNCATED: GapReason.UNREADABLE,
    Fault.HTML: GapReason.UNREADABLE,
    Fault.SILENT: GapReason.OUTAGE,
}
