"""The page of the known accounts: who speaks for the brand, and how all mentions split by it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read_page, term_label

from .actions import do_add_account, do_import_accounts, do_remove_account
from .forms import AccountForm, AccountsFileForm
from .lists import ACCOUNTS
from .queries import access_account, access_split

account_export = export_view(ACCOUNTS)
_SHOWN_WRONG = 5


@brand_view(Right.MENTIONS_READ, "GET")
def account_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the known accounts and how all mentions split."""
    return _list(request, actor, AccountForm(auto_id="new-%s"))


@brand_view(Right.MENTIONS_WRITE, "POST")
def account_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add an account."""
    form = AccountForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        try:
            do_add_account(actor, **form.cleaned_data)
            messages.success(request, _("Known from now on; its mentions are being labelled."))
            return redirect("account-list", brand=actor.brand_slug)
        except GoodwordError as error:
            form.add_error(None, str(error))
    return _list(request, actor, form, status=400)


@brand_view(Right.MENTIONS_WRITE, "POST")
def account_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add the accounts of a file."""
    form = AccountsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a CSV file."))
        return redirect("account-list", brand=actor.brand_slug)
    try:
        came = do_import_accounts(actor, form.cleaned_data["file"].read())
        words = {"added": came.added, "there": came.already_there, "wrong": len(came.wrong)}
        messages.success(
            request, _("%(added)d added, %(there)d known already, %(wrong)d that cannot be used.") % words
        )
        for problem in came.wrong[:_SHOWN_WRONG]:
            messages.error(request, problem)
    except GoodwordError as error:
        messages.error(request, str(error))
    return redirect("account-list", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def account_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Know an account no longer."""
    do_remove_account(actor, access_account(actor, pk))
    messages.success(request, _("It is not known any more; its mentions are being labelled anew."))
    return redirect("account-list", brand=actor.brand_slug)


def _list(request: HttpRequest, actor: Actor, form: AccountForm, status: int = 200) -> HttpResponse:
    from goodword.server.collecting.facade import source_tabs

    split = access_split(actor)
    response = list_response(
        request,
        actor,
        read_page(ACCOUNTS, request, actor),
        "listening/accounts.html",
        sentence=_("Who speaks for the brand: what these accounts say is counted apart from consumers."),
        form=form,
        file_form=AccountsFileForm(),
        may_add=actor.may(Right.MENTIONS_WRITE),
        total=split.total,
        origins=[(term_label(name), n) for name, n in split.by_origin.items()],
        stimuli=[(term_label(name), n) for name, n in split.by_stimulus.items()],
        tabs=source_tabs(actor, "account-list"),
    )
    if status != 200:
        response.status_code = status
    return response
