"""What other apps may use of the audit trail."""

from .actions import record, snapshot
from .chain import BrokenLink, broken_links
from .models import AppendOnlyError

__all__ = ["AppendOnlyError", "BrokenLink", "broken_links", "record", "snapshot"]
