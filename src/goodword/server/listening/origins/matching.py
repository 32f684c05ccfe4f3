"""Which mentions come from a known account, and what that makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from goodword.core.vocabulary import LabelledBy, Origin, Stimulus

from .models import KnownAccount

Kind = KnownAccount.Kind
ACCOUNT = LabelledBy.ACCOUNT.value
ASSUMED = (Origin.CONSUMER.value, Stimulus.ORGANIC.value)  # of whoever is not known
_SAID = {
    Kind.BRAND: (Origin.BRAND.value, Stimulus.ORGANIC.value),
    Kind.EMPLOYEE: (Origin.EMPLOYEE.value, Stimulus.ORGANIC.value),
    Kind.PAID: (Origin.PAID.value, Stimulus.STIMULATED.value),
    Kind.REWARDED: (Origin.CONSUMER.value, Stimulus.STIMULATED.value),
}


def folded(handle: str) -> str:
    """Return a handle as it is compared: without a leading @, in small letters.

    >>> folded(" @Ada@School.example")
    'ada@school.example'
    """
    return handle.strip().removeprefix("@").casefold()


def is_unique(handle: str) -> bool:
    """Whether a folded handle says where it is, so that nobody else can take it at another place.

    >>> is_unique("ada@school.example"), is_unique("u/ada"), is_unique("did:plc:7"), is_unique("ada")
    (True, True, True, False)
    """
    return any(sign in handle for sign in "@/:")


@dataclass(frozen=True, slots=True)
class Accounts:
    """A brand's known accounts, by their folded handle."""

    by_handle: Mapping[str, list[KnownAccount]] = field(default_factory=dict)

    def said_of(self, row: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return origin and stimulus of a mention, from its source, author's ids and names, and moment."""
        for name in _names(row):
            for account in self.by_handle.get(name, ()):
                if _is_place(account, row) and _is_then(account, row["published_at"]):
                    return _SAID[Kind(account.kind)]
        return None


def accounts_of(brand_id: int) -> Accounts:
    """Return the known accounts of a brand."""
    found: dict[str, list[KnownAccount]] = {}
    for account in KnownAccount.objects.filter(brand_id=brand_id).order_by("-platform", "pk"):
        found.setdefault(account.folded, []).append(account)
    found.pop("", None)
    return Accounts(found)


def label_rows(brand_id: int, rows: Iterable[dict[str, Any]]) -> None:
    """Write origin, who said so and stimulus into rows about to be stored."""
    accounts = accounts_of(brand_id)
    for row in rows:
        said = accounts.said_of(row)
        origin, stimulus = said or ASSUMED
        row.update(origin=origin, stimulus=stimulus, origin_by=ACCOUNT if said else "")


def _names(row: Mapping[str, Any]) -> list[str]:
    """Return what tells an author from all others, folded: the name anybody can give themselves only where it is all."""
    own, handle = folded(row["author_id"] or ""), folded(row["author_handle"] or "")
    if not (own or handle):
        return [folded(row["author"] or "")]
    return [own, handle, f"{handle}@{(row['source'] or '').casefold()}"]  # servers leave out their own host


def _is_place(account: KnownAccount, row: Mapping[str, Any]) -> bool:
    platform = account.platform.casefold()
    if not platform:
        return is_unique(account.folded)
    source = (row["source"] or "").casefold()
    return platform in (source, row["source_type"]) or source.endswith(f".{platform}")


def _is_then(account: KnownAccount, moment: datetime | None) -> bool:
    if account.since is None and account.until is None:
        return True
    if moment is None:
        return False
    day = moment.date()
    return (account.since or date.min) <= day <= (account.until or date.max)
