"""Refunds against their purchase: of the same currency, and together no more than it was."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.events import EventKind

from .crediting import put
from .logs import event_log
from .models import Report

PURCHASE = "purchase_event_id"  # in a refund's extra: which purchase it belongs to
_INHERITED = (
    "channel", "lever", "tie_strength", "segment", "programme_id", "link_id", "referrer_id", "root_id", "depth",
)  # fmt: skip


class Purchases:
    """The purchases that the refunds of a batch name, with what has come back of each; the brand's reports are held."""

    def __init__(self, brand_id: int, keys: Collection[str], fresh: Mapping[str, Report]) -> None:
        self._known = {key: fresh[key] for key in keys if key in fresh}
        kept = Report.objects.filter(brand_id=brand_id, key__in=set(keys) - self._known.keys())
        self._known |= {report.key: report for report in kept}
        if missing := set(keys) - self._known.keys():
            self._known |= _adopted(brand_id, missing)
        self._back: dict[str, int] = defaultdict(int)
        pks = [report.pk for report in self._known.values() if report.pk]
        sums = Report.objects.filter(refund_of_id__in=pks).values_list("refund_of__key")
        self._back |= {key: -(total or 0) for key, total in sums.annotate(Sum("amount_minor"))}

    def settle(self, refund: Report, key: str) -> str:
        """Tie a refund to its purchase; return why it cannot be, in a sentence, or nothing."""
        purchase = self._known.get(key)
        if purchase is None or purchase.kind != EventKind.PURCHASE:
            return _("No purchase has the event_id %(key)s. Report the purchase first.") % {"key": key[:80]}
        if refund.amount_minor is None or purchase.amount_minor is None:
            return _("A refund of a purchase needs the amounts of both.")
        if refund.currency != purchase.currency:
            return _("The purchase was paid in %(paid)s. Refund it in the same currency.") % {
                "paid": purchase.currency
            }
        left = purchase.amount_minor - self._back[key]
        if -refund.amount_minor > left:
            return _("Of this purchase %(left)s can still come back, in minor units. Refund no more.") % {
                "left": left
            }
        self._back[key] -= refund.amount_minor
        refund.refund_of = purchase
        _inherit(refund, purchase)
        return ""


def _inherit(refund: Report, purchase: Report) -> None:
    """Let a refund belong to whom and to what its purchase belongs, unless it says so itself."""
    event, bought = refund.event, purchase.event
    put(event, **{PURCHASE: purchase.key})
    if not any(event.get(name) for name in ("link_id", "referrer_id", "root_id")):
        event |= {name: bought[name] for name in _INHERITED if event.get(name) is None and name in bought}
    if not event.get("person_id") and not refund.click_id:
        event["person_id"] = bought.get("person_id")
        refund.click_id = "" if event["person_id"] else purchase.click_id


def _adopted(brand_id: int, keys: set[str]) -> dict[str, Report]:
    """Return the purchases that came into the log another way, as reports, with the refunds the log has of them."""
    purchases, refunds = {}, []
    wanted = pa.array(sorted(keys), pa.string())
    with event_log(brand_id).snapshot() as snapshot:
        for batch in snapshot.scan(kinds=[EventKind.PURCHASE, EventKind.REFUND]):
            own = pc.is_in(batch.column("event_id"), value_set=wanted)
            refunding = pc.fill_null(pc.match_substring(batch.column("extra"), PURCHASE), False)
            for event in batch.filter(pc.or_(own, refunding)).to_pylist():
                if event["event_id"] in keys:
                    purchases[event["event_id"]] = _logged(brand_id, event)
                elif (of := _extra(event).get(PURCHASE)) in keys:
                    refunds.append((of, _logged(brand_id, event)))
    Report.objects.bulk_create(purchases.values(), ignore_conflicts=True)
    found = {each.key: each for each in Report.objects.filter(brand_id=brand_id, key__in=purchases)}
    for of, refund in refunds:
        refund.refund_of = found.get(of)
    Report.objects.bulk_create([refund for _of, refund in refunds if refund.refund_of], ignore_conflicts=True)
    return found


def _logged(brand_id: int, event: dict[str, Any]) -> Report:
    kept = {name: value for name, value in event.items() if value is not None and name != "tenant"}
    return Report(
        brand_id=brand_id,
        key=event["event_id"],
        kind=event["kind"],
        event=kept | {"extra": _extra(event)},
        person_id=event["person_id"] or "",
        amount_minor=event["amount_minor"],
        currency=event["currency"] or "",
        logged_at=timezone.now(),
    )


def _extra(event: Mapping[str, Any]) -> dict[str, Any]:
    return json.loads(event["extra"]) if event["extra"] else {}
