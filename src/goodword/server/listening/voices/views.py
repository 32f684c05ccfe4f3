"""The page of the accounts that write."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Origin
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of
from goodword.server.shell.lists import term_label
from goodword.server.shell.lists.facets import spelled
from goodword.server.shell.numbers import Number

from ..numbers import share_interval
from ..tabs import WHO as HERE
from ..tabs import tabs
from ..voice.page import WINDOWS, Choice
from .queries import SORTS, Account, Talking, access_accounts

_SORT_LABELS = {
    "reach": gettext_lazy("Reach"),
    "mentions": gettext_lazy("Mentions"),
    "favourable": gettext_lazy("Favourable"),
    "same_text": gettext_lazy("Same text"),
    "newest": gettext_lazy("Newest"),
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the table shows it."""

    account: Account
    origins: list[Any]
    interval: str
    mentions_url: str
    person_url: str


class VoicesPage:
    """What an address asks of the accounts; an unknown value falls back to the usual one."""

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        self.actor = actor
        self.days = asked.get("days") if asked.get("days") in WINDOWS else "90"
        self.sort = asked.get("sort") if asked.get("sort") in SORTS else SORTS[0]
        self.origin = asked.get("origin") if asked.get("origin") in set(Origin) else ""
        self.last = timezone.localdate()
        self.first = self.last - timedelta(days=int(self.days or 90) - 1)

    @cached_property
    def talking(self) -> Talking:
        """The accounts."""
        return access_accounts(
            self.actor, self.first, self.last, sort=self.sort or SORTS[0], origin=self.origin or ""
        )

    @property
    def switches(self) -> list[tuple[str, list[Choice]]]:
        """The ways to look."""
        origins = {"": _("Everybody"), **{each.value: term_label(each.value) for each in Origin}}
        return [
            (_("Time"), self._choices("days", WINDOWS, self.days or "")),
            (_("Order"), self._choices("sort", _SORT_LABELS, self.sort or "")),
            (_("Origin"), self._choices("origin", origins, self.origin or "")),
        ]

    def _choices(self, name: str, labels: Any, current: str) -> list[Choice]:
        url = reverse("voices", kwargs={"brand": self.actor.brand_slug})
        return [
            Choice(label, f"{url}?{self._query(**{name: value})}", value == current)
            for value, label in labels.items()
        ]

    def _query(self, **changes: str) -> str:
        chosen = {"days": self.days, "sort": self.sort, "origin": self.origin, **changes}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def rows(self) -> list[AccountRow]:
        """The accounts as the table shows them."""
        return [self._row(account) for account in self.talking.accounts]

    def _row(self, account: Account) -> AccountRow:
        brand = self.actor.brand_slug
        low, high = share_interval(account.favourable, account.labelled) if account.labelled else (0, 0)
        interval = _("%(low)d to %(high)d per cent (95 per cent interval, n = %(n)d)")
        values = {"low": round(100 * low), "high": round(100 * high), "n": account.labelled}
        asked = urlencode({"author_id": account.author_id, "source": spelled(account.source)})
        return AccountRow(
            account=account,
            origins=[term_label(origin) for origin in account.origins],
            interval=interval % values if account.labelled else "",
            mentions_url=f"{reverse('mention-list', kwargs={'brand': brand})}?{asked}",
            person_url=reverse("person-detail", kwargs={"brand": brand, "pk": account.person})
            if account.person
            else "",
        )

    @property
    def more(self) -> int:
        """How many accounts are not shown."""
        return self.talking.total - len(self.talking.accounts)

    @property
    def number(self) -> Number:
        """How many accounts there are."""
        url = reverse("voices-number", kwargs={"brand": self.actor.brand_slug})
        return Number(
            key="accounts",
            name=_("Accounts that talk"),
            definition=gettext_lazy(
                "Different authors, by their id at the source, of the mentions of these days. Mentions whose source gives "
                "no id of the author are in no account."
            ),
            value=self.talking.total,
            window=str(WINDOWS[self.days or "90"]),
            n=self.talking.mentions,
            method=gettext_lazy("A count of different ids; n is the mentions they wrote."),
            query=self._query(),
            url=f"{url}?{self._query()}",
        )


@brand_view(Right.MENTIONS_READ, "GET")
def voices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show who talks."""
    page = VoicesPage(actor, request.GET)
    return render(request, "listening/voices.html", {"page": page, "tabs": tabs(actor, HERE)})


@brand_view(Right.MENTIONS_READ, "GET")
def voices_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how the number of accounts was made."""
    number = VoicesPage(actor, request.GET).number
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})
