"""The pages of share links: all of them, one of them, making one, and a file of them."""

import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.core.ids import new_id
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read_page

from .link_actions import (
    do_change_expiry,
    do_make_links,
    do_register_hosts,
    do_restore_link,
    do_withdraw_link,
)
from .link_codes import qr_code
from .link_files import LinkFile, columns_explained, do_import_links
from .link_forms import ExpiryForm, HostForm, LinkFileForm, LinkForm
from .link_lists import LINKS
from .link_pages import LinkPage
from .link_queries import access_hosts, access_link, access_programmes, share_address
from .links import LinksRefusedError, UnknownHostError, host_of
from .models import ShareLink

link_export = export_view(LINKS)
_SHOWN_BAD = 50


@brand_view(Right.EVENTS_READ, "GET")
def link_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the share links, the newest first."""
    return list_response(
        request, actor, read_page(LINKS, request, actor), "tracking/link_list.html",
        sentence=_("What people pass on: who shares it, where, and what comes of it."),
        may_write=actor.may(Right.EVENTS_WRITE), may_register=actor.may(Right.BRAND_MANAGE),
        hosts=access_hosts(actor), host_form=HostForm(),
    )  # fmt: skip


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def link_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a share link."""
    form = LinkForm(request.POST or None, initial=_initial(request))
    unknown_host = ""
    if request.method == "POST" and form.is_valid():
        try:
            link = _made(actor, form)
        except LinksRefusedError as error:
            fault = error.faults[0]
            form.add_error(fault.field, fault.reason)
            unknown_host = error.host if isinstance(error, UnknownHostError) else ""
        else:
            messages.success(request, _("The link is made. Copy its address."))
            return redirect("link", brand=actor.brand_slug, code=link.code)
    context = {
        "form": form,
        "may_register": actor.may(Right.BRAND_MANAGE),
        "unknown_host": unknown_host,
        "base": share_address(""),
        "hosts": access_hosts(actor),
        "programmes": access_programmes(actor),
    }
    return render(request, "tracking/link_new.html", context, status=400 if form.errors else 200)


@brand_view(Right.EVENTS_READ, "GET")
def link_detail(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show one link: its address to copy, its card, and what happens on it."""
    page = LinkPage(actor, code)
    return render(
        request, "tracking/link.html", {"page": page, "link": page.link, "qr": qr_code(page.address)}
    )


@brand_view(Right.EVENTS_READ, "GET")
def link_qr(_request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Hand out the QR code of a link as a picture to print."""
    link = access_link(actor, code)
    headers = {"Content-Disposition": f'attachment; filename="{link.code}.svg"'}
    return HttpResponse(qr_code(share_address(link.code)), content_type="image/svg+xml", headers=headers)


@brand_view(Right.EVENTS_WRITE, "POST")
def link_switch(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Withdraw a link, or bring it back."""
    if "restore" in request.POST:
        do_restore_link(actor, code)
        messages.success(request, _("The link leads on again."))
    else:
        do_withdraw_link(actor, code)
        messages.success(request, _("The link is withdrawn. Whoever opens it sees a polite page."))
    return redirect("link", brand=actor.brand_slug, code=code)


@brand_view(Right.EVENTS_WRITE, "POST")
def link_expiry(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Say when a link ends."""
    form = ExpiryForm(request.POST)
    if form.is_valid():
        do_change_expiry(actor, code, form.cleaned_data["expires_at"])
        messages.success(request, _("Saved."))
    else:
        access_link(actor, code)
        messages.error(request, _("This is no moment. Give a day and a time, or leave it empty."))
    return redirect("link", brand=actor.brand_slug, code=code)


@brand_view(Right.BRAND_MANAGE, "POST")
def link_hosts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a host that share links may lead to."""
    try:
        new = do_register_hosts(actor, [request.POST.get("host", "")])
    except GoodwordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Registered.") if new else _("It was registered already."))
    return redirect("link-list", brand=actor.brand_slug)


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def link_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make links of a file, and say of every row that was left out why."""
    form = LinkFileForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "fields": columns_explained(),
        "may_register": actor.may(Right.BRAND_MANAGE),
        "hosts": access_hosts(actor),
    }
    if request.method == "POST" and form.is_valid():
        try:
            done = _imported(actor, form)
        except GoodwordError as error:
            form.add_error("file", str(error))
        else:
            kept = _keep_bad_rows(actor, done) if done.bad else ""
            return render(
                request,
                "tracking/link_imported.html",
                {"done": done, "bad": done.bad[:_SHOWN_BAD], "kept": kept},
            )
    return render(request, "tracking/link_import.html", context, status=400 if form.errors else 200)


@brand_view(Right.EVENTS_WRITE, "GET")
def link_bad_rows(_request: HttpRequest, actor: Actor, kept: str) -> HttpResponse:
    """Hand out the rows of a file that were left out."""
    path = _bad_rows_path(actor, kept)
    if not re.fullmatch(r"[0-9a-f]{32}", kept) or not path.is_file():
        raise Http404(_("These rows are not kept any more. Import the file again."))
    headers = {"Content-Disposition": 'attachment; filename="links-left-out.csv"'}
    return HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8", headers=headers)


def _initial(request: HttpRequest) -> dict[str, str]:
    """Return what an address that leads here has filled in already."""
    return {name: request.GET[name] for name in LinkForm.base_fields if name in request.GET}


def _made(actor: Actor, form: LinkForm) -> ShareLink:
    given = form.link()
    if form.cleaned_data["register_host"] and (host := host_of(given.target)):
        do_register_hosts(actor, [host])
    [link] = do_make_links(actor, [given]).links
    if link is None:
        raise Http404
    return link


def _imported(actor: Actor, form: LinkFileForm) -> LinkFile:
    upload = form.cleaned_data["file"]
    with NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:10]) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return do_import_links(
            actor,
            Path(file.name),
            name=upload.name or "links.csv",
            register_hosts=form.cleaned_data["register_hosts"],
            record_share=form.cleaned_data["record_share"],
        )


def _keep_bad_rows(actor: Actor, done: LinkFile) -> str:
    kept = new_id().hex
    path = _bad_rows_path(actor, kept)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(done.bad_rows_csv())
    return kept


def _bad_rows_path(actor: Actor, kept: str) -> Path:
    return Path(settings.HOME) / "reports" / f"links-{actor.brand_id}-{kept}.csv"
