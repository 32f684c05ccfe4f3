"""The list of the known accounts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register

from .models import KnownAccount
from .queries import access_accounts


def _searched(_actor: Actor, rows: QuerySet[KnownAccount], words: str) -> QuerySet[KnownAccount]:
    return rows.filter(handle__icontains=words)


ACCOUNTS = register(
    ListSpec(
        name="accounts",
        title=_("Known accounts"),
        right=Right.MENTIONS_READ,
        rows=access_accounts,
        columns=(
            Column(name="handle", label=_("Account"), value=lambda account: account.handle, sort="handle"),
            Column(
                name="kind",
                label=_("Who it is"),
                value=lambda account: account.get_kind_display(),
                export=lambda account: account.kind,
            ),
            Column(name="platform", label=_("Place"), value=lambda account: account.platform or _("any")),
            Column(name="since", label=_("Since"), value=lambda account: account.since),
            Column(name="until", label=_("Until"), value=lambda account: account.until),
            Column(name="note", label=_("Note"), value=lambda account: account.note),
            Column(
                name="remove",
                label="",
                value=lambda account: account.pk,
                template="listening/account_remove_cell.html",
                right=Right.MENTIONS_WRITE,
            ),
        ),
        facets=(
            Facet(name="kind", label=_("Who it is"), labels=dict(KnownAccount.Kind.choices)),
            Facet(name="platform", label=_("Place"), blank=_("any")),
        ),
        sorts=(
            Sort(name="handle", label=_("Account A–Z"), key="folded", descending=False),
            Sort(name="added", label=_("Added last"), key="created_at"),
        ),
        search=_searched,
        search_hint=_("A handle"),
        route="account-list",
        export_route="account-export",
    )
)
