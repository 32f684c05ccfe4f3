"""The hash chain: what a link is made of, and where a chain is broken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from goodword.core.time import to_microseconds

from .models import Entry, Head

_LINKED = (
    "organisation_id", "brand_id", "sequence", "actor_kind", "actor_id", "actor_name", "action", "target_kind",
    "target_id", "target_name", "before", "after", "previous_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry of a chain that does not fit, and why."""

    organisation_id: int
    sequence: int
    reason: str


def entry_hash(entry: Entry) -> str:
    """Return the SHA-256 of an entry's content and of the hash before it."""
    content = {name: getattr(entry, name) for name in _LINKED}
    content["at"] = to_microseconds(entry.at)
    payload = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()


def first_broken_link(organisation_id: int) -> BrokenLink | None:
    """Walk one organisation's chain; return its first broken link, or None when it is whole."""
    entries = Entry.objects.filter(organisation_id=organisation_id).order_by("sequence")
    expected_hash, expected_sequence = "", 1
    for entry in entries.iterator(chunk_size=2000):
        reason = _fault(entry, expected_sequence, expected_hash)
        if reason:
            return BrokenLink(organisation_id, expected_sequence, reason)
        expected_hash, expected_sequence = entry.hash, entry.sequence + 1
    return _loose_end(organisation_id, expected_sequence - 1, expected_hash)


def _loose_end(organisation_id: int, last: int, last_hash: str) -> BrokenLink | None:
    """Compare a chain's last entry with what the trail counted apart from it."""
    head = Head.objects.filter(organisation_id=organisation_id).first()
    counted, counted_hash = (head.sequence, head.hash) if head else (0, "")
    if counted > last:
        return BrokenLink(
            organisation_id, last + 1, _("the chain ends early: entries are missing at its end")
        )
    if counted < last:
        reason = _("it was never counted: it was added outside the trail, or the trail's count was lost")
        return BrokenLink(organisation_id, counted + 1, reason)
    if counted_hash != last_hash:
        return BrokenLink(organisation_id, last, _("its content was changed after it was written"))
    return None


def _fault(entry: Entry, sequence: int, previous_hash: str) -> str:
    if entry.sequence != sequence:
        return _("entry %(sequence)s is missing") % {"sequence": sequence}
    if entry.previous_hash != previous_hash:
        return _("it does not follow from the entry before it")
    if entry.hash != entry_hash(entry):
        return _("its content was changed after it was written")
    return ""


def broken_links(organisation_ids: Iterable[int]) -> list[BrokenLink]:
    """Return the first broken link of every chain that has one."""
    return [broken for each in organisation_ids if (broken := first_broken_link(each))]
